import { expect, test } from "vitest";
import { identityFlat } from "../../../server/src/core/document/flatText.ts";
import { readLooseJsonForm } from "../../../server/src/core/document/looseJsonForm.ts";

test.each([
  [`['a', 'b']`, "quotes quotes"],
  [`[“a”, "b"]`, "quotes"],
  [`[a, b]`, "unquoted unquoted"],
  [`[nginx]`, "unquoted"],
  [`["a" "b"]`, "comma"],
  [`["a", "b",]`, "extra-comma"],
  [`["a", "b"`, "bracket"],
  [`["a"] # why`, "tail"],
  [`["C:\\app\\x.exe"]`, "escape"],
  [`["serve", 8080]`, "unquoted"],
])("%s was meant as an array", (text, kinds) => {
  expect(
    readLooseJsonForm(identityFlat(text, 0))
      ?.slips.map(({ kind }) => kind)
      .join(" "),
  ).toBe(kinds);
});

test.each([
  `["a", "b"]`,
  `[]`,
  `[ -f /x ]`,
  `[ "$a" = "b" ]`,
  `[ "$a" = 'b' ] && echo`,
  `[[ -n x ]]`,
  `[a-z]*.txt x/`,
  `[Net.ServicePointManager]::SecurityProtocol = 1`,
  `["a"] && b`,
  `["a",, "b"]`,
  `[,]`,
  `[`,
  `[ "a", $b ]`,
  `node x.js`,
])("%s is left alone", (text) => {
  expect(readLooseJsonForm(identityFlat(text, 0))).toBeUndefined();
});
