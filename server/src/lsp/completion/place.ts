import type { ArgInstruction, Dockerfile, FromInstruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import { parseReference } from "../../core/images/reference.ts";
import type { ImageReference } from "../../core/images/types.ts";
import { cursorAt, type Word } from "./cursor.ts";

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
  const cursor = cursorAt(dockerfile, offset);
  if (cursor?.kind !== "argument" || cursor.word.isBroken || cursor.instruction.isOnbuildTrigger)
    return undefined;
  const { instruction, word, words } = cursor;
  if (instruction.keyword === "FROM") {
    const place = words[0] === word ? placeInWord(unquoted(word), offset, instruction) : undefined;
    return place?.kind === "tag" && isStage(dockerfile, instruction, place) ? undefined : place;
  }
  return instruction.keyword === "ARG" ? placeInDefault(dockerfile, instruction, word, offset) : undefined;
}

type TextAt = Pick<Word, "start" | "text">;

function unquoted({ start, text }: TextAt): TextAt {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return { start, text };
  const end = text.indexOf(quote, 1);
  return { start: start + 1, text: text.slice(1, end < 0 ? text.length : end) };
}

/** Which part of the name of an image the offset stands in. */
export function placeInWord(
  { start, text }: TextAt,
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
function placeInDefault(
  dockerfile: Dockerfile,
  arg: ArgInstruction,
  word: Word,
  offset: number,
): Place | undefined {
  const [, name, equals = ""] = /^([A-Za-z_]\w*)(=)/.exec(word.text) ?? [];
  if (name === undefined || !dockerfile.globalArgs.includes(arg)) return undefined;
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
