import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { folds } from "../../../server/src/core/language/folds.ts";
import { lines } from "../../support/refactor.ts";

/** Kind and lines, from 1, of what is longer than a line. */
function folded(text: string): readonly string[] {
  const line = (offset: number): number => text.slice(0, offset).split("\n").length;
  return folds(parseDockerfile(text)).flatMap(({ kind, span }) => {
    const [first, last] = [line(span.start), line(span.end)];
    return first === last ? [] : [`${kind} ${first}-${last}`];
  });
}

const text = lines(
  "# syntax=docker/dockerfile:1",
  "",
  "# The tools,",
  "# for all.",
  "FROM a AS one",
  "RUN x && \\",
  "  # why",
  "  # so",
  "  y",
  "",
  "# second",
  "FROM b",
  "COPY <<A <<B /x/",
  "one",
  "A",
  "two",
  "B",
);
const expected = [
  "stage 5-9",
  "stage 12-17",
  "instruction 6-9",
  "instruction 13-17",
  "heredoc 13-15",
  "heredoc 15-17",
  "comment 3-4",
  "comment 7-8",
];

test.each([
  ["\n", text],
  ["\r\n", text.replaceAll("\n", "\r\n")],
])("stages, instructions, here-documents and comments fold, with line ends %j", (_, given) => {
  expect(folded(given)).toEqual(expected);
});

test("with a backtick for an escape character", () => {
  expect(folded("# escape=`\nFROM a\nRUN x `\n  y\n")).toEqual(["stage 2-4", "instruction 3-4"]);
});

test("a here-document without an end folds with its instruction only", () => {
  expect(folded("FROM a\nRUN <<EOF\nls\n")).toEqual(["stage 1-3", "instruction 2-3"]);
});
