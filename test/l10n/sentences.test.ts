import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { defaultSettings, type RuleSettings } from "../../server/src/core/analyze.ts";
import { configForFile } from "../../server/src/core/config/forFile.ts";
import { readConfig } from "../../server/src/core/config/readConfig.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { estimateImage } from "../../server/src/core/estimate/estimate.ts";
import { deriveFacts } from "../../server/src/core/facts/facts.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import type { Finding } from "../../server/src/core/rule.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { type Catalogue, noteTranslatorOf, translatorOf } from "../../server/src/l10n/sentences.ts";
import * as zhCn from "../../server/src/l10n/zhCn.ts";
import { specKnown } from "../support/known.ts";
import { type Example, readSpecification, specificationFiles } from "../support/spec.ts";
import { ofFigures, rarely } from "./rarely.ts";

const root = path.resolve(import.meta.dirname, "../..");
const sentences: Catalogue = zhCn.sentences;
const reasons = JSON.parse(readFileSync(path.join(root, "l10n/reasons.zh-cn.json"), "utf8"));
const translateSentence = translatorOf(sentences);
const translateNote = noteTranslatorOf(sentences);
const translate: typeof translateSentence = (text, area) =>
  area === ofFigures ? translateNote(text) : translateSentence(text, area);

const said = new Map<string, { readonly area: string; readonly text: string }>();
const used = new Set<string>();

beforeAll(() => {
  const examples = rules.flatMap(({ id }) => specificationFiles(path.join(root, "test/rules"), id));
  for (const example of examples.flatMap(readSpecification)) {
    for (const finding of findingsOf(example)) listen(finding);
    for (const note of notesOf(example)) hear(ofFigures, note);
  }
  for (const name of readdirSync(path.join(root, "test/optimize"), { withFileTypes: true })) {
    if (!name.isDirectory()) continue;
    const text = readFileSync(path.join(root, "test/optimize", name.name, "Dockerfile"), "utf8");
    const { before, after } = optimize(text, {
      known: specKnown(undefined),
      settings: defaultSettings,
      allow: ["safe"],
    });
    for (const finding of [...before.findings, ...after.findings]) listen(finding);
  }
  for (const [area, text] of rarely) hear(area, text);
  for (const text of recipeSentences()) hear("single-stage-build", text);
  for (const text of registryFailures()) hear(ofFigures, text);
});

