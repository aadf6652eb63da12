/** Flat offsets into a line. */
export interface FlatRange {
  readonly start: number;
  readonly end: number;
}
export interface TypedFlag extends FlatRange {
  readonly name: string;
  readonly value: string | undefined;
  readonly valueRange: FlatRange | undefined;
}
export interface TypedProperty extends FlatRange {
  /** Undefined where it is what stands there. */
  readonly name: string | undefined;
  readonly nameRange: FlatRange;
  /** Without a range it is empty. */
  readonly hasValue: boolean;
  readonly valueRange: FlatRange | undefined;
}
/** What a line holds besides its keyword and its text. */
export interface TypedParts {
  readonly flags: readonly TypedFlag[];
  readonly properties: readonly TypedProperty[];
  readonly image: FlatRange | undefined;
  readonly stageName: FlatRange | undefined;
}

const none: readonly never[] = [];
export const noParts: TypedParts = { flags: none, properties: none, image: undefined, stageName: undefined };

/** A word in which nothing has to be interpreted: no quote, escape, comment or here-document. */
const plainWord = /[^\s"'`\\#<>]+/y;
/** `NAME=value`, or `NAME="value"` with blanks between the quotes. */
const plainProperty = /[^\s"'`\\#<>]+(?:(?<==)(?:"(?: |[^\s"'`\\#<>])*"|'(?: |[^\s"'`\\#<>])*')(?![^ \t]))?/y;
const blanks = /[ \t]+/y;
const propertyName = /[A-Za-z_][\w.-]*/y;

/**
 * Reads a line of plain words, as nearly all lines are, at a fraction of what dockerfile-ast takes for it.
 * @param from behind the keyword
 * @returns undefined for a line with anything in it that has to be interpreted
 */
export function readPlainParts(keyword: string, line: string, from: number): TypedParts | undefined {
  switch (keyword) {
    case "FROM": {
      const flags = readFlags(line, from);
      const words = flags && readWords(line, flags.at(-1)?.end ?? from);
      return words && fromParts(line, flags, words);
    }
    case "ENV":
    case "LABEL":
    case "ARG": {
      const properties = readProperties(line, from, keyword);
      return properties && properties.length > 0 ? { ...noParts, properties } : undefined;
    }
    default: {
      const flags = readFlags(line, from);
      return flags && (flags.length > 0 ? { ...noParts, flags } : noParts);
    }
  }
}

/** The words up to the end of the line; undefined when one of them is not plain. */
function readWords(line: string, from: number): readonly FlatRange[] | undefined {
  const words: FlatRange[] = [];
  let at = skip(blanks, line, from);
  while (at < line.length) {
    const end = skip(plainWord, line, at);
    if (end === at) return undefined;
    words.push({ start: at, end });
    at = skip(blanks, line, end);
  }
  return words;
}

/** The `--name=value` words behind the keyword. */
function readFlags(line: string, from: number): readonly TypedFlag[] | undefined {
  let at = skip(blanks, line, from);
  if (!line.startsWith("--", at)) return none;
  const flags: TypedFlag[] = [];
  while (line.startsWith("--", at)) {
    const end = skip(plainWord, line, at);
    const next = skip(blanks, line, end);
    const equals = line.slice(at, end).indexOf("=");
    const nameEnd = equals < 0 ? end : at + equals;
    const name = line.slice(at + 2, nameEnd);
    // A flag that nothing follows, or without a name or a value, is somebody still typing.
    if (next === end || next === line.length || !/^[a-z]+$/i.test(name) || nameEnd + 1 === end)
      return undefined;
    const valueRange = equals < 0 ? undefined : { start: nameEnd + 1, end };
    const value = valueRange && line.slice(valueRange.start, valueRange.end);
    flags.push({ start: at, end, name: name.toLowerCase(), value, valueRange });
    at = next;
  }
  return flags;
}

function fromParts(
  line: string,
  flags: readonly TypedFlag[],
  words: readonly FlatRange[],
): TypedParts | undefined {
  const [image, as, stageName] = words;
  if (!image || words.length > 3) return undefined;
  if (!as) return { ...noParts, flags, image };
  const isNamed = stageName && line.slice(as.start, as.end).toUpperCase() === "AS";
  return isNamed ? { ...noParts, flags, image, stageName } : undefined;
}

/** The `NAME=value` words up to the end of the line. */
function readProperties(line: string, from: number, keyword: string): readonly TypedProperty[] | undefined {
  const properties: TypedProperty[] = [];
  let start = skip(blanks, line, from);
  while (start < line.length) {
    const end = skip(plainProperty, line, start);
    const nameEnd = skip(propertyName, line, start);
    const hasValue = line[nameEnd] === "=";
    const isComplete = hasValue ? nameEnd + 1 < end : nameEnd === end && keyword === "ARG";
    if (nameEnd === start || !isComplete) return undefined;
    const valueRange = hasValue ? { start: nameEnd + 1, end } : undefined;
    const nameRange = { start, end: nameEnd };
    properties.push({ start, end, name: undefined, nameRange, hasValue, valueRange });
    start = skip(blanks, line, end);
  }
  return properties;
}

function skip(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}
