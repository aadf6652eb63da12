import { filling, type Template, templatesOf } from "./templates.ts";

/** What the engine says, in another language. The engine itself says it in English and knows nothing of this. */
export interface Catalogue {
  /** The folder of the rules' pages in the repository. */
  readonly pages: string;
  /** By id: what a rule reports, and the sentences that it alone says. */
  readonly rules: Readonly<Record<string, RuleTexts>>;
  /** Sentences of several rules, and of what is no rule. */
  readonly texts: Readonly<Record<string, string>>;
  /** Where figures come from, and what is not known of them. */
  readonly notes: Readonly<Record<string, string>>;
  /** What is put into sentences and is made of words itself: lists, amounts, kinds of things. */
  readonly parts: Readonly<Record<string, string>>;
}

interface RuleTexts {
  readonly summary: string;
  readonly texts?: Readonly<Record<string, string>>;
}

export interface Translation {
  readonly text: string;
  /** The entries of the catalogue that it is made of. */
  readonly keys: readonly string[];
}

/** Undefined for what the catalogue does not have. `area` is the id of a rule, whose own sentences are tried first. */
export type Translator = (text: string, area?: string) => Translation | undefined;

export function translatorOf({ rules, texts, parts }: Omit<Catalogue, "pages" | "notes">): Translator {
  const byRule = new Map<string, readonly Template[]>();
  const shared = indexed(templatesOf(texts));
  const words = templatesOf(parts);

  function own(area: string): readonly Template[] {
    const known = byRule.get(area);
    const found = known ?? templatesOf(Object.hasOwn(rules, area) ? (rules[area]?.texts ?? {}) : {});
    if (!known) byRule.set(area, found);
    return found;
  }

  function part(text: string): Translation {
    return ofAll(clausesOf(text), (clause) => translated([words], clause)) ?? { text, keys: [] };
  }

  /** By the template that says most; by one of the first list where two say as much. */
  function translated(lists: readonly (readonly Template[])[], text: string): Translation | undefined {
    const [best] = lists.flatMap((templates) => firstFit(templates, text) ?? []).sort(byWeight);
    return best && filled(best.template, best.values, part);
  }

  function sentence(text: string, area: string): Translation | undefined {
    return translated([own(area), ...shared(text)], text);
  }

  return (text, area = "") => {
    const clauses = clausesOf(text);
    const all = clauses.length > 1 ? ofAll(clauses, (clause) => sentence(clause, area)) : undefined;
    return all ?? sentence(text, area);
  };
}

/** For where figures come from: what is put into such a note may stand alone as well. */
export function noteTranslatorOf({ notes, parts }: Pick<Catalogue, "notes" | "parts">): Translator {
  return translatorOf({ rules: {}, texts: { ...parts, ...notes }, parts });
}

/** What semicolons divide, but for those in brackets. */
function clausesOf(text: string): readonly string[] {
  const clauses: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth !== 0 || !text.startsWith("; ", at)) continue;
    clauses.push(text.slice(start, at));
    start = at + 2;
  }
  return [...clauses, text.slice(start)];
}

/** Undefined when one of them has no translation. */
function ofAll(
  clauses: readonly string[],
  translate: (clause: string) => Translation | undefined,
): Translation | undefined {
  const all = clauses.flatMap((clause) => translate(clause) ?? []);
  if (all.length < clauses.length) return undefined;
  return { text: all.map(({ text }) => text).join("；"), keys: all.flatMap(({ keys }) => keys) };
}

interface Fit {
  readonly template: Template;
  readonly values: ReadonlyMap<number, string>;
}

function firstFit(templates: readonly Template[], text: string): Fit | undefined {
  for (const template of templates) {
    const values = filling(template, text);
    if (values) return { template, values };
  }
  return undefined;
}

function byWeight(a: Fit, b: Fit): number {
  return b.template.weight - a.template.weight;
}

/** By their first word, so that few have to be tried; those that begin with a hole fit any text. */
function indexed(templates: readonly Template[]): (text: string) => readonly (readonly Template[])[] {
  const byWord = new Map<string, Template[]>();
  const open: Template[] = [];
  for (const template of templates) {
    const word = firstWord(template);
    const same = word === undefined ? open : (byWord.get(word) ?? []);
    same.push(template);
    if (word !== undefined) byWord.set(word, same);
  }
  return (text) => [byWord.get(text.split(" ", 1)[0] ?? "") ?? [], open];
}

function firstWord({ literals: [first = ""], holes }: Template): string | undefined {
  const blank = first.indexOf(" ");
  if (blank > 0) return first.slice(0, blank);
  return holes.length === 0 ? first : undefined;
}

const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

function filled(
  { key, wording }: Template,
  values: ReadonlyMap<number, string>,
  part: (text: string) => Translation,
): Translation {
  const keys = [key];
  let text = "";
  let isProse = false;
  for (const [at, piece] of wording.split(/(\{\d\*?\})/).entries()) {
    const isHole = at % 2 === 1;
    if (!isHole) {
      text +=
        isProse && endsInChinese(text) && / [^\x20-\x7e]/.test(piece.slice(0, 2)) ? piece.slice(1) : piece;
      isProse = false;
      continue;
    }
    const value = values.get(Number(piece[1])) ?? "";
    isProse = piece.endsWith("*}");
    const inserted = isProse ? part(value) : { text: value, keys: [] };
    keys.push(...inserted.keys);
    // Between Chinese and Latin words there is a blank, between Chinese ones there is none.
    const isDoubled = isProse && chinese.test(inserted.text.charAt(0)) && text.endsWith(" ");
    text = (isDoubled ? text.slice(0, -1) : text) + inserted.text;
  }
  return { text, keys };
}

function endsInChinese(text: string): boolean {
  return chinese.test(text.charAt(text.length - 1));
}
