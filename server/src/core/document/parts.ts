import type { Flag, Mount, Part, Property } from "./dockerfile.ts";
import { type FlatText, sourceSpan } from "./flatText.ts";
import type { TypedFlag, TypedProperty } from "./plainLines.ts";

export function partOf(flat: FlatText, start: number, end: number): Part {
  const text = flat.text.slice(start, end);
  return { text, value: unquote(text), span: sourceSpan(flat, start, end) };
}

export function wordsOf(body: FlatText): readonly Part[] {
  const { text } = body;
  const words: Part[] = [];
  for (let at = endOf(blanks, text, 0); at < text.length; ) {
    const end = endOf(word, text, at);
    words.push(partOf(body, at, end));
    at = endOf(blanks, text, end);
  }
  return words;
}

const word = /\S*/y;
const blanks = /\s*/y;

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

export function flagOf(flat: FlatText, flag: TypedFlag): Flag {
  return {
    name: flag.name,
    value: flag.value,
    span: sourceSpan(flat, flag.start, flag.end),
    valueSpan: flag.valueRange && sourceSpan(flat, flag.valueRange.start, flag.valueRange.end),
  };
}

export function mountOf(flag: Flag): Mount {
  const options = new Map<string, string>();
  for (const field of (flag.value ?? "").split(",")) {
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    if (key !== "") options.set(key, equals < 0 ? "true" : unquote(field.slice(equals + 1)));
  }
  return {
    flag,
    type: options.get("type") ?? "bind",
    target: options.get("target") ?? options.get("dst") ?? options.get("destination"),
    from: options.get("from"),
    options,
  };
}

export function propertyOf(flat: FlatText, property: TypedProperty): Property {
  const { start, end, valueRange } = property;
  const name = nameOf(flat, property);
  const value = valueRange && partOf(flat, valueRange.start, valueRange.end);
  return {
    name,
    value: value ?? (property.hasValue ? emptyPart(name.span.end) : undefined),
    span: sourceSpan(flat, start, end),
  };
}

function nameOf(flat: FlatText, { nameRange: { start, end }, name }: TypedProperty): Part {
  const text = flat.text.slice(start, end);
  // dockerfile-ast puts names together letter by letter, which takes thirty times the room until it is compared.
  const value = name === undefined || name === text ? text : name;
  return { text, value, span: sourceSpan(flat, start, end) };
}

function emptyPart(at: number): Part {
  return { text: "", value: "", span: { start: at, end: at } };
}

/** Takes off one layer of quotes; text that is quoted in the middle keeps them. */
export function unquote(text: string): string {
  const first = text[0];
  if (text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first)) {
    const inner = text.slice(1, -1);
    if (!inner.includes(first)) return inner;
  }
  return text;
}
