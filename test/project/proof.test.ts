import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const rowsOf = (file: string): readonly string[] =>
  readFileSync(path.join(root, file), "utf8")
    .split("\n")
    .filter((line) => /^\| [a-z-]+ \| (safe|review) \|/.test(line));

test.each(["README.md", "README.zh-CN.md"])("what %s quotes of the proof stands there", (file) => {
  const quoted = rowsOf(file);
  expect(quoted.length).toBeGreaterThan(0);
  expect(rowsOf("docs/proof.md")).toEqual(expect.arrayContaining([...quoted]));
});
