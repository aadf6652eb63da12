import type { Dockerfile } from "../../core/document/dockerfile.ts";
import type { Word } from "./cursor.ts";
import type { WordRequest } from "./request.ts";

/** The part of a `name=value` that the cursor stands in, in ENV or LABEL. */
export type PropertyPlace = PropertyName | PropertyValue;

export interface PropertyName {
  readonly kind: "name";
  readonly start: number;
  readonly end: number;
  /** No value stands behind it, so that one can be written along. */
  readonly isAlone: boolean;
}

export interface PropertyValue {
  readonly kind: "value";
  readonly name: string;
  /** Without quotes, as `end` is. */
  readonly start: number;
  readonly end: number;
}

/** Undefined inside of what quotes hold together, and in the value of `NAME value`, which takes the rest of the line. */
export function propertyAt({ place, offset, outcome }: WordRequest): PropertyPlace | undefined {
  const { words, word, isJson } = place;
  const [first] = words;
  const { escape } = outcome.analysis.facts.dockerfile;
  if (isJson || !first || !free(words, escape).includes(word)) return undefined;
  if (first !== word && !first.text.includes("=")) return undefined;
  const property = partAt(words, word, offset);
  // In front of a quote, or behind the one that closes.
  return property.start <= offset && offset <= property.end ? property : undefined;
}

function partAt(words: readonly Word[], word: Word, offset: number): PropertyPlace {
  const [first, second] = words;
  const equals = word.text.indexOf("=");
  if (equals >= 0 && offset > word.start + equals) return valueIn(word, equals);
  const name = withoutQuotes(word.text.slice(0, equals < 0 ? undefined : equals));
  const isLegacy = first === word && second?.text.includes("=") === false;
  const start = word.start + name.start;
  const isAlone = equals < 0 && name.start === 0 && !isLegacy;
  return { kind: "name", start, end: start + name.text.length, isAlone };
}

/** Names that the other words of the instruction set. */
export function otherNames(
  { words, word }: { readonly words: readonly Word[]; readonly word: Word },
  { escape }: Pick<Dockerfile, "escape">,
): readonly string[] {
  return free(words, escape).flatMap((one) =>
    one === word ? [] : withoutQuotes(one.text.split("=", 1)[0] ?? "").text,
  );
}

/** The words that begin outside of quotes: blanks between quotes divide words here, but not for Docker. */
function free(words: readonly Word[], escape: string): readonly Word[] {
  let quote = "";
  return words.filter(({ text }) => {
    const isFree = quote === "";
    for (let at = 0; at < text.length; at += 1) {
      const char = text[at] ?? "";
      if (char === escape && quote !== "'") at += 1;
      else if (quote === "" && (char === "'" || char === '"')) quote = char;
      else if (char === quote) quote = "";
    }
    return isFree;
  });
}

function valueIn({ text, start }: Word, equals: number): PropertyValue {
  const value = withoutQuotes(text.slice(equals + 1));
  const from = start + equals + 1 + value.start;
  const name = withoutQuotes(text.slice(0, equals)).text;
  return { kind: "value", name, start: from, end: from + value.text.length };
}

function withoutQuotes(text: string): { readonly text: string; readonly start: number } {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return { text, start: 0 };
  const end = text.indexOf(quote, 1);
  return { text: text.slice(1, end < 0 ? undefined : end), start: 1 };
}
