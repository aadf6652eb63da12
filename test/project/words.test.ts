import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { rules } from "../../server/src/core/rules/index.ts";

test.each(["README.md", "CHANGELOG.md"])("%s counts the rules right", (file) => {
  const counts = [...readFileSync(inRoot(file), "utf8").matchAll(/(\d+) rules/g)].map(([, count]) => count);
  expect(new Set(counts)).toEqual(new Set([String(rules.length)]));
});
