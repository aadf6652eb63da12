import { applyEdits, areApplicable } from "../../core/edits/apply.ts";
import type { Edit } from "../../core/edits/fix.ts";
import type { Span } from "../../core/edits/span.ts";
import { type FileVariable, touches } from "./variables.ts";

/** A text that is written inside another file, with a way back for each of its characters. */
export interface PlacedText {
  readonly text: string;
  /**
   * Where each UTF-16 unit of `text` begins in the file, and behind them where the last one ends; ascending, and strictly
   * so but in the values of variables.
   */
  readonly places: readonly number[];
}

/** How text is written at that place of the file. */
export type Writing =
  /** A literal block of YAML: each line behind `indent`. */
  | { readonly kind: "block"; readonly indent: string; readonly eol: string }
  /** Between double quotes, with the escapes of JSON. */
  | { readonly kind: "quoted" }
  /** So that no edit is known to mean the same there. */
  | { readonly kind: "unknown" };

/** A Dockerfile inside another file. */
export interface InlineDockerfile extends PlacedText {
  /** What in the file it belongs to: `services.web`, `target.app`. */
  readonly owner: string;
  /** The build context as the file states it, relative to the file's folder; undefined when it is no folder of this machine. */
  readonly context: string | undefined;
  readonly writing: Writing;
  readonly dollars: Dollars;
  /** What the file puts into the text before the builder sees it. */
  readonly variables: readonly FileVariable[];
}

/** Which dollar signs the file wants doubled: all of them (compose), or those in front of a brace (bake). */
export type Dollars = "all" | "before braces";

/** Where a span of the Dockerfile stands in the file. */
export function spanInFile({ places }: PlacedText, { start, end }: Span): Span {
  const first = placeAt(places, start);
  return { start: first, end: Math.max(first, placeAt(places, end)) };
}

/** The character of the Dockerfile that stands at an offset of the file; undefined outside of it. */
export function offsetInline({ places }: PlacedText, offset: number): number | undefined {
  const [first = 0] = places;
  const last = places.at(-1) ?? 0;
  if (offset < first || offset > last) return undefined;
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    // Between two characters stands what belongs to neither, such as indentation: the later one is meant.
    if ((places[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part of the Dockerfile that a span of the file touches; undefined when it touches none. */
export function spanInline(inline: PlacedText, { start, end }: Span): Span | undefined {
  const first = inline.places[0] ?? 0;
  const last = inline.places.at(-1) ?? 0;
  const from = offsetInline(inline, Math.max(start, first));
  const to = offsetInline(inline, Math.min(end, last));
  return from === undefined || to === undefined || from > to ? undefined : { start: from, end: to };
}

/**
 * The same change in the file.
 * @param edits sorted and disjoint, of the Dockerfile
 * @param file the text that the places belong to
 * @returns undefined when it is not certain what the file would mean then
 */
export function editsInFile(
  inline: InlineDockerfile,
  edits: readonly Edit[],
  file: string,
): readonly Edit[] | undefined {
  const { writing, variables } = inline;
  if (writing.kind === "unknown" || edits.some(({ span }) => touches(span, variables))) return undefined;
  // What is written anew may hold a variable of the file, which must not be taken for one of the Dockerfile.
  if (variables.length > 0 && edits.some(({ text }) => text.includes("$"))) return undefined;
  const written =
    writing.kind === "block"
      ? inBlock(inline, writing, edits, file)
      : edits.map((edit) => inQuotes(inline, edit));
  return written && areApplicable(file, written) ? written : undefined;
}

function inQuotes(inline: InlineDockerfile, { span, text }: Edit): Edit {
  const doubled = withDoubledDollars(inline.dollars, text);
  return { span: spanInFile(inline, span), text: JSON.stringify(doubled).slice(1, -1) };
}

function inBlock(
  inline: InlineDockerfile,
  { indent, eol }: Extract<Writing, { kind: "block" }>,
  edits: readonly Edit[],
  file: string,
): readonly Edit[] | undefined {
  const settled = edits.map((edit) => withoutLastBreak(inline.text, edit));
  if (!areApplicable(inline.text, settled)) return undefined;
  const after = applyEdits(inline.text, settled);
  // The first line tells YAML how far the block is indented.
  if (after.trim() === "" || (beginsBlank(after) && !beginsBlank(inline.text))) return undefined;
  return settled.map((edit) => {
    const span = spanInFile(inline, edit.span);
    const next = inline.text.charAt(edit.span.end);
    const lines = withDoubledDollars(inline.dollars, edit.text).split("\n");
    const text = lines
      .map((line, index) => {
        const isBlank = line === "" && (index < lines.length - 1 || next === "\n" || next === "");
        return index === 0 || isBlank ? line : indent + line;
      })
      .join(eol);
    return { span, text: missingIndent(inline.text, edit, span, { indent, file }) + text };
  });
}

function beginsBlank(text: string): boolean {
  return /^\n*[ \t]/.test(text);
}

/**
 * The line break at the very end is left where it is: what follows it in the file is no part of the Dockerfile. An edit
 * that ends behind it moves in front of it.
 */
function withoutLastBreak(text: string, { span, text: replacement }: Edit): Edit {
  if (span.end < text.length) return { span, text: replacement };
  if (!text.endsWith("\n")) return { span, text: replacement.replace(/\n+$/, "") };
  const end = text.length - 1;
  if (span.start > end && replacement === "") return { span: { start: end, end }, text: "" };
  if (span.start > end) return { span: { start: end, end }, text: `\n${replacement.replace(/\n$/, "")}` };
  if (replacement.endsWith("\n")) return { span: { start: span.start, end }, text: replacement.slice(0, -1) };
  const takesLines = replacement === "" && span.start > 0 && text.charAt(span.start - 1) === "\n";
  return { span: { start: takesLines ? span.start - 1 : span.start, end }, text: replacement };
}

/** A blank line need not be indented; what comes to stand in its place has to be. */
function missingIndent(
  text: string,
  { span: { start } }: Edit,
  span: Span,
  { indent, file }: { readonly indent: string; readonly file: string },
): string {
  if (start > 0 && text.charAt(start - 1) !== "\n") return "";
  const column = span.start - (file.lastIndexOf("\n", span.start - 1) + 1);
  return indent.slice(column);
}

function placeAt(places: readonly number[], offset: number): number {
  return places[Math.min(Math.max(offset, 0), places.length - 1)] ?? 0;
}

function withDoubledDollars(dollars: Dollars, text: string): string {
  return dollars === "all" ? text.replaceAll("$", "$$$$") : text.replaceAll("${", "$$${");
}
