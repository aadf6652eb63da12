import type { IgnorePattern } from "./ignorePattern.ts";
import { nameIn } from "./paths.ts";

/** What a list of patterns makes of one path, and what has to be known for the paths below it. */
export interface Verdict {
  readonly isIgnored: boolean;
  /** Places in the list of the patterns that matched here or above, in order. */
  readonly matched: readonly number[];
  /** Everything below is judged the same. */
  readonly isSettled: boolean;
}

/** Judges paths from the top down, as BuildKit does while it walks the context. */
export interface IgnoreMatcher {
  /** The verdict on the context itself. */
  readonly root: Verdict;
  /** The verdict on a path by the one on its folder. */
  below(folder: Verdict, path: string): Verdict;
  isIgnored(path: string): boolean;
}

/**
 * A pattern that matches a folder holds for all that is below. The last pattern that holds decides; but a pattern that
 * would change nothing at a folder is not remembered for what is below it: after `a/b`, the line `!a` takes back
 * neither `a/b` nor anything in it. Patterns are found by the last or first part of the path where they name one, so
 * that thousands of them cost little.
 */
export function ignoreMatcher(patterns: readonly IgnorePattern[]): IgnoreMatcher {
  const candidates = indexOf(patterns);
  const lastException = patterns.findLastIndex(({ isException }) => isException);
  const root: Verdict = { isIgnored: false, matched: [], isSettled: patterns.length === 0 };

  function below(folder: Verdict, path: string): Verdict {
    if (folder.isSettled) return folder;
    const found = candidates(path);
    if (found.length === 0) return folder;
    const inherited = new Set(folder.matched);
    const matched: number[] = [];
    let isIgnored = false;
    for (const place of [...new Set([...folder.matched, ...found])].sort((a, b) => a - b)) {
      const isException = patterns[place]?.isException === true;
      if (!inherited.has(place) && isException !== isIgnored) continue;
      matched.push(place);
      isIgnored = !isException;
    }
    return { isIgnored, matched, isSettled: isIgnored && (matched.at(-1) ?? -1) > lastException };
  }

  function isIgnored(path: string): boolean {
    let verdict = root;
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
      verdict = below(verdict, path.slice(0, end));
    return below(verdict, path).isIgnored;
  }

  return { root, below, isIgnored };
}

/** Finds the places of the patterns that match a path itself, in no special order. */
function indexOf(patterns: readonly IgnorePattern[]): (path: string) => readonly number[] {
  const byPath = new Map<string, number[]>();
  const byName = new Map<string, number[]>();
  const byTop = new Map<string, number[]>();
  const byExtension = new Map<string, number[]>();
  const byDepth = new Map<number, number[]>();
  const anywhere: number[] = [];
  for (const [place, { shape }] of patterns.entries()) {
    switch (shape.kind) {
      case "path":
        add(byPath, shape.text, place);
        break;
      case "name":
        add(byName, shape.text, place);
        break;
      case "top":
        add(byTop, shape.text, place);
        break;
      case "extension":
        add(byExtension, shape.text, place);
        break;
      case "depth":
        add(byDepth, shape.parts, place);
        break;
      case "any":
        anywhere.push(place);
    }
  }
  return (path) => {
    const found: number[] = [];
    const look = (places: readonly number[] = []): void => {
      for (const place of places) if (patterns[place]?.matches(path)) found.push(place);
    };
    if (byPath.size > 0) look(byPath.get(path));
    if (byName.size > 0) look(byName.get(nameIn(path)));
    if (byTop.size > 0) look(byTop.get(topOf(path)));
    if (byExtension.size > 0) look(byExtension.get(path.slice(path.lastIndexOf(".") + 1)));
    if (byDepth.size > 0) look(byDepth.get(depthOf(path)));
    if (anywhere.length > 0) look(anywhere);
    return found;
  };
}

function add<Key>(index: Map<Key, number[]>, key: Key, place: number): void {
  const places = index.get(key);
  if (places) places.push(place);
  else index.set(key, [place]);
}

function topOf(path: string): string {
  const end = path.indexOf("/");
  return end < 0 ? path : path.slice(0, end);
}

function depthOf(path: string): number {
  let depth = 1;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) depth += 1;
  return depth;
}
