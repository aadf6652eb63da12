import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { settings } from "../../server/src/core/settings.ts";
import { languageOf, wordsOf } from "../../server/src/l10n/languages.ts";
import { english, speak, speaking, t } from "../../server/src/l10n/t.ts";

// Whatever a user reads has a Chinese text. What is missing is named together with the file that it belongs into.

type Texts = Readonly<Record<string, string>>;

const json = (file: string) => JSON.parse(readFileSync(inRoot(file), "utf8"));

/** English text → where it stands. */
type Said = ReadonlyMap<string, string>;

/** The first arguments of all calls of `call`, which have to be plain strings. */
function saidIn(folder: string, call: RegExp): Said {
  const said = new Map<string, string>();
  for (const file of readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(inRoot(folder, file), "utf8");
    for (const match of text.matchAll(call)) {
      const rest = text.slice(match.index + match[0].length);
      const place = `${folder}/${file}:${text.slice(0, match.index).split("\n").length}`;
      const [literal] = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\\\n]*')(?=\s*[,)])/.exec(rest) ?? [];
      if (literal === undefined)
        throw new Error(
          `${place}: what is translated has to be one plain "string", values go in as {0}, {1} …`,
        );
      said.set(literal.startsWith("'") ? literal.slice(1, -1) : JSON.parse(literal), place);
    }
  }
  return said;
}

/** What is to be done, a line for each text; nothing when all is well. */
function complaints(said: Said, table: Texts, file: string): readonly string[] {
  const missing = [...said].filter(([text]) => table[text] === undefined);
  const unused = Object.keys(table).filter((text) => !said.has(text));
  return [
    ...missing.map(([text, place]) => `add to ${file}: ${JSON.stringify(text)}: "…", as ${place} says it`),
    ...unused.map((text) => `take out of ${file}: ${JSON.stringify(text)}, which nothing says any more`),
    ...differing(table, file),
  ];
}

/** A translation has the same holes as the English text. */
function differing(table: Texts, file: string, of = (key: string): string => key): readonly string[] {
  const holes = (text: string): string => [...new Set(text.match(/\{\d+\}/g))].sort().join(" ");
  return Object.entries(table)
    .filter(([key, text]) => holes(of(key)) !== holes(text) || text.trim() === "")
    .map(([key, text]) => `mend in ${file}: ${JSON.stringify(key)} has ${holes(of(key))}, "${text}" has not`);
}

/**
 * Folders and files whose sentences are for users. What rules, fixes, recipes and the notes of estimates say is English
 * there, and translated where it is shown: test/l10n/sentences.test.ts hears that.
 */
const spoken = [
  "client/src",
  "server/src/cli",
  "server/src/core/cache",
  "server/src/core/config",
  "server/src/core/context",
  "server/src/core/estimate/summary.ts",
  "server/src/core/estimate/words.ts",
  "server/src/core/language",
  "server/src/core/refactorings",
  "server/src/core/report",
  "server/src/host/config",
  "server/src/host/inline/writtenBack.ts",
  "server/src/lsp",
];

/** Files below them that say nothing to users, and why. */
const unspoken: Readonly<Record<string, string>> = {
  "server/src/core/cache/earlyCopyWords.ts": "what a rule says",
  "server/src/core/cache/work.ts": "names of programs",
  "server/src/core/config/fields.ts": "the JSON schema and the page about it have one language",
  "server/src/lsp/completion/managers.ts": "commands of package managers",
  "server/src/lsp/completion/packages/usualPackages.ts": "names of packages",
};

