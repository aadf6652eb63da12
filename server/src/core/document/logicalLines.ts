import type { Span } from "../edits/span.ts";
import { type FlatText, identityFlat, joinFlat, sourceSpan } from "./flatText.ts";
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

interface PhysicalLine {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  /** Behind the line break. */
  readonly next: number;
}

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
    const first = physicalLine(text, next);
    next = first.next;
    const start = skipBlanks(text, first.start, first.end);
    if (start === first.end) continue;
    if (text[start] === "#") {
      comments.push(commentAt(text, start, first.end, false));
      continue;
    }
    let continued = continuationAt(text, start, first.end, escape);
    const head: Span = { start, end: continued ?? first.end };
    let others: Span[] | undefined;
    let blankLines: Span[] | undefined;
    let end = first.end;
    while (continued !== undefined && next < text.length) {
      const line = physicalLine(text, next);
      next = line.next;
      const content = skipBlanks(text, line.start, line.end);
      if (content === line.end) {
        blankLines ??= [];
        blankLines.push({ start: line.start, end: line.next });
        continue;
      }
      if (text[content] === "#") {
        comments.push(commentAt(text, content, line.end, true));
        continue;
      }
      continued = continuationAt(text, line.start, line.end, escape);
      others ??= [];
      others.push({ start: line.start, end: continued ?? line.end });
      end = line.end;
    }
    const flat = others
      ? joinFlat(text, [head, ...others])
      : identityFlat(text.slice(head.start, head.end), start);
    // A line may begin with nothing but a continuation character; the instruction begins behind it.
    const keyword = flat.text.search(/\S/);
    if (keyword < 0) continue;
    const begin = sourceSpan(flat, keyword, keyword + 1).start;
    const heredocs = heredocOpenings(flat.text).map((opening) => {
      const read = readHeredoc(text, next, opening);
      next = read.next;
      end = read.end;
      return read.heredoc;
    });
    lines.push({
      span: { start: begin, end: trimEnd(text, begin, end) },
      flat,
      heredocs: heredocs.length > 0 ? heredocs : none,
      emptyContinuations: blankLines ?? none,
    });
  }
  return { lines, comments };
}

/** Read as it is come by: a list of them all would be the longest that a parse makes. */
function physicalLine(text: string, start: number): PhysicalLine {
  const feed = text.indexOf("\n", start);
  const next = feed < 0 ? text.length : feed + 1;
  let end = feed < 0 ? text.length : feed;
  while (end > start && text[end - 1] === "\r") end -= 1;
  return { start, end, next };
}

/** Where the continuation character stands when the line ends in one that is not itself escaped. */
function continuationAt(text: string, start: number, end: number, escape: string): number | undefined {
  let at = end;
  while (at > start && (text[at - 1] === " " || text[at - 1] === "\t")) at -= 1;
  if (at === start || text[at - 1] !== escape) return undefined;
  if (at - 2 >= start && text[at - 2] === escape) return undefined;
  return at - 1;
}

function readHeredoc(text: string, from: number, opening: HeredocOpening) {
  for (let next = from; next < text.length; ) {
    const line = physicalLine(text, next);
    next = line.next;
    const content = text.slice(line.start, line.end);
    const candidate = opening.stripsTabs ? content.replace(/^\t+/, "") : content;
    if (candidate !== opening.name) continue;
    const terminator = { start: line.start, end: line.end };
    return {
      heredoc: { ...opening, body: { start: from, end: line.start }, terminator },
      next,
      end: line.end,
    };
  }
  return {
    heredoc: { ...opening, body: { start: from, end: text.length }, terminator: undefined },
    next: text.length,
    end: text.length,
  };
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
