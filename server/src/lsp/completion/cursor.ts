import type { Dockerfile, Instruction } from "../../core/document/dockerfile.ts";
import type { Comment, Heredoc } from "../../core/document/logicalLines.ts";
import type { Span } from "../../core/edits/span.ts";
import { lastOf } from "../../core/facts/lastOf.ts";

/** What the cursor stands in. */
export type Cursor = CommentCursor | KeywordCursor | ArgumentCursor | BodyCursor;

export interface CommentCursor {
  readonly kind: "comment";
  /** From the `#` to the end of the line. */
  readonly span: Comment["span"];
  /** A parser directive may stand here. */
  readonly isPreamble: boolean;
}

/** The first word of a line, or the word behind ONBUILD; it may be empty. */
export interface KeywordCursor {
  readonly kind: "keyword";
  readonly span: Span;
  readonly isTrigger: boolean;
  /** Something follows in the same instruction. */
  readonly hasArguments: boolean;
  readonly isPreamble: boolean;
}

/** A word behind the keyword, which may be empty. */
export interface ArgumentCursor {
  readonly kind: "argument";
  readonly instruction: Instruction;
  /** Words that begin with `--` in front of all others, the one at the cursor included. */
  readonly flags: readonly Word[];
  /** The others, the one at the cursor included; for a JSON form its strings. */
  readonly words: readonly Word[];
  readonly isJson: boolean;
  /** In front of the first word that is no flag: a flag may stand here. */
  readonly isAmongFlags: boolean;
  readonly word: Word;
}

/** The body of a here-document. */
export interface BodyCursor {
  readonly kind: "body";
  readonly instruction: Instruction;
  readonly heredoc: Heredoc;
}

export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** It goes on over the end of a line. */
  readonly isBroken: boolean;
}

/** Takes time linear in the instruction. Undefined where nothing can be said, as between the strings of a JSON form. */
export function cursorAt(dockerfile: Dockerfile, offset: number): Cursor | undefined {
  const { text, instructions } = dockerfile;
  const outer = lastOf(instructions, ({ span }) => span.start <= offset);
  const heredoc = outer?.heredocs.find(
    ({ body, terminator }) => body.start <= offset && offset <= (terminator ?? body).end,
  );
  const inner = outer?.keyword === "ONBUILD" ? outer.trigger : outer;
  if (outer && heredoc) return inner && { kind: "body", instruction: inner, heredoc };
  const line = lineAt(text, offset);
  const content = line.start + Math.max(0, text.slice(line.start, line.end).search(/\S|$/));
  const isPreamble = line.start <= preambleEnd(dockerfile);
  if (text[content] === "#" && content < offset)
    return { kind: "comment", span: { start: content, end: line.end }, isPreamble };
  if (outer && reaches(dockerfile, outer, offset))
    return isBehindContinuation(dockerfile, line, offset) ? undefined : insideOf(dockerfile, outer, offset);
  if (content < line.end) return undefined;
  const span = { start: offset, end: offset };
  return { kind: "keyword", span, isTrigger: false, hasArguments: false, isPreamble };
}

/** Behind the character at the end of a line, which would go on no more. */
function isBehindContinuation({ text, escape }: Dockerfile, line: Span, offset: number): boolean {
  const isLast = text.slice(offset, line.end).trim() === "" && line.end < text.length;
  return isLast && text.slice(line.start, offset).trimEnd().endsWith(escape);
}

function lineAt(text: string, offset: number): Span {
  const end = text.indexOf("\n", offset);
  const stop = end < 0 ? text.length : end;
  return {
    start: offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1,
    end: stop > offset && text[stop - 1] === "\r" ? stop - 1 : stop,
  };
}

/** Where the first line begins that is no directive. */
function preambleEnd({ text, directives }: Dockerfile): number {
  const last = directives.at(-1);
  if (!last) return 0;
  const feed = text.indexOf("\n", last.span.end);
  return feed < 0 ? text.length : feed + 1;
}

/** The instruction goes on up to the offset, which is not before it. */
function reaches({ text, escape }: Dockerfile, { span, heredocs }: Instruction, offset: number): boolean {
  const [heredoc] = heredocs;
  if (heredoc) return offset < heredoc.body.start;
  if (offset <= span.end || !text.slice(span.end, offset).includes("\n")) return true;
  // What follows a continuation at the end of the file: blank lines and comments, or the parser had read on.
  return text[span.end - 1] === escape && text[span.end - 2] !== escape;
}

