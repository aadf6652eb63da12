import { expect, test } from "vitest";
import { type Catalogue, translatorOf } from "../../server/src/l10n/sentences.ts";

const catalogue: Pick<Catalogue, "rules" | "texts" | "parts"> = {
  rules: {
    "pip-cache": { summary: "", texts: { "Use {0}": "改成 {0}", "{0} keeps {1} here": "{0} 留下 {1*}" } },
  },
  texts: {
    "Use {0}": "使用 {0}",
    "Use the path {0}": "使用路径 {0}",
    "{0} replaces {0}": "{0} 代替自己",
    "it is called {0}; so is {1}": "它叫 {0}，{1} 也是",
    "no {0} is left": "没有剩下 {0*}",
  },
  parts: { "{0} and {1} more": "{0*} 及另外 {1} 个", "{0}, {1}": "{0*}、{1*}", packages: "软件包" },
};
const translate = translatorOf(catalogue);
const chinese = (text: string, rule?: string) => translate(text, rule)?.text;

test("a rule's own sentence goes before one that several rules say", () => {
  expect(chinese("Use a", "pip-cache")).toBe("改成 a");
  expect(chinese("Use a", "npm-cache")).toBe("使用 a");
});

test("the template that says most is taken, wherever it stands", () => {
  expect(chinese("Use the path /a", "pip-cache")).toBe("使用路径 /a");
});

test("what is put in is never read again", () => {
  expect(chinese("Use {0} and {1*}")).toBe("使用 {0} and {1*}");
  expect(chinese('Use ["a, b", "c and 2 more"]')).toBe('使用 ["a, b", "c and 2 more"]');
});

test("lists and amounts are translated where the wording asks for it, without blanks between Chinese words", () => {
  expect(chinese("pip keeps a, b and 2 more here", "pip-cache")).toBe("pip 留下 a、b 及另外 2 个");
  expect(chinese("no packages is left")).toBe("没有剩下软件包");
});

test("clauses are translated one by one, unless all of them are one sentence or some are not known", () => {
  expect(chinese("Use a; Use b")).toBe("使用 a；使用 b");
  expect(chinese("it is called a; so is b")).toBe("它叫 a，b 也是");
  expect(chinese("Use f(a; b)")).toBe("使用 f(a; b)");
  expect(chinese("nobody says this; Use b")).toBeUndefined();
});

test("a hole that comes twice holds the same both times", () => {
  expect(chinese("a replaces a")).toBe("a 代替自己");
  expect(chinese("a replaces b")).toBeUndefined();
});

test("what is not in the catalogue has no translation, for rules that inherit a name neither", () => {
  expect(chinese("nobody says this")).toBeUndefined();
  expect(chinese("Use a", "constructor")).toBe("使用 a");
});

test("the time is that of reading the sentence", () => {
  const start = performance.now();
  chinese(`${"keeps ".repeat(100_000)}x`, "pip-cache");
  expect(performance.now() - start).toBeLessThan(1000);
});
