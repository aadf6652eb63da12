import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const rowsOf = (file: string): readonly string[] =>
  readFileSync(path.join(root, file), "utf8")
    .split("\n")
    .filter((line) => /^\| [a-z-]+ \| (safe|review) \|/.test(line));

test("what README quotes of the proof stands there", () => {
  const quoted = rowsOf("README.md");
  expect(quoted.length).toBeGreaterThan(0);
  expect(rowsOf("docs/proof.md")).toEqual(expect.arrayContaining([...quoted]));
});
