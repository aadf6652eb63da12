import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../server/src/core/edits/apply.ts";
import { minimalEdits } from "../../server/src/host/minimalEdits.ts";

describe("minimal edits", () => {
  test.each([
    ["insert within a line", "a\nRUN x y\nb\n", "a\nRUN x -z y\nb\n", [[8, 8, "-z "]]],
    ["add a line", "a\nb\n", "a\nc\nb\n", [[2, 2, "c\n"]]],
    ["remove a line", "a\nb\nc\n", "a\nc\n", [[2, 4, ""]]],
    ["do nothing", "a\n", "a\n", []],
    ["keep Windows line breaks whole", "a\r\nb\r\n", "a\r\nb\nc\r\n", [[4, 4, "\nc"]]],
    ["keep characters whole", "a 🐳\n", "a 🐋\n", [[2, 4, "🐋"]]],
  ])("%s", (_, before, after, expected) => {
    const edits = minimalEdits(before, after);
    expect(applyEdits(before, edits)).toBe(after);
    expect(edits.map(({ span, text }) => [span.start, span.end, text])).toEqual(expected);
  });

  test("always lead from one text to the other", () => {
    const word = fc.constantFrom("a", "b", "RUN x", "\n", "\r\n", "\n\n", "🐳", "🐋", "", " ");
    const texts = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(applyEdits(before, minimalEdits(before, after))).toBe(after);
      }),
    );
  });
});
