import { describe, expect, test } from "vitest";
import { readIgnoreFile } from "../../../server/src/core/context/ignoreFile.ts";
import { ignoreMatcher } from "../../../server/src/core/context/ignoreMatcher.ts";

function isIgnored(text: string, path: string): boolean {
  const lines = readIgnoreFile(text);
  expect(lines.filter(({ pattern }) => !pattern).map(({ text: line }) => line)).toEqual([]);
  return ignoreMatcher(lines.flatMap(({ pattern }) => pattern ?? [])).isIgnored(path);
}

/** What an ignore file drops, and what it lets through. */
type Case = readonly [text: string, dropped: string, kept: string];

function cases(name: string, rows: readonly Case[]): void {
  describe(name, () => {
    test.each(rows)("%j", (text, dropped, kept) => {
      const paths = (words: string) => words.split(" ").filter(Boolean);
      for (const path of paths(dropped)) expect(isIgnored(text, path), `drops ${path}`).toBe(true);
      for (const path of paths(kept)) expect(isIgnored(text, path), `keeps ${path}`).toBe(false);
    });
  });
}

cases("names", [
  ["", "", "a a/b"],
  ["a", "a a/b a/b/c", "b b/a aa A"],
  ["a/b", "a/b a/b/c", "a b x/a/b"],
  ["Readme", "Readme", "README readme"],
  ["a.b", "a.b", "axb"],
  ["a+(b)$", "a+(b)$", "aab"],
]);

cases("how lines are written", [
  ["# a\n\n   \nb", "b", "a # "],
  [" # a", "", "a"],
  ["a#b", "a#b", "a"],
  ["  a\t ", "a", ""],
  ["a\r\nb\r\n", "a b", ""],
  ["\uFEFFa", "a", ""],
  ["\uFEFF# x\na", "a", ""],
  ["a\n\uFEFFb", "a", "b"],
  ["/a", "a a/b", "x/a"],
  ["//a//b/", "a/b", "a"],
  ["./a", "a", ""],
  ["a/", "a a/b", ""],
  ["a/./b/../c", "a/c", "a/b"],
  ["../a", "", "a"],
  [".", "", "a"],
  ["/", "", "a"],
  ["b\n! a", "b", "a"],
]);

cases("wildcards within one part of the path", [
  ["*", "a a/b .x", ""],
  ["*.log", "x.log .log x.log/y", "a/x.log xlog"],
  ["*/*.log", "a/x.log", "x.log a/b/x.log"],
  ["a*", "a ab a/b", "ba"],
  ["a*c", "ac abc abc/x", "a/c ab/c"],
  ["a?c", "abc aéc a😀c", "ac a/c abbc"],
  ["?", "a é", "ab"],
  ["*/temp*", "x/temporary x/temp/y", "temp x/y/temp"],
]);

cases("classes and escapes", [
  ["[a-c]x", "ax bx cx/y", "dx x"],
  ["[^a-c]x", "dx éx /x".replace("/x", ""), "ax x"],
  // A negated class is the one thing besides ** that a slash may stand for.
  ["a[^b]c", "axc a/c", "abc"],
  ["[!a]x", "!x ax", "bx"],
  ["[a\\-c]x", "ax -x cx", "bx"],
  ["[\\]]x", "]x", "[x"],
  ["[é-ü]", "é ö", "z"],
  ["\\*x", "*x", "ax"],
  ["\\!a", "!a", "a"],
  ["\\#a", "#a", "a"],
  ["a\\d", "a1", "ad a\\d"],
  ["a]*", "a]b", "ab"],
]);

