/** An English sentence with holes, taken apart: what stands before, between and behind them. */
export interface Template {
  /** As the catalogue has it. */
  readonly key: string;
  /** One more than there are holes. */
  readonly literals: readonly string[];
  /** The numbers of the holes, in the order in which they stand. */
  readonly holes: readonly number[];
  /** The same in the other language, with `{0}` for what is put in as it is and `{0*}` for what is translated first. */
  readonly wording: string;
  /** How much of a text that fits is given by the template. */
  readonly weight: number;
}

/** Those that say most come first, so that the most particular one that fits is taken. */
export function templatesOf(texts: Readonly<Record<string, string>>): readonly Template[] {
  return Object.entries(texts)
    .map(([key, wording]) => ({ key, wording, ...parsed(key) }))
    .sort((a, b) => b.weight - a.weight);
}

function parsed(key: string): Pick<Template, "literals" | "holes" | "weight"> {
  const parts = key.split(/\{(\d)\}/);
  const literals = parts.filter((_, at) => at % 2 === 0);
  return {
    literals,
    holes: parts.filter((_, at) => at % 2 === 1).map(Number),
    weight: literals.reduce((sum, { length }) => sum + length, 0),
  };
}

/**
 * What stands in the holes, by number; undefined when the text is another sentence. Each literal is looked for once,
 * from left to right, so the time is that of reading the text.
 */
export function filling(
  { literals, holes }: Template,
  text: string,
): ReadonlyMap<number, string> | undefined {
  const [first = "", ...others] = literals;
  if (holes.length === 0) return text === first ? new Map() : undefined;
  if (!text.startsWith(first)) return undefined;
  const found = new Map<number, string>();
  let start = first.length;
  for (const [at, literal] of others.entries()) {
    const isLast = at === others.length - 1;
    const end = isLast ? text.length - literal.length : text.indexOf(literal, start);
    if (end < start || !text.startsWith(literal, end)) return undefined;
    const value = text.slice(start, end);
    const hole = holes[at] ?? 0;
    if (found.has(hole) && found.get(hole) !== value) return undefined;
    found.set(hole, value);
    start = end + literal.length;
  }
  return found;
}
