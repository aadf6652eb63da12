/** One piece of a pattern. Ranges are of code points, both ends inside. */
export type GlobToken =
  | { readonly kind: "text"; readonly code: number }
  /** `?`: one character that is no slash. */
  | { readonly kind: "one" }
  /** `*`: any number of characters that are no slash. */
  | { readonly kind: "some" }
  | { readonly kind: "class"; readonly isNegated: boolean; readonly ranges: readonly CodeRange[] }
  /** `**` in front of something: nothing, or anything that ends in a slash. */
  | { readonly kind: "folders" }
  /** `**` at the end: anything. */
  | { readonly kind: "rest" };

export type CodeRange = readonly [first: number, last: number];

const slash = 47;

/** True when the tokens match the whole path. Takes at most path × tokens steps, whatever the pattern. */
export function matchesTokens(tokens: readonly GlobToken[], path: string): boolean {
  let states = newStates(tokens);
  let next = newStates(tokens);
  enter(states, 0);
  for (let at = 0; at < path.length && states.places.length > 0; ) {
    const code = path.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    next.places.length = 0;
    next.round += 1;
    for (const place of states.places) advance(place, code, next);
    [states, next] = [next, states];
  }
  return states.places.includes(tokens.length);
}

/** Places in the pattern at which the text read so far may stand. */
interface States {
  readonly tokens: readonly GlobToken[];
  readonly places: number[];
  /** The round in which a place was last added. */
  readonly added: number[];
  round: number;
}

function newStates(tokens: readonly GlobToken[]): States {
  return { tokens, places: [], added: [], round: 1 };
}

function stay(states: States, place: number): void {
  if (states.added[place] === states.round) return;
  states.added[place] = states.round;
  states.places.push(place);
}

/** Adds a place, and those behind it as long as each token may stand for nothing. */
function enter(states: States, place: number): void {
  for (let at = place; ; at += 1) {
    stay(states, at);
    const kind = states.tokens[at]?.kind;
    if (kind !== "some" && kind !== "folders" && kind !== "rest") return;
  }
}

function advance(place: number, code: number, next: States): void {
  const token = next.tokens[place];
  switch (token?.kind) {
    case "text":
      if (token.code === code) enter(next, place + 1);
      return;
    case "one":
      if (code !== slash) enter(next, place + 1);
      return;
    case "class":
      if (token.ranges.some(([first, last]) => first <= code && code <= last) !== token.isNegated)
        enter(next, place + 1);
      return;
    case "some":
      if (code !== slash) enter(next, place);
      return;
    case "rest":
      enter(next, place);
      return;
    case "folders":
      // What comes next may begin behind a slash only.
      stay(next, place);
      if (code === slash) enter(next, place + 1);
      return;
    case undefined:
  }
}

/** A character or class with the place behind it in the pattern; undefined where the pattern is malformed. */
export interface ReadToken {
  readonly token: GlobToken;
  readonly end: number;
}

/**
 * Reads `[a-z]` or `[^a]` as Go's `path/filepath.Match` does, which is stricter than shells: `-` and `]` have to be
 * escaped, `!` does not negate.
 * @param at the place of the `[`
 */
export function readClass(pattern: string, at: number, escaped: ReadEscape): ReadToken | undefined {
  const isNegated = pattern[at + 1] === "^";
  const ranges: CodeRange[] = [];
  for (let end = isNegated ? at + 2 : at + 1; end < pattern.length; ) {
    if (pattern[end] === "]" && ranges.length > 0)
      return { token: { kind: "class", isNegated, ranges }, end: end + 1 };
    const first = readClassCharacter(pattern, end, escaped);
    if (!first) return undefined;
    end = first.end;
    if (pattern[end] !== "-") {
      ranges.push(...first.ranges);
      continue;
    }
    const last = readClassCharacter(pattern, end + 1, escaped);
    const from = first.ranges[0]?.[0];
    const to = last?.ranges[0]?.[1];
    if (!last || from === undefined || to === undefined) return undefined;
    ranges.push([from, to]);
    end = last.end;
  }
  return undefined;
}

/** The code points that a backslash and this character stand for; undefined when that is an error. */
export type ReadEscape = (code: number) => readonly CodeRange[] | undefined;

interface ReadRanges {
  readonly ranges: readonly CodeRange[];
  readonly end: number;
}

function readClassCharacter(pattern: string, at: number, escaped: ReadEscape): ReadRanges | undefined {
  const first = pattern[at];
  if (first === undefined || first === "-" || first === "]") return undefined;
  if (first === "\\") return readEscape(pattern, at, escaped);
  const code = pattern.codePointAt(at) ?? 0;
  return { ranges: [[code, code]], end: at + (code > 0xffff ? 2 : 1) };
}

/** Reads `\x`; `at` is the place of the backslash. */
export function readEscape(pattern: string, at: number, escaped: ReadEscape): ReadRanges | undefined {
  const code = pattern.codePointAt(at + 1);
  const ranges = code === undefined ? undefined : escaped(code);
  return code === undefined || !ranges ? undefined : { ranges, end: at + (code > 0xffff ? 3 : 2) };
}
