import type { ArgInstruction, Dockerfile, FromInstruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import { parseReference } from "../../core/images/reference.ts";
import type { ImageReference } from "../../core/images/types.ts";

/** Where an image is being named, and which part of it. `span` is what a choice replaces; it lies in one line. */
export type Place = NamePlace | TagPlace;

export interface NamePlace {
  readonly kind: "name";
  readonly span: Span;
  /** The FROM before which a stage has to stand; undefined in the default of an ARG, where none can be named. */
  readonly from: FromInstruction | undefined;
  /** Stages have numbers, too. */
  readonly takesNumbers?: true;
}

export interface TagPlace {
  readonly kind: "tag";
  /** With the digest, which belongs to the tag that is replaced. */
  readonly span: Span;
  /** The repository, without a tag. */
  readonly reference: ImageReference;
}

/** In FROM, or in the default of an ARG that a FROM is made of. Undefined elsewhere, and where variables are. */
export function imagePlaceAt(dockerfile: Dockerfile, offset: number): Place | undefined {
  const instruction = lastOf(dockerfile.instructions, ({ span }) => span.start <= offset);
  if (instruction?.keyword === "FROM") {
    const word = wordAt(dockerfile, instruction, offset);
    const isImage = word?.before.every((flag) => flag.startsWith("--")) && !word.text.startsWith("--");
    const place = word && isImage ? placeInWord(unquoted(word), offset, instruction) : undefined;
    return place?.kind === "tag" && isStage(dockerfile, instruction, place) ? undefined : place;
  }
  return instruction?.keyword === "ARG" ? placeInDefault(dockerfile, instruction, offset) : undefined;
}

interface Word {
  readonly start: number;
  readonly text: string;
}

/** The word that the offset stands in or at, which may be empty, and the words of the instruction before it. */
function wordAt(
  { text, escape }: Dockerfile,
  { keywordSpan, span }: FromInstruction | ArgInstruction,
  offset: number,
): (Word & { readonly before: readonly string[] }) | undefined {
  if (offset <= keywordSpan.end || /[\r\n]/.test(text.slice(span.end, Math.max(span.end, offset))))
    return undefined;
  const lines = text.slice(keywordSpan.end, offset).split("\n");
  const current = lines.pop() ?? "";
  // A comment between continued lines.
  if (lines.length > 0 && current.trimStart().startsWith("#")) return undefined;
  const joined = lines
    .filter((line, at) => at === 0 || !line.trimStart().startsWith("#"))
    .map((line) => (line.trimEnd().endsWith(escape) ? line.trimEnd().slice(0, -1) : line))
    .join("");
  // A word that is continued has no place of its own in one line.
  if (/\S$/.test(joined) && /^\S/.test(current)) return undefined;
  const typed = current.split(/\s/).at(-1) ?? "";
  const rest = /^\S*/.exec(text.slice(offset, lineEnd(text, offset)))?.[0] ?? "";
  const isContinued =
    rest.endsWith(escape) && /^\s*$/.test(text.slice(offset + rest.length, lineEnd(text, offset)));
  return {
    start: offset - typed.length,
    text: typed + (isContinued ? rest.slice(0, -1) : rest),
    before: `${joined} ${current.slice(0, current.length - typed.length)}`.split(/\s+/).filter(Boolean),
  };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

function unquoted({ start, text }: Word): Word {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return { start, text };
  const end = text.indexOf(quote, 1);
  return { start: start + 1, text: text.slice(1, end < 0 ? text.length : end) };
}

/** Which part of the name of an image the offset stands in. */
export function placeInWord(
  { start, text }: Word,
  offset: number,
  from?: FromInstruction,
): Place | undefined {
  const at = offset - start;
  const digest = text.indexOf("@");
  if (at < 0 || at > text.length || text.includes("$") || (digest >= 0 && at > digest)) return undefined;
  const name = digest < 0 ? text : text.slice(0, digest);
  const colon = name.lastIndexOf(":") > name.lastIndexOf("/") ? name.lastIndexOf(":") : name.length;
  if (at <= colon) return { kind: "name", span: { start, end: start + colon }, from };
  const reference = parseReference(name.slice(0, colon));
  return (
    reference && { kind: "tag", span: { start: start + colon + 1, end: start + text.length }, reference }
  );
}

function isStage({ stages }: Dockerfile, from: FromInstruction, { reference }: TagPlace): boolean {
  return stages.some(
    ({ name, from: other }) => other.index < from.index && name?.value.toLowerCase() === reference.familiar,
  );
}

/** `ARG IMAGE=node:22` for `FROM $IMAGE`, and `ARG VERSION=22` for `FROM node:$VERSION`. */
function placeInDefault(dockerfile: Dockerfile, arg: ArgInstruction, offset: number): Place | undefined {
  const word = wordAt(dockerfile, arg, offset);
  const [, name, equals = ""] = /^([A-Za-z_]\w*)(=)/.exec(word?.text ?? "") ?? [];
  if (!word || name === undefined || !dockerfile.globalArgs.includes(arg)) return undefined;
  const skipped = name.length + equals.length;
  const value = unquoted({ start: word.start + skipped, text: word.text.slice(skipped) });
  if (offset < value.start || offset > value.start + value.text.length || value.text.includes("$"))
    return undefined;
  for (const { from } of dockerfile.stages) {
    const [variable, braced, bare] = /\$(?:\{(\w+)\}|(\w+))$/.exec(from.image?.text ?? "") ?? [];
    if (variable === undefined || (braced ?? bare) !== name) continue;
    const before = from.image?.text.slice(0, -variable.length) ?? "";
    if (before === "") return placeInWord(value, offset);
    const reference = before.endsWith(":") ? parseReference(before.slice(0, -1)) : undefined;
    if (reference)
      return { kind: "tag", span: { start: value.start, end: value.start + value.text.length }, reference };
  }
  return undefined;
}
