import { type CodeRange, type GlobToken, matchesTokens, readClass, readEscape } from "./glob.ts";

/** One pattern of an ignore file, ready to be matched. */
export interface IgnorePattern {
  /** As it is matched: cleaned, without `!` and leading slash. */
  readonly text: string;
  /** Begins with `!`: what it matches is taken back in. */
  readonly isException: boolean;
  readonly shape: PatternShape;
  /** The pattern matches this path itself; nothing is said about what is below. */
  matches(path: string): boolean;
}

/**
 * What has to be true of a path before it is worth a closer look.
 * - `path`: it is exactly this
 * - `name`: its last part is this
 * - `top`: its first part is this
 * - `extension`: behind its last dot stands this
 * - `depth`: it has this many parts
 * - `any`: nothing
 */
export type PatternShape =
  | { readonly kind: "path" | "name" | "top" | "extension"; readonly text: string }
  | { readonly kind: "depth"; readonly parts: number }
  | { readonly kind: "any" };

/**
 * Reads one pattern as moby/patternmatcher does.
 * @returns undefined for a malformed one, with which every build fails
 */
export function readIgnorePattern(text: string, isException: boolean): IgnorePattern | undefined {
  const reading = readTokens(text);
  if (!reading) return undefined;
  return { text, isException, shape: shapeOf(text, reading), matches: matcherOf(text, reading) };
}

interface Reading {
  /**
   * How the pattern is compared. Where the pattern is but for one `**` at its end or its beginning plain text, the
   * comparison is one of strings, which makes a difference for `**` that is not next to a slash.
   */
  readonly kind: "exact" | "prefix" | "suffix" | "tokens";
  readonly tokens: readonly GlobToken[];
}

function readTokens(text: string): Reading | undefined {
  const tokens: GlobToken[] = [];
  let kind: Reading["kind"] = "exact";
  for (let at = 0; at < text.length; ) {
    const start = at;
    if (text.startsWith("**", at)) {
      at += text[at + 2] === "/" ? 3 : 2;
      const isLast = at === text.length;
      tokens.push({ kind: isLast ? "rest" : "folders" });
      kind = start === 0 ? "suffix" : isLast && kind === "exact" ? "prefix" : "tokens";
      continue;
    }
    const read = readOne(text, at);
    if (!read) return undefined;
    tokens.push(read.token);
    at = read.end;
    if (read.isSpecial) kind = "tokens";
  }
  return { kind, tokens };
}

interface ReadOne {
  readonly token: GlobToken;
  readonly end: number;
  readonly isSpecial: boolean;
}

function readOne(text: string, at: number): ReadOne | undefined {
  switch (text[at]) {
    case "*":
      return { token: { kind: "some" }, end: at + 1, isSpecial: true };
    case "?":
      return { token: { kind: "one" }, end: at + 1, isSpecial: true };
    case "[": {
      const read = readClass(text, at, escapedRanges);
      if (!read || (read.token.kind === "class" && read.token.ranges.some(([first, last]) => first > last)))
        return undefined;
      return { ...read, isSpecial: true };
    }
    case "\\": {
      const read = readEscape(text, at, escapedRanges);
      return read && { token: { kind: "class", isNegated: false, ...read }, end: read.end, isSpecial: true };
    }
    default: {
      const code = text.codePointAt(at) ?? 0;
      return {
        token: { kind: "text", code },
        end: at + (code > 0xffff ? 2 : 1),
        isSpecial: text[at] === "]",
      };
    }
  }
}

const lastCode = 0x10ffff;
const digits: readonly CodeRange[] = [[48, 57]];
const wordCharacters: readonly CodeRange[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: readonly CodeRange[] = [
  [9, 10],
  [12, 13],
  [32, 32],
];

/**
 * moby hands escapes on to Go's regular expressions, where a letter behind a backslash has a meaning of its own. Those
 * that stand for places or for more than one letter (`bin\\build` has one) match nothing here.
 */
const escapes: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ...["A", "B", "E", "P", "Q", "b", "p", "x", "z"].map((letter) => [letter, []] as const),
  ["d", digits],
  ["D", others(digits)],
  ["w", wordCharacters],
  ["W", others(wordCharacters)],
  ["s", spaces],
  ["S", others(spaces)],
  ["a", [[7, 7]]],
  ["t", [[9, 9]]],
  ["n", [[10, 10]]],
  ["v", [[11, 11]]],
  ["f", [[12, 12]]],
  ["r", [[13, 13]]],
]);

function escapedRanges(code: number): readonly CodeRange[] | undefined {
  if (code > 127) return undefined;
  const character = String.fromCodePoint(code);
  return /[A-Za-z0-9]/.test(character) ? escapes.get(character) : [[code, code]];
}

function others(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const firsts = [0, ...ranges.map(([, last]) => last + 1)];
  const lasts = [...ranges.map(([first]) => first - 1), lastCode];
  return firsts.map((first, at) => [first, lasts[at] ?? lastCode]);
}

function matcherOf(text: string, { kind, tokens }: Reading): (path: string) => boolean {
  switch (kind) {
    case "exact":
      return (path) => path === text;
    case "prefix": {
      const start = text.slice(0, -2);
      return (path) => path.startsWith(start);
    }
    case "suffix": {
      const end = text.slice(2);
      const whole = end.startsWith("/") ? end.slice(1) : undefined;
      return (path) => path.endsWith(end) || path === whole;
    }
    case "tokens": {
      const [start, end, inside] = literalParts(tokens);
      return (path) =>
        path.startsWith(start) && path.endsWith(end) && path.includes(inside) && matchesTokens(tokens, path);
    }
  }
}

/** Text that every match begins with, ends with and has somewhere: a quick test that most paths fail. */
function literalParts(tokens: readonly GlobToken[]): readonly [start: string, end: string, inside: string] {
  const runs = [""];
  for (const token of tokens) {
    if (token.kind === "text") runs.push((runs.pop() ?? "") + String.fromCodePoint(token.code));
    else runs.push("");
  }
  const inside = runs.reduce((longest, run) => (run.length > longest.length ? run : longest));
  return [runs[0] ?? "", runs.at(-1) ?? "", inside];
}

function shapeOf(text: string, { kind, tokens }: Reading): PatternShape {
  if (kind === "exact") return { kind: "path", text };
  const name = /(?:^|[^*]|(?:^|\/)\*\*)\/([^/*?[\]\\]+)$/.exec(text)?.[1];
  if (name !== undefined) return { kind: "name", text: name };
  const top = /^([^/*?[\]\\]+)\//.exec(text)?.[1];
  if (top !== undefined) return { kind: "top", text: top };
  const [, end] = literalParts(tokens);
  const extension = /\.([^./]*)$/.exec(end)?.[1];
  if (extension !== undefined) return { kind: "extension", text: extension };
  const isFixed = tokens.every(({ kind: token }) => token === "text" || token === "one" || token === "some");
  return isFixed ? { kind: "depth", parts: text.split("/").length } : { kind: "any" };
}
