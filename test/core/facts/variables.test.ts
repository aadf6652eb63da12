import { expect, test } from "vitest";
import { variableUses } from "../../../server/src/core/facts/expand.ts";

test.each([
  ["a-$B/c", "$B"],
  ["${B}${C:-$D}", "${B} ${C:-$D} $D"],
  ['"x $B y" $C', "$B $C"],
  ["'$B' \\$C $D", "$D"],
  ["$1 $ ${}", ""],
])("the variables of %s", (text, expected) => {
  const uses = variableUses(text);
  expect(uses.map(({ start, end }) => text.slice(start, end)).join(" ")).toBe(expected);
});
