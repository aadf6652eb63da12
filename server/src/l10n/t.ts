/** English texts, with `{0}`, `{1}` … for what is put into them → the same in another language. */
export type Words = Readonly<Record<string, string>>;

/** English needs no table: it is what stands in the sources. */
export const english: Words = {};

let words = english;

/** What a user reads, in the language of the user; English where the table does not have it. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return (words[text] ?? text).replace(/\{(\d)\}/g, (hole, at) => String(values[Number(at)] ?? hole));
}

/** A text of a table in the sources: a function, for the language is not known yet when a file is loaded. */
export type Says = () => string;

/** The table in use. */
export function spoken(): Words {
  return words;
}

/** From now on. A process speaks one language: that of the editor or the terminal that it was started for. */
export function speak(table: Words): void {
  words = table;
}

/** For as long as `say` takes, so that its answer depends on nothing but what it is given. */
export function speaking<T>(table: Words, say: () => T): T {
  const usual = words;
  words = table;
  try {
    return say();
  } finally {
    words = usual;
  }
}
