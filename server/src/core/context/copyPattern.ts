import { type CodeRange, type GlobToken, matchesTokens, readClass, readEscape } from "./glob.ts";

/** A COPY or ADD source, part by part of its path: plain text, or a pattern. */
export type CopyPatternPart = string | CopyWildcard;

export interface CopyWildcard {
  matches(name: string): boolean;
}

/**
 * Reads a source as BuildKit does, with Go's `path/filepath.Match`: `*`, `?` and classes stay within one part of the
 * path, and `**` is no more than `*`.
 * @returns undefined for a malformed pattern, which matches nothing
 */
export function readCopyPattern(source: string): readonly CopyPatternPart[] | undefined {
  const parts: CopyPatternPart[] = [];
  for (const part of source.split("/")) {
    if (part === "" || part === ".") continue;
    const read = hasWildcard(part) ? readWildcard(part) : part;
    if (read === undefined) return undefined;
    parts.push(read);
  }
  return parts;
}

export function hasWildcard(source: string): boolean {
  return /[*?[]/.test(source.replace(/\\./g, ""));
}

function readWildcard(part: string): CopyWildcard | undefined {
  const tokens: GlobToken[] = [];
  for (let at = 0; at < part.length; ) {
    const read = readOne(part, at);
    if (!read) return undefined;
    tokens.push(read.token);
    at = read.end;
  }
  return { matches: (name) => matchesTokens(tokens, name) };
}

function readOne(part: string, at: number): { readonly token: GlobToken; readonly end: number } | undefined {
  switch (part[at]) {
    case "*":
      return { token: { kind: "some" }, end: at + 1 };
    case "?":
      return { token: { kind: "one" }, end: at + 1 };
    case "[":
      return readClass(part, at, itself);
    case "\\": {
      const read = readEscape(part, at, itself);
      return read && { token: { kind: "class", isNegated: false, ranges: read.ranges }, end: read.end };
    }
    default: {
      const code = part.codePointAt(at) ?? 0;
      return { token: { kind: "text", code }, end: at + (code > 0xffff ? 2 : 1) };
    }
  }
}

function itself(code: number): readonly CodeRange[] {
  return [[code, code]];
}
