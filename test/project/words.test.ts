import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { rules } from "../../server/src/core/rules/index.ts";

const textOf = (file: string): string => readFileSync(inRoot(file), "utf8");

test.each(["README.md", "CHANGELOG.md", "README.zh-CN.md"])("%s counts the rules right", (file) => {
  const counts = [...textOf(file).matchAll(/(\d+) (?:rules|条规则)/g)].map(([, count]) => count);
  expect(new Set(counts)).toEqual(new Set([String(rules.length)]));
});

test("the Chinese README has the tables, commands, pictures and pages of the English one", () => {
  const same: readonly RegExp[] = [
    // The last cell of a table's row, when it is a figure.
    /\| ([−\d][^|\n]*) \|$/gm,
    // Commands without their comments.
    /^(?:plimsoll|npm) [^#\n]*/gm,
    /\]\((docs\/images\/[^)]*)\)/g,
    // Headings, however they read.
    /^##(?= )/gm,
  ];
  for (const pattern of same) {
    const found = (file: string) =>
      [...textOf(file).matchAll(pattern)].map(([whole, part = whole]) => part.trim());
    expect(found("README.zh-CN.md")).toEqual(found("README.md"));
    expect(found("README.md").length).toBeGreaterThan(3);
  }
  const pages = (file: string) =>
    new Set(
      textOf(file)
        .replaceAll("docs/zh-cn/", "docs/")
        .match(/(?<=\]\()(?!https?:|README)[^)#]+/g),
    );
  expect(pages("README.zh-CN.md")).toEqual(pages("README.md"));
});
