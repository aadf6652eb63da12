import { expect, test } from "vitest";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { stageMentionAt } from "../../../server/src/core/language/stageMentions.ts";
import { stageRename } from "../../../server/src/core/refactorings/stageRename.ts";
import { factsOf, lines } from "../../support/refactor.ts";

/** The text after the stage that is named at the mark has another name, or why it cannot; undefined without a stage. */
function renamed(marked: string, name: string): string | undefined {
  const text = marked.replace("‸", "");
  const facts = factsOf(text);
  const found = stageMentionAt(facts, marked.indexOf("‸"));
  const result = found && stageRename(facts, found, name);
  if (!result) return undefined;
  return "whyNot" in result ? result.whyNot : applyEdits(text, result.edits);
}

const words = [
  "FROM debian AS base",
  "RUN a",
  "FROM Base AS app",
  "COPY --from=base /a /b",
  "COPY --from=0 /a /b",
  "COPY --from=debian /a /b",
  "RUN --mount=type=bind,from=base,target=/x b",
  "ONBUILD COPY --from=base /a /b",
];
const expected = lines(...words)
  .replace("AS base", "AS deps")
  .replace("FROM Base", "FROM deps")
  .replace("\nCOPY --from=base", "\nCOPY --from=deps")
  .replace("bind,from=base", "bind,from=deps");

test.each([
  ["AS base", "AS b‸ase"],
  ["FROM Base", "FROM ‸Base"],
  ["COPY --from=base", "COPY --from=base‸"],
  ["bind,from=base", "bind,from=ba‸se"],
])("wherever it is named the stage gets its new name: at %s", (word, marked) => {
  expect(renamed(lines(...words).replace(word, marked), "deps")).toBe(expected);
});

test("the letters of its own name may change, line ends stay", () => {
  expect(renamed("FROM a AS b‸\r\nFROM b\r\n", "B")).toBe("FROM a AS B\r\nFROM B\r\n");
});

test.each([
  ["app", /another stage or image/],
  ["debian", /another stage or image/],
  ["scratch", /means something else/],
  ["1st", /^The name of a stage is/],
  ["two words", /^The name of a stage is/],
])("%s is refused", (name, reason) => {
  expect(renamed(lines(...words).replace("AS base", "AS ba‸se"), name)).toMatch(reason);
});

test("a stage that a variable may name keeps its name", () => {
  expect(renamed(lines("ARG B=base", "FROM debian AS ba‸se", "FROM $B"), "x")).toBe(
    "A variable may name this stage",
  );
});

test.each([
  ["an image", lines("FROM deb‸ian AS a")],
  [
    "a trigger, which speaks of another file",
    lines("FROM debian AS a", "FROM debian", "ONBUILD COPY --from=‸a /a /b"),
  ],
  ["anything else", lines("FROM debian AS a", "RUN ec‸ho a")],
  ["what stands in front of FROM", lines("ARG A‸", "FROM debian AS a")],
])("%s is not renamed", (_, marked) => expect(renamed(marked, "x")).toBeUndefined());

test("at its number a stage gets the name, and the numbers become the name", () => {
  const words = ["FROM debian AS a", "FROM debian", "COPY --from=0 /a /b", "COPY --from=0 /c /d"];
  expect(renamed(lines(...words).replace("--from=0", "--from=0‸"), "base")).toBe(
    lines("FROM debian AS base", "FROM debian", "COPY --from=base /a /b", "COPY --from=base /c /d"),
  );
});

test("a stage without a name gets one at its number", () => {
  expect(renamed(lines("FROM debian", "FROM debian", "COPY --from=‸0 /a /b"), "base")).toBe(
    lines("FROM debian AS base", "FROM debian", "COPY --from=base /a /b"),
  );
});
