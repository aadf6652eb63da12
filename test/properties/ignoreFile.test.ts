import fc from "fast-check";
import { expect, test } from "vitest";
import { buildContext } from "../../server/src/core/context/buildContext.ts";
import { readIgnoreFile } from "../../server/src/core/context/ignoreFile.ts";
import { ignoreMatcher } from "../../server/src/core/context/ignoreMatcher.ts";

const { PROPERTY_RUNS: wishedRuns, PROPERTY_SEED: wishedSeed } = process.env;
const runs = Number(wishedRuns ?? 300);
const seed = Number(wishedSeed ?? (wishedRuns === undefined ? 20_260_101 : Date.now() % 2 ** 31));

const names = ["a", "b", "ab", "ba", "a.b", "c", "x1"];
const part = fc.constantFrom(
  ...names,
  "*",
  "**",
  "?",
  "a*",
  "*b",
  "a*b",
  "[ab]",
  "[^a]",
  "a**",
  "**b",
  "a**b",
  "a\\.b",
);
const pattern = fc
  .tuple(fc.boolean(), fc.array(part, { minLength: 1, maxLength: 4 }))
  .map(([isException, parts]) => (isException ? "!" : "") + parts.join("/"));
const patterns = fc.array(pattern, { maxLength: 6 });
const path = fc
  .array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));
const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 12 });

/** Looks at every pattern for every folder on the way, with a regular expression each. */
function slowly(lines: readonly string[], file: string): boolean {
  const parts = file.split("/");
  let held = lines.map(() => false);
  let isIgnored = false;
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const here = parts.slice(0, depth).join("/");
    const before = held;
    isIgnored = false;
    held = lines.map((line, at) => {
      const isException = line.startsWith("!");
      const holds = before[at] || (isException === isIgnored && matchesSlowly(line.replace("!", ""), here));
      if (holds) isIgnored = !isException;
      return holds === true;
    });
  }
  return isIgnored;
}

function matchesSlowly(text: string, here: string): boolean {
  const plain = (words: string) => !/[*?[\\]/.test(words);
  if (text.startsWith("**") && plain(text.slice(2)))
    return here.endsWith(text.slice(2)) || (text[2] === "/" && here === text.slice(3));
  if (text.endsWith("**") && plain(text.slice(0, -2))) return here.startsWith(text.slice(0, -2));
  const source = text.replace(/\*\*\/?$|\*\*\/?|\*|\?|\\.|\./g, (piece, at: number) => {
    if (piece.startsWith("**")) return at + piece.length === text.length ? ".*" : "(.*/)?";
    return piece === "*" ? "[^/]*" : piece === "?" ? "[^/]" : piece === "." ? "\\." : piece;
  });
  return new RegExp(`^${source}$`).test(here);
}

test("an ignore file drops what an obvious implementation drops", () => {
  fc.assert(
    fc.property(patterns, paths, (lines, files) => {
      const read = readIgnoreFile(lines.join("\n")).flatMap(({ pattern: one }) => one ?? []);
      const matcher = ignoreMatcher(read);
      const expected = files.filter((file) => slowly(lines, file));
      expect(files.filter(matcher.isIgnored)).toEqual(expected);
    }),
    { numRuns: runs * 10, seed },
  );
});

test("a context agrees with the matcher, whatever is asked first", () => {
  fc.assert(
    fc.property(patterns, paths, fc.boolean(), (lines, all, isBackwards) => {
      const files = all.filter((file) => !all.some((other) => other.startsWith(`${file}/`)));
      const text = lines.join("\n");
      const context = buildContext({
        files: files.map((file) => ({ path: file, bytes: 1 })),
        ignore: { path: ".dockerignore", text },
        contents: new Map(),
        complete: true,
      });
      const { isIgnored } = ignoreMatcher(readIgnoreFile(text).flatMap(({ pattern: one }) => one ?? []));
      const kept = files.filter((file) => !isIgnored(file));
      const asked = isBackwards ? [...files].reverse() : files;
      for (const file of asked) expect(context.isIgnored(file), file).toBe(isIgnored(file));
      expect(context.size("") ?? 0).toBe(kept.length);
      expect([...context.files("")].sort()).toEqual([...kept].sort());
    }),
    { numRuns: runs * 3, seed },
  );
});
