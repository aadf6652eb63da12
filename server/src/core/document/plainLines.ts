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
  readonly name: string;
  readonly nameRange: FlatRange;
  readonly value: string | undefined;
  readonly valueRange: FlatRange | undefined;
}
/** What a line holds besides its keyword and its text. */
export interface TypedParts {
  readonly flags: readonly TypedFlag[];
  readonly properties: readonly TypedProperty[];
  readonly image: FlatRange | undefined;
  readonly stageName: FlatRange | undefined;
}

export const noParts: TypedParts = { flags: [], properties: [], image: undefined, stageName: undefined };

/** A word in which nothing has to be interpreted: no quote, escape, comment or here-document. */
const plainWord = /[^\s"'`\\#<>]+/y;
/** `NAME=value`, or `NAME="value"` with blanks between the quotes. */
const plainProperty = /[^\s"'`\\#<>]+(?:(?<==)(?:"(?: |[^\s"'`\\#<>])*"|'(?: |[^\s"'`\\#<>])*')(?![^ \t]))?/y;
const blanks = /[ \t]+/y;
const propertyShape = /^[A-Za-z_][\w.-]*$/;

/**
 * Reads a line of plain words, as nearly all lines are, at a fraction of what dockerfile-ast takes for it.
 * @param from behind the keyword
 * @returns undefined for a line with anything in it that has to be interpreted
 */
export function readPlainParts(keyword: string, line: string, from: number): TypedParts | undefined {
  switch (keyword) {
    case "FROM": {
      const flags = readFlags(line, from);
      const words = flags && readWords(plainWord, line, flags.at(-1)?.end ?? from);
      return words && fromParts(line, flags, words);
    }
    case "ENV":
    case "LABEL":
    case "ARG": {
      const words = readWords(plainProperty, line, from);
      const properties = words?.flatMap((word) => propertyAt(line, word, keyword) ?? []);
      const isWhole = properties && properties.length > 0 && properties.length === words?.length;
      return isWhole ? { ...noParts, properties } : undefined;
    }
    default: {
      const flags = readFlags(line, from);
      return flags && { ...noParts, flags };
    }
  }
}

/** The words up to the end of the line; undefined when one of them is not of this kind. */
function readWords(kind: RegExp, line: string, from: number): readonly FlatRange[] | undefined {
  const words: FlatRange[] = [];
  let at = skip(blanks, line, from);
  while (at < line.length) {
    const end = skip(kind, line, at);
    if (end === at) return undefined;
    words.push({ start: at, end });
    at = skip(blanks, line, end);
  }
  return words;
}

/** The `--name=value` words behind the keyword. */
function readFlags(line: string, from: number): readonly TypedFlag[] | undefined {
  const flags: TypedFlag[] = [];
  let at = skip(blanks, line, from);
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
  const [image, as, stageName, ...others] = words;
  if (!image || others.length > 0) return undefined;
  if (!as) return { ...noParts, flags, image };
  const isNamed = stageName && line.slice(as.start, as.end).toUpperCase() === "AS";
  return isNamed ? { ...noParts, flags, image, stageName } : undefined;
}

function propertyAt(line: string, word: FlatRange, keyword: string): TypedProperty | undefined {
  const text = line.slice(word.start, word.end);
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  if (!propertyShape.test(name) || equals === text.length - 1) return undefined;
  const nameRange = { start: word.start, end: word.start + name.length };
  if (equals < 0)
    return keyword === "ARG"
      ? { ...word, name, nameRange, value: undefined, valueRange: undefined }
      : undefined;
  const valueRange = { start: nameRange.end + 1, end: word.end };
  return { ...word, name, nameRange, value: text.slice(equals + 1), valueRange };
}

function skip(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}
