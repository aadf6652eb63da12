import { expect, test } from "vitest";
import { wholeLines } from "../../../server/src/core/edits/lines.ts";

test.each([
  ["ab\ncd\nef", 4, 4, "cd\n"],
  ["ab\ncd\nef", 0, 4, "ab\ncd\n"],
  ["ab\r\ncd", 1, 2, "ab\r\n"],
  ["ab\ncd", 3, 5, "cd"],
  ["\uFEFFab\ncd", 1, 3, "ab\n"],
])("the lines of %j at %i–%i", (text, start, end, expected) => {
  const lines = wholeLines(text, { start, end });
  expect(text.slice(lines.start, lines.end)).toBe(expected);
});