function insideOf(dockerfile: Dockerfile, outer: Instruction, offset: number): Cursor | undefined {
  const { text } = dockerfile;
  const isOnbuild = outer.keyword === "ONBUILD" && offset > outer.keywordSpan.end;
  const trigger = outer.keyword === "ONBUILD" && isOnbuild ? outer.trigger : undefined;
  if (isOnbuild && (!trigger || offset < trigger.keywordSpan.start)) {
    const isBlank = text.slice(outer.keywordSpan.end, offset).trim() === "";
    if (!isBlank || trigger) return undefined;
    const span = { start: offset, end: offset };
    return { kind: "keyword", span, isTrigger: true, hasArguments: false, isPreamble: false };
  }
  const instruction = trigger ?? outer;
  const { keywordSpan: span } = instruction;
  const words = wordsBehind(dockerfile, instruction, Math.max(offset, instruction.span.end));
  if (offset > span.end) return argumentAt(dockerfile, instruction, words, offset);
  if (text.slice(span.start, span.end).includes("\n")) return undefined;
  const hasArguments = words.length > 0;
  const isPreamble = !trigger && span.start <= preambleEnd(dockerfile);
  return { kind: "keyword", span, isTrigger: trigger !== undefined, hasArguments, isPreamble };
}

function argumentAt(
  { text }: Dockerfile,
  instruction: Instruction,
  all: readonly Word[],
  offset: number,
): ArgumentCursor | undefined {
  const firstOther = all.findIndex((word) => !word.text.startsWith("--"));
  const count = firstOther < 0 ? all.length : firstOther;
  const flags = all.slice(0, count);
  const first = all[count];
  const isJson = first?.text.startsWith("[") === true;
  const words =
    isJson && first ? stringsIn(text, first.start, all.at(-1)?.end ?? first.end, offset) : all.slice(count);
  const isAtWord = ({ start, end }: Word) => start <= offset && offset <= end;
  const isAmongFlags = !first || offset <= (first.text.startsWith("-") ? first.end : first.start);
  const found = flags.find(isAtWord) ?? words.find(isAtWord);
  if (found) return { kind: "argument", instruction, flags, words, isJson, isAmongFlags, word: found };
  if (isJson && first && offset > first.start) return undefined;
  const word: Word = { start: offset, end: offset, text: "", isBroken: false };
  const before = words.filter(({ end }) => end < offset);
  const behind = words.slice(before.length);
  return {
    kind: "argument",
    instruction,
    flags,
    words: [...before, word, ...behind],
    isJson,
    isAmongFlags,
    word,
  };
}

/** The words behind the keyword, continued lines joined, comments left out. */
function wordsBehind(
  { text, escape }: Dockerfile,
  { keywordSpan, heredocs }: Instruction,
  end: number,
): readonly Word[] {
  const to = heredocs[0]?.body.start ?? end;
  const words: Word[] = [];
  let word: { readonly start: number; end: number; text: string; isBroken: boolean } | undefined;
  const close = (): void => {
    if (word) words.push(word);
    word = undefined;
  };
  let at = keywordSpan.end;
  while (at < to) {
    const char = text[at] ?? "";
    const next = char === escape ? continuedAt(text, at + 1) : undefined;
    if (next !== undefined) {
      at = next;
      continue;
    }
    if (/\s/.test(char)) close();
    else if (word) {
      word.isBroken ||= at !== word.end;
      word.text += char;
      word.end = at + 1;
    } else word = { start: at, end: at + 1, text: char, isBroken: false };
    at += 1;
  }
  close();
  return words;
}

const lineBreak = /[ \t]*\r?\n/y;
const takenOut = /(?:[ \t\r]*(?:#[^\n]*)?\n)*(?:[ \t]*#[^\n]*$)?/y;

/** Where the text goes on behind a continuation character; undefined when it is none. */
function continuedAt(text: string, from: number): number | undefined {
  lineBreak.lastIndex = from;
  if (!lineBreak.test(text)) return undefined;
  takenOut.lastIndex = lineBreak.lastIndex;
  return takenOut.test(text) ? takenOut.lastIndex : undefined;
}

/** What stands between the quotes. A string that is not closed ends at the cursor, or at the end of its line. */
function stringsIn(text: string, start: number, end: number, offset: number): readonly Word[] {
  const stop = Math.max(end, offset);
  return [...text.slice(start, stop).matchAll(/"((?:[^"\\\r\n]|\\.)*)("?)/g)].map((match) => {
    const from = start + match.index + 1;
    const to = from + (match[1] ?? "").length;
    const isOpen = match[2] === "" && from <= offset && offset < to;
    const until = isOpen ? offset : to;
    return { start: from, end: until, text: text.slice(from, until), isBroken: false };
  });
}

/** The word up to the cursor. */
export function typedOf({ word }: ArgumentCursor, offset: number): string {
  return word.text.slice(0, offset - word.start);
}