describe("Simplified Chinese", () => {
  test("has every sentence that the specifications and the recipes say", () => {
    const missing = [...said.values()]
      .filter(({ area, text }) => !translate(text, area))
      .map(({ area, text }) => `${area}: ${text}`);
    expect(missing).toEqual([]);
  });

  test("keeps code, paths and figures, and leaves no English between them", () => {
    const wrong = [...said.values()].flatMap(({ area, text }) => {
      const chinese = translate(text, area)?.text ?? "";
      return isFaithful(text, chinese) ? [] : [`${area}: ${text} → ${chinese}`];
    });
    expect(wrong).toEqual([]);
  });

  test("holds no sentence that nobody says", () => {
    for (const { area, text } of said.values())
      for (const key of translate(text, area)?.keys ?? []) used.add(key);
    const { rules: byRule, texts, notes, parts } = sentences;
    const keys = [texts, notes, parts, ...Object.values(byRule).map((rule) => rule.texts ?? {})].flatMap(
      Object.keys,
    );
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });

  test("puts every hole of a sentence into its translation", () => {
    const { rules: byRule, texts, notes, parts } = sentences;
    const entries = [texts, notes, parts, ...Object.values(byRule).map((rule) => rule.texts ?? {})].flatMap(
      Object.entries,
    );
    const holes = (text: string) =>
      [...new Set([...text.matchAll(/\{(\d)\*?\}/g)].map(([, hole]) => hole))].sort();
    expect(entries.filter(([key, wording]) => String(holes(key)) !== String(holes(wording)))).toEqual([]);
  });

  test("has full-width punctuation between Chinese words, and a blank between Chinese and Latin ones", () => {
    const { rules: byRule, texts, notes, parts } = sentences;
    const ofRules = Object.values(byRule).flatMap((rule) => [
      rule.summary,
      ...Object.values(rule.texts ?? {}),
    ]);
    const wordings = [...ofRules, ...[texts, notes, parts, reasons].flatMap(Object.values)].map(
      (text: string) => text.replace(/`[^`]*`/g, "`"),
    );
    const isOdd =
      /\p{Script=Han}[,;:!?()`A-Za-z0-9]|[,;:!?(`A-Za-z0-9]\p{Script=Han}|\p{Script=Han}\{\d\}|\{\d\}\p{Script=Han}/u;
    expect(wordings.filter((text) => isOdd.test(text))).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s: summary and reason", (id, rule) => {
    const summary = sentences.rules[id]?.summary ?? "";
    const why = reasons[id] ?? "";
    for (const [english, chinese] of [
      [rule.summary, summary],
      [rule.why, why],
    ] as const) {
      expect(chinese).toMatch(/[一-鿿].*。$/u);
      for (const [code] of english.matchAll(/`[^`]+`/g)) expect(chinese).toContain(code);
    }
  });

  test("knows no rules that do not exist", () => {
    const ids = rules.map(({ id }) => id).sort();
    expect(Object.keys(sentences.rules).sort()).toEqual(ids);
    expect(Object.keys(reasons).sort()).toEqual(ids);
  });
});

function findingsOf(example: Example): readonly Finding[] {
  const { config } = readConfig(example.config ?? {}, rules);
  const { severities, policy } = configForFile([{ config, path: "Dockerfile" }]);
  const chosen = { ...severities, ...example.settings } as RuleSettings["severities"];
  const { rounds, after } = optimize(example.text, {
    known: specKnown(example.context, example.shellAnswers, example.history),
    settings: { enableAll: true, severities: chosen, policy },
    allow: ["safe", "review"],
  });
  return [...rounds.map(({ analysis }) => analysis), after].flatMap(({ findings }) => findings);
}

/** Where the sizes of the example's images and steps come from. */
function notesOf({ text, context }: Example): readonly string[] {
  const known = specKnown(context);
  const { stages } = estimateImage(deriveFacts(parseDockerfile(text), known));
  return stages.flatMap(({ base, steps }) => [...(base?.reasons ?? []), ...steps.map(({ note }) => note)]);
}

/** What ShellCheck says of a script is its own words. */
function listen({ rule, message, fixes }: Finding): void {
  if (rule.id !== "shell-problem") hear(rule.id, message);
  for (const { title, assumption } of fixes) {
    hear(rule.id, title);
    if (assumption !== undefined) hear(rule.id, assumption);
  }
}

function hear(area: string, text: string): void {
  said.set(`${area} ${text}`, { area, text });
}

/** Why a file stays as it is, as the sources of the recipes have it, with something in the place of what is put in. */
function recipeSentences(): readonly string[] {
  const said = /(?:[([?:=>]|\breturn|\|\|)\s*(?:"([^"\n]+)"|`((?:\\`|[^`\n])+)`)/g;
  const verbs =
    / (?:is|are|has|may|needs?|comes|makes?|changes|installs|brings|reads|calls|names|knows|acts?|starts|forgets|runs|stands|does|do|have|asks|cannot|can|downloads|depends|compiles|fits|builds|works|leaves|keeps) /;
  const folder = path.join(root, "server/src/core/recipes");
  const literals = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    return [...text.matchAll(said)].map(([, plain, template]) => plain ?? template ?? "");
  });
  return literals
    .filter((text) => verbs.test(text) && !otherwiseSaid.test(text))
    .map((text) => text.replaceAll("\\`", "`").replace(/\$\{[^}]*\}/g, "/x1"));
}

/** Why a registry gave no answer, as the command line tells it: what the sources of those who ask throw. */
function registryFailures(): readonly string[] {
  const thrown =
    /(?:\bError\(|\bError\(limit\.aborted \? |\breason: |\breturn )(?:"([^"\n]+ [^"\n]+)"|`([^`\n]+ [^`\n]+)`)/g;
  const kinds = /\b(?:parseJson|verified)\([^;\n]*"([^"\n]+)"\)/g;
  const folder = path.join(root, "server/src/host/registry");
  const sources = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  const found = (pattern: RegExp) =>
    sources.flatMap((text) =>
      [...text.matchAll(pattern)].map(([, plain, template]) => plain ?? template ?? ""),
    );
  return [
    ...found(thrown)
      .filter((text) => /^(?:the|an?|no|few|such) |\$\{what\}/.test(text))
      .map((text) => text.replaceAll("${what}", "manifest").replace(/\$\{[^}]*\}/g, "7")),
    ...found(kinds).map((what) => `the ${what} is no JSON object`),
  ];
}

/** Lists of programs, parts of longer sentences, which examples show, and what goes through the table of words. */
const otherwiseSaid = /\bmkdir\b|\$\{(?:but|server\.problem|form\.name)\}|\$\{[^}]*$|^scratch is empty$/;

function isFaithful(english: string, chinese: string): boolean {
  const code = english.match(/`[^`]+`|[^\s,;:()?]*[\d/$=_][^\s,;:()?]*/g) ?? [];
  const words = chinese.replaceAll(/npm config set|yarn config set|[^\s（]*[/.$=-][^\s]*|"[^"]*"/g, "");
  const isEnglish = / (?:and|or|the|that|which|is|are|of|with|by|more) /.test(words.replace(/MIT or/, ""));
  return (
    /[一-鿿]/u.test(chinese) && !isEnglish && code.every((part) => chinese.includes(part.replace(/\.$/, "")))
  );
}
