import { type IgnorePattern, readIgnorePattern } from "./ignorePattern.ts";
import { cleanPath } from "./paths.ts";

/** One line of an ignore file that says something. */
export interface IgnoreLine {
  /** As written, without the line break. */
  readonly text: string;
  /** Counted from 0. */
  readonly line: number;
  /** Undefined when it is malformed, which makes every build fail. */
  readonly pattern: IgnorePattern | undefined;
}

/** The longest line, in bytes, that Go's line scanner takes. */
const longestLine = 65_535;

/**
 * The lines of a .dockerignore but for comments and blank ones, read as moby/patternmatcher/ignorefile does: a `#`
 * makes a comment in the first column only, what stands around a pattern or its `!` is trimmed, paths are cleaned and
 * lose one leading slash.
 */
export function readIgnoreFile(text: string): readonly IgnoreLine[] {
  const lines: IgnoreLine[] = [];
  for (const [line, written] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const trimmed = written.startsWith("#") ? "" : trimSpace(written);
    if (trimmed !== "")
      lines.push({
        text: written.replace(/\r$/, ""),
        line,
        pattern: written.length > longestLine ? undefined : readPattern(trimmed),
      });
  }
  return lines;
}

function readPattern(trimmed: string): IgnorePattern | undefined {
  const sign = trimmed.startsWith("!") ? "!" : "";
  const path = trimSpace(trimmed.slice(sign.length));
  // Cleaning may bring another `!` or blank to the front, which then counts.
  const cleaned = cleanPath(trimSpace(sign + (path === "" ? "" : withoutRoot(cleanPath(path)))));
  const isException = cleaned.startsWith("!");
  const text = isException ? cleaned.slice(1) : cleaned;
  return text === "" ? undefined : readIgnorePattern(text, isException);
}

function withoutRoot(path: string): string {
  return path.length > 1 && path.startsWith("/") ? path.slice(1) : path;
}

/** What Go's `strings.TrimSpace` leaves: a byte order mark, which JavaScript trims, is no blank. */
function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start])) start += 1;
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isSpace(character = ""): boolean {
  return /[\t-\r\u0085\p{Z}]/u.test(character);
}
