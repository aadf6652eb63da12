import { readIgnoreFile } from "../context/ignoreFile.ts";
import { ignoreMatcher } from "../context/ignoreMatcher.ts";

/** True when the patterns, which are those of .dockerignore, take in the path. Malformed ones take in nothing. */
export function matchesPath(patterns: readonly string[], path: string): boolean {
  if (patterns.length === 0) return false;
  const lines = readIgnoreFile(patterns.join("\n"));
  return ignoreMatcher(lines.flatMap(({ pattern }) => pattern ?? [])).isIgnored(path);
}
