// Compose and bake put variables of their own into the text of a Dockerfile, before the builder sees it.
import type { Span } from "../../core/edits/span.ts";
import type { Dollars, InlineDockerfile, PlacedText } from "./inlineText.ts";

/** A place of the Dockerfile that the file has a variable for. */
export interface FileVariable {
  readonly span: Span;
  /** The Dockerfile has the value there that the file states; else what is written in the file. */
  readonly isKnown: boolean;
}

/**
 * The text as the builder gets it: doubled dollar signs are single ones, and variables have their values.
 * @param valueOf the value of what stands in the braces or behind the dollar sign; undefined when it is not known
 */
export function asBuilt(
  { text, places }: PlacedText,
  dollars: Dollars,
  valueOf: (expression: string) => string | undefined,
): PlacedText & { readonly variables: readonly FileVariable[] } {
  if (!text.includes("$")) return { text, places, variables: [] };
  const doubled = dollars === "all" ? "$$" : "$${";
  let built = "";
  const kept: number[] = [];
  const variables: FileVariable[] = [];
  const add = (written: string, from: number, to: number): void => {
    built += written;
    const [first = 0, last = 0] = [places[from], places[to - 1]];
    for (let at = 0; at < written.length; at += 1)
      kept.push(written.length === to - from ? (places[from + at] ?? 0) : Math.min(first + at, last));
  };
  for (let at = 0; at < text.length; ) {
    const end =
      text[at] === "$" && !text.startsWith(doubled, at) ? endOfVariable(text, at, dollars) : undefined;
    if (end === undefined) {
      add(text.charAt(at), at, at + 1);
      at += text.startsWith(doubled, at) ? 2 : 1;
      continue;
    }
    const value = valueOf(text.slice(at + 1, end).replace(/^\{(.*)\}$/, "$1"));
    const isKnown = value !== undefined && !/[\n$]/.test(value);
    const start = built.length;
    add(isKnown ? value : text.slice(at, end), at, end);
    variables.push({ span: { start, end: built.length }, isKnown });
    at = end;
  }
  kept.push(places[text.length] ?? 0);
  return { text: built, places: kept, variables };
}

/** What is found where the text is known: what stands in a variable's place is not what the builder gets. */
export function aboutKnownText<T extends { readonly span: Span }>(
  { variables }: Pick<InlineDockerfile, "variables">,
  findings: readonly T[],
): readonly T[] {
  const unknown = variables.filter(({ isKnown }) => !isKnown);
  return unknown.length === 0 ? findings : findings.filter(({ span }) => !touches(span, unknown));
}

export function touches({ start, end }: Span, variables: readonly FileVariable[]): boolean {
  return variables.some(({ span }) => start < span.end && end > span.start);
}

function endOfVariable(text: string, at: number, dollars: Dollars): number | undefined {
  if (text[at + 1] === "{") return endOfBraces(text, at + 1);
  const name = dollars === "all" ? /^\$[A-Za-z_]\w*/.exec(text.slice(at, at + 200)) : undefined;
  return name ? at + name[0].length : undefined;
}

/** Behind the brace that belongs to this one, on the same line. */
function endOfBraces(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}