/** What stands in front of sentences for the log, of names of requests in it, and of what is code. */
const forProgrammers =
  /(?:\b(?:log\.\w+|client\.(?:error|warn)|\bError|executeCommand|tellOnce)\(|guarded(?:Notification)?\(log, |\b(?:starts|ends)With\(|\b(?:snippet|label): )\s*$/;

/** Classes and other markup of the image report, and what an ignore comment begins with. */
const markup =
  /^["`]\s*(?:(?:accent|big|chip|end|middle|muted|on|small|strong|worse)\b\s*)+["`]$|^["`](?:<!DOCTYPE|width=device-width)|ignore="$/;

/** Two words in a row, outside of comments and template values, that go through no `t`. */
function untranslated(place: string): readonly string[] {
  const found: string[] = [];
  for (const file of sourcesIn(place)) {
    if (Object.hasOwn(unspoken, file)) continue;
    const text = withoutCode(readFileSync(inRoot(file), "utf8"));
    for (const { 0: literal, index } of text.matchAll(
      /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`/g,
    )) {
      const isSentence = /[A-Za-z]{2,}[,;]? [a-z]{2,}/.test(literal) && !literal.includes("# ");
      if (!isSentence || markup.test(literal)) continue;
      if (forProgrammers.test(text.slice(Math.max(0, index - 60), index))) continue;
      const line = text.slice(0, index).split("\n").length;
      found.push(`${file}:${line}: say it by t("…"), with {0}, {1} … for what is put in: ${literal}`);
    }
  }
  return found;
}

/** A file, or all in a folder. */
function sourcesIn(place: string): readonly string[] {
  if (place.endsWith(".ts")) return [place];
  return readdirSync(inRoot(place), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${place}/${file}`);
}

/** Without comments, regular expressions, what is translated, and the values in templates; all lines stay. */
function withoutCode(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  return text
    .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g, blank)
    .replace(/(?<=[(=,:] ?)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g, blank)
    .replace(/(?<=\bt\(\s*)(?:"(?:[^"\\\n]|\\.)*"|'[^'\\\n]*')/g, blank)
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, blank);
}

test("what is excepted is there", () => {
  expect(spoken.flatMap(sourcesIn)).toEqual(expect.arrayContaining(Object.keys(unspoken)));
});

test("nothing is said before the language is known", () => {
  const early = /^(?:export )?const [^=\n]+= (?:t\("|[{[](?:\n(?![}\]]).*)*?(?<!=> )\bt\(")/m;
  const files = readdirSync(inRoot("server/src"), { recursive: true, encoding: "utf8" });
  const saying = files.filter(
    (file) => file.endsWith(".ts") && early.test(readFileSync(inRoot("server/src", file), "utf8")),
  );
  expect(
    saying.map((file) => `server/src/${file}: call t in a function, not when the file is loaded`),
  ).toEqual([]);
});

describe("every text has a Chinese one", () => {
  test.each(spoken)("and nothing in %s is said in English alone", (folder) => {
    expect(untranslated(folder)).toEqual([]);
  });

  test("in the client: vscode.l10n.t", () => {
    const said = saidIn("client/src", /\bl10n\.t\(\s*/g);
    const file = "l10n/bundle.l10n.zh-cn.json";
    expect(said.size).toBeGreaterThan(30);
    expect(complaints(said, json(file), file)).toEqual([]);
  });

  test("in the server and on the command line: t", () => {
    const said = saidIn("server/src", /(?<![\w.$]|function )t\(\s*/g);
    const file = "l10n/words.zh-cn.json";
    expect(said.size).toBeGreaterThan(100);
    expect(complaints(said, json(file), file)).toEqual([]);
  });

  test("in the manifest: %key%", () => {
    const used = new Map(
      [...JSON.stringify(json("package.json")).matchAll(/"%([^"%]+)%"/g)].map(([, key = ""]) => [
        key,
        "package.json",
      ]),
    );
    expect(used.size).toBeGreaterThan(20);
    const [own, chinese] = ["package.nls.json", "package.nls.zh-cn.json"];
    expect([...complaints(used, json(own), own), ...complaints(used, json(chinese), chinese)]).toEqual([]);
  });

  test("of every setting", () => {
    const file = "l10n/settings.zh-cn.json";
    const translated: Readonly<Record<string, { readonly description?: string; readonly values?: Texts }>> =
      json(file);
    const wanted = settings.flatMap(({ key, values = [] }) => [
      key,
      ...values.map(({ value }) => `${key}.values.${value}`),
    ]);
    const given = Object.entries(translated).flatMap(([key, { values = {} }]) => [
      key,
      ...Object.keys(values).map((value) => `${key}.values.${value}`),
    ]);
    expect([
      ...wanted
        .filter((key) => !given.includes(key))
        .map((key) => `add to ${file}: ${key}, then npm run generate`),
      ...given.filter((key) => !wanted.includes(key)).map((key) => `take out of ${file}: ${key}`),
    ]).toEqual([]);
  });

  test("and every title of the manifest goes through a key", () => {
    const { displayName, description, contributes, capabilities } = json("package.json");
    const titles: readonly string[] = [
      displayName,
      description,
      ...contributes.commands.map(({ title }: { readonly title: string }) => title),
      ...Object.values(capabilities as Readonly<Record<string, { readonly description: string }>>).map(
        (one) => one.description,
      ),
    ];
    expect(titles.filter((title) => !/^%[^%]+%$/.test(title))).toEqual([]);
  });
});

test.each(["l10n/bundle.l10n.zh-cn.json", "l10n/words.zh-cn.json", "package.nls.zh-cn.json"])(
  "%s has full-width punctuation between Chinese words, and a blank between Chinese and Latin ones",
  (file) => {
    const texts = Object.values(json(file) as Texts).map((text) => text.replace(/`[^`]*`/g, "`"));
    expect(texts.filter((text) => /\p{Script=Han}[,;:!?()]|[,;:!?(]\p{Script=Han}/u.test(text))).toEqual([]);
    expect(texts.filter((text) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(text))).toEqual(
      [],
    );
  },
);

test.each([
  ["zh-cn", "zh-cn"],
  ["zh-CN", "zh-cn"],
  ["zh", "zh-cn"],
  ["zh_CN.UTF-8", "zh-cn"],
  ["zh_Hans_SG", "zh-cn"],
  ["zh-TW", "en"],
  ["zh_HK.Big5", "en"],
  ["C.UTF-8", "en"],
  ["de", "en"],
  [undefined, "en"],
])("%s is read as %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

test("a text is said in the language that was asked for, and its values are not read again", async () => {
  const chinese = await wordsOf("zh-cn");
  expect(t("line {0}", 3)).toBe("line 3");
  expect(t("{0} and {1}", "{1}", "b")).toBe("{1} and b");
  expect(speaking(chinese, () => t("line {0}", 3))).toBe("第 3 行");
  expect(t("line {0}", 3)).toBe("line 3");
  speak(chinese);
  expect([t("line {0}", 3), t("not in the table {0}", 3)]).toEqual(["第 3 行", "not in the table 3"]);
  speak(english);
});