cases("** stands for any number of folders", [
  ["**", "a a/b", ""],
  ["**/", "a a/b", ""],
  ["**/*", "a a/b", ""],
  ["**/a", "a x/a x/y/a x/a/b", "xa a1"],
  ["**/a/b", "a/b x/a/b", "a b x/b"],
  ["a/**", "a/b a/b/c", "a ab"],
  ["a/**/b", "a/b a/x/b a/x/y/b/z", "ab a/xb"],
  ["a/**/*.c", "a/x.c a/b/x.c", "x.c a/x.h"],
  ["**/*.c", "x.c a/b/x.c", "x.h"],
  ["**/a*b", "ab x/axb", "a/b"],
  ["**/a/**", "a/b x/a/b", "a x/a"],
  // Next to anything but a slash, it is compared as text at either end, and stands for folders in the middle.
  ["a**", "a ab a/b ab/c", "ba"],
  ["**a", "a ba x/ba", "ab/c"],
  ["a**b", "ab a/b ax/b a/x/b", "axb"],
  ["a***", "a ab a/b", "b"],
]);

cases("exceptions", [
  ["*\n!a", "b b/a", "a a/b"],
  ["a\n!a/b", "a a/c", "a/b a/b/c"],
  ["*.md\n!README.md", "x.md", "README.md a/x.md"],
  ["*.md\n!README*.md\nREADME-secret.md", "x.md README-secret.md", "README.md"],
  ["!a\na", "a a/b", ""],
  ["a\n!**/*.c", "a a/b", "a/x.c a/b/x.c"],
  ["**\n!a/**", "a b", "a/b a/b/c"],
  ["*\n!*/", "", "a b"],
  ["a\n!a\na/b", "a/b", "a a/c"],
  ["!a/b\na", "a/b", ""],
  ["*\n!a/b/c", "a a/b a/x a/b/x", "a/b/c a/b/c/d"],
  // A line that changes nothing at the folder is not remembered for what is in the folder.
  ["a/b\n!a", "a/b a/b/c", "a a/c"],
  ["a\na/b\n!a", "", "a a/b"],
]);

describe("malformed patterns, with which every build fails", () => {
  test.each(["[", "[a", "[]", "[]a]", "[a-]", "[-a]", "[z-a]", "a\\", "!", "! ", "a\\y", "\\é"])(
    "%j",
    (text) => {
      expect(readIgnoreFile(text).map(({ pattern }) => pattern)).toEqual([undefined]);
    },
  );

  test("a line that is too long to be read", () => {
    const [line] = readIgnoreFile("a".repeat(70_000));
    expect(line?.pattern).toBeUndefined();
  });
});

test("every line knows where it stands and how it was written", () => {
  const lines = readIgnoreFile("# first\n\n  /a/ \r\n!b\n");
  expect(lines.map(({ line, text, pattern }) => [line, text, pattern?.text, pattern?.isException])).toEqual([
    [2, "  /a/ ", "a", false],
    [3, "!b", "b", true],
  ]);
});

describe("patterns that cost", () => {
  const path = `${"a".repeat(200)}/${"ab".repeat(100)}`;

  test.each([
    "*a".repeat(300),
    `**/${"*a".repeat(300)}c`,
    `${"**/".repeat(300)}*c`,
    `a${"[^b]*".repeat(200)}c`,
  ])("no path takes long: %#", (text) => {
    expect(isIgnored(text, `${path}/x`)).toBe(false);
  });

  test("of thousands of patterns only those are tried that may match", () => {
    const text = Array.from(
      { length: 20_000 },
      (_, at) => [`d${at}`, `**/n${at}`, `t${at}/**`, `*.x${at}`][at % 4],
    );
    let tried = 0;
    const patterns = readIgnoreFile(text.join("\n")).flatMap(({ pattern }) =>
      pattern
        ? [
            {
              ...pattern,
              matches(candidate: string) {
                tried += 1;
                return pattern.matches(candidate);
              },
            },
          ]
        : [],
    );
    const matcher = ignoreMatcher(patterns);
    for (let at = 0; at < 1000; at += 1) matcher.isIgnored(`t1/a/b/file${at}.ts`);
    expect(matcher.isIgnored("d4/x")).toBe(true);
    expect(matcher.isIgnored("a/n5/x")).toBe(true);
    expect(matcher.isIgnored("t6/x")).toBe(true);
    expect(matcher.isIgnored("y.x7")).toBe(true);
    expect(tried).toBeLessThan(20);
  });
});
