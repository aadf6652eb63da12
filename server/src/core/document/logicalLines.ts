import type { Span } from "../edits/span.ts";
import { type FlatText, identityFlat, joinFlat, sourceOffset } from "./flatText.ts";
import { type HeredocOpening, heredocOpenings } from "./heredocOpenings.ts";

/** One instruction's worth of text, with everything that BuildKit takes out or reads along with it. */
export interface LogicalLine {
  /** From the first character of the keyword to the last character, here-document terminators included. */
  readonly span: Span;
  /** The instruction line itself, joined; here-document bodies are not part of it. */
  readonly flat: FlatText;
  readonly heredocs: readonly Heredoc[];
  /** Empty lines between continued lines, each with its line break. */
  readonly emptyContinuations: readonly Span[];
}

export interface Heredoc {
  readonly name: string;
  /** `<<-`: leading tabs are dropped. */
  readonly stripsTabs: boolean;
  /** False for `<<"EOF"`: variables in the body are left alone. */
  readonly expands: boolean;
  /** The body with its final line break, without the terminator. */
  readonly body: Span;
  /** The terminator line without its line break; undefined when it is missing. */
  readonly terminator: Span | undefined;
}

/** A comment line, from its `#` to the end of the line. */
export interface Comment {
  readonly span: Span;
  /** What follows the `#`, trimmed. */
  readonly text: string;
  /** True when it stands between the continued lines of an instruction. */
  readonly isInside: boolean;
}

export interface SplitText {
  readonly lines: readonly LogicalLine[];
  readonly comments: readonly Comment[];
}

/** Nearly every line has no comment, blank line or here-document in it, and thousands of empty lists take room. */
const none: readonly never[] = [];

/**
 * Splits the text as BuildKit's parser does (frontend/dockerfile/parser/parser.go): continuation lines joined,
 * comment lines and empty lines between them dropped, here-documents read along. Takes time linear in the text.
 * @param from offset of the first character behind the parser directives
 */
export function splitLogicalLines(text: string, escape: string, from: number): SplitText {
  const lines: LogicalLine[] = [];
  const comments: Comment[] = [];
  let next = from;
  while (next < text.length) {
    const lineEnd = endOfLine(text, next);
    const start = skipBlanks(text, next, lineEnd);
    next = nextLine(text, lineEnd);
    if (start === lineEnd) continue;
    if (text[start] === "#") {
      comments.push(commentAt(text, start, lineEnd, false));
      continue;
    }
    const continued = continuationAt(text, start, lineEnd, escape);
    const joined =
      continued === undefined
        ? undefined
        : joinLines(text, { head: { start, end: continued }, lineEnd, next, escape }, comments);
    if (joined) next = joined.next;
    const flat = joined?.flat ?? identityFlat(text.slice(start, lineEnd), start);
    // A line may begin with nothing but a continuation character; the instruction begins behind it.
    const keyword = flat.text.search(/\S/);
    if (keyword < 0) continue;
    const begin = sourceOffset(flat, keyword);
    const heredocs = readHeredocs(text, next, flat.text);
    const last = heredocs.at(-1);
    if (last) next = nextLine(text, endOfHeredoc(last));
    const end = last ? endOfHeredoc(last) : (joined?.end ?? lineEnd);
    lines.push({
      span: { start: begin, end: trimEnd(text, begin, end) },
      flat,
      heredocs,
      emptyContinuations: joined?.blankLines ?? none,
    });
  }
  return { lines, comments };
}

interface FirstLine {
  /** Without the continuation character. */
  readonly head: Span;
  readonly lineEnd: number;
  readonly next: number;
  readonly escape: string;
}

/** A line that ends in a continuation character, with all that it goes on with. Comments in between are added to the others. */
function joinLines(text: string, { head, lineEnd, next: from, escape }: FirstLine, comments: Comment[]) {
  const stretches = [head];
  const blankLines: Span[] = [];
  let next = from;
  let end = lineEnd;
  for (let isOpen = true; isOpen && next < text.length; ) {
    const start = next;
    const lineEnd = endOfLine(text, start);
    next = nextLine(text, lineEnd);
    const content = skipBlanks(text, start, lineEnd);
    if (content === lineEnd) blankLines.push({ start, end: next });
    else if (text[content] === "#") comments.push(commentAt(text, content, lineEnd, true));
    else {
      const continued = continuationAt(text, start, lineEnd, escape);
      stretches.push({ start, end: continued ?? lineEnd });
      end = lineEnd;
      isOpen = continued !== undefined;
    }
  }
  return {
    flat: joinFlat(text, stretches),
    blankLines: blankLines.length > 0 ? blankLines : none,
    end,
    next,
  };
}

/** Before the line break. */
function endOfLine(text: string, start: number): number {
  const feed = text.indexOf("\n", start);
  let end = feed < 0 ? text.length : feed;
  while (end > start && text[end - 1] === "\r") end -= 1;
  return end;
}

/** Behind the line break that follows. */
function nextLine(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed < 0 ? text.length : feed + 1;
}

/** Where the continuation character stands when the line ends in one that is not itself escaped. */
function continuationAt(text: string, start: number, end: number, escape: string): number | undefined {
  let at = end;
  while (at > start && (text[at - 1] === " " || text[at - 1] === "\t")) at -= 1;
  if (at === start || text[at - 1] !== escape) return undefined;
  if (at - 2 >= start && text[at - 2] === escape) return undefined;
  return at - 1;
}

function readHeredocs(text: string, from: number, line: string): readonly Heredoc[] {
  const openings = heredocOpenings(line);
  if (openings.length === 0) return none;
  const heredocs: Heredoc[] = [];
  let next = from;
  for (const opening of openings) {
    const heredoc = readHeredoc(text, next, opening);
    heredocs.push(heredoc);
    next = nextLine(text, endOfHeredoc(heredoc));
  }
  return heredocs;
}

function readHeredoc(text: string, from: number, opening: HeredocOpening): Heredoc {
  for (let start = from; start < text.length; ) {
    const end = endOfLine(text, start);
    const content = text.slice(start, end);
    const candidate = opening.stripsTabs ? content.replace(/^\t+/, "") : content;
    if (candidate === opening.name)
      return { ...opening, body: { start: from, end: start }, terminator: { start, end } };
    start = nextLine(text, end);
  }
  return { ...opening, body: { start: from, end: text.length }, terminator: undefined };
}

/** The end of its last line. */
function endOfHeredoc({ body, terminator }: Heredoc): number {
  return terminator?.end ?? body.end;
}

function commentAt(text: string, start: number, end: number, isInside: boolean): Comment {
  return { span: { start, end }, text: text.slice(start + 1, end).trim(), isInside };
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x85;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}
