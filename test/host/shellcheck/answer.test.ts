import { expect, test } from "vitest";
import { readAnswer } from "../../../server/src/host/shellcheck/answer.ts";
import { comment } from "./fixture.ts";

function read(text: string, ...comments: readonly unknown[]) {
  return readAnswer(JSON.stringify({ comments }), text);
}

/** The words that a comment from (line, column) to (endLine, endColumn) is about. */
function wordsAt(text: string, [line, column, endLine, endColumn]: readonly number[]) {
  return read(text, { ...comment, line, column, endLine, endColumn }).map(({ span }) =>
    text.slice(span.start, span.end),
  );
}

test("gives code, weight, words and place", () => {
  expect(read("cd foo\nls", comment)).toEqual([
    {
      code: "SC2164",
      severity: "warning",
      message: "say what happens when this fails",
      span: { start: 0, end: 6 },
      edits: [],
    },
  ]);
});

test.each([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "information"],
  ["style", "hint"],
])("weighs %s as %s", (level, severity) => {
  expect(read("cd foo", { ...comment, level })).toMatchObject([{ severity }]);
});

test.each<[string, string, readonly number[], string]>([
  ["later lines", "a\nbb cc", [2, 4, 2, 6], "cc"],
  ["tabs as one column", "\tls $x", [1, 5, 1, 7], "$x"],
  ["characters beyond the first plane", "echo 🐳🚢 $x", [1, 9, 1, 11], "$x"],
  ["letters with accents", "echo é $x", [1, 8, 1, 10], "$x"],
  ["several lines", "if x\nthen", [1, 4, 2, 3], "x\nth"],
  ["an empty place", "ls $x", [1, 4, 1, 4], "$"],
  ["an empty place at the end", "ls $x", [1, 6, 1, 6], "x"],
  ["a place behind the line", "ls\nls", [1, 2, 1, 99], "s"],
])("finds %s", (_, text, place, words) => {
  expect(wordsAt(text, place)).toEqual([words]);
});

test("shortens what is too long for a squiggle, and keeps it on one line", () => {
  const [found] = read("cd foo", { ...comment, message: `Word\nword ${"word ".repeat(40)}` });
  expect(found?.message).toMatch(/^word word .* …$/);
  expect(found?.message.length).toBeLessThan(120);
});

test.each([
  ["POSIX does not know this", "POSIX does not know this"],
  ["In POSIX sh this is unknown.", "in POSIX sh this is unknown"],
  ["$x is unknown.", "$x is unknown"],
])("keeps names as they are: %s", (given, message) => {
  expect(read("cd foo", { ...comment, message: given })).toMatchObject([{ message }]);
});

test("takes over a remedy as edits in order", () => {
  const replacements = [
    { line: 1, column: 7, endLine: 1, endColumn: 7, replacement: " || exit" },
    { line: 1, column: 1, endLine: 1, endColumn: 3, replacement: "pushd" },
  ];
  expect(read("cd foo", { ...comment, fix: { replacements } })).toMatchObject([
    {
      edits: [
        { span: { start: 0, end: 2 }, text: "pushd" },
        { span: { start: 6, end: 6 }, text: " || exit" },
      ],
    },
  ]);
});

test.each([
  [{ replacements: "all" }],
  [{ replacements: [{ line: 1, column: 1, endLine: 1, endColumn: 3 }] }],
  [{ replacements: [null] }],
  [
    {
      replacements: [
        { line: 1, column: 1, endLine: 1, endColumn: 4, replacement: "a" },
        { line: 1, column: 2, endLine: 1, endColumn: 5, replacement: "b" },
      ],
    },
  ],
])("has no remedy in %j, but the problem", (fix) => {
  expect(read("cd foo", { ...comment, fix })).toMatchObject([{ code: "SC2164", edits: [] }]);
});

test.each([
  [null],
  [7],
  [{}],
  [{ ...comment, line: 9 }],
  [{ ...comment, line: 0 }],
  [{ ...comment, column: -1 }],
  [{ ...comment, endColumn: "7" }],
  [{ ...comment, column: 5, endColumn: 2 }],
  [{ ...comment, level: "fatal" }],
  [{ ...comment, code: "2164\n" }],
  [{ ...comment, message: ["x"] }],
])("leaves out what makes no sense: %j", (given) => {
  expect(read("cd foo", given, comment)).toHaveLength(1);
});

test.each(["", "nonsense", "[]", "null", "{}", '{"comments":7}', '{"comments":['])("refuses %j", (output) => {
  expect(() => readAnswer(output, "cd foo")).toThrow();
});

test("ends a list that nobody would read", () => {
  expect(read("cd foo", ...Array.from({ length: 5_000 }, () => comment))).toHaveLength(200);
});
