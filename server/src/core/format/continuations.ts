import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import { sourceStretches } from "../document/flatText.ts";
import { replaceSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import type { FormatOptions } from "./format.ts";

type Indentation = Pick<FormatOptions, "tabSize" | "insertSpaces">;

/**
 * Moves the continuation lines of an instruction together, so that the outermost stands one level in; what is further in
 * stays so much further in. Backslashes that stand in a column stay in it.
 */
export function continuationEdits(dockerfile: Dockerfile, indentation: Indentation): readonly Edit[] {
  return dockerfile.instructions.flatMap((instruction) =>
    isFree(instruction) ? instructionEdits(instruction, dockerfile, indentation) : [],
  );
}

/** The blanks between the words of these are part of a value, or unknown. */
function isFree(instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case "ONBUILD":
      return instruction.trigger !== undefined && isFree(instruction.trigger);
    case "ENV":
    case "LABEL":
      return !instruction.isLegacyForm;
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
    case "UNKNOWN":
      return false;
    default:
      return true;
  }
}

interface Line {
  readonly start: number;
  /** Behind the blanks in front. */
  readonly content: number;
  /** In front of the line break or the continuation character. */
  readonly end: number;
  readonly column: number;
  /** Its blanks in front separate words and nothing else. */
  readonly isFree: boolean;
  /** So do those in front of its continuation character. */
  readonly hasFreeEnd: boolean;
}

function instructionEdits(
  instruction: Instruction,
  { text, escape }: Dockerfile,
  indentation: Indentation,
): readonly Edit[] {
  const { tabSize } = indentation;
  const lines = continuationLines(instruction, text, escape, tabSize);
  const free = lines.filter((line) => line.isFree);
  if (free.length === 0) return [];
  const outermost = free.reduce((least, { column }) => Math.min(least, column), Number.POSITIVE_INFINITY);
  if (isHanging(instruction, text, outermost)) return [];
  const own = columnsOf(text, lineStart(text, instruction.span.start), instruction.span.start, tabSize);
  const shift = own + tabSize - outermost;
  const edits: Edit[] = [];
  for (const line of free) {
    const blanks = blanksOf(line.column + shift, indentation);
    if (text.slice(line.start, line.content) !== blanks)
      edits.push(replaceSpan({ start: line.start, end: line.content }, blanks));
    const padding = line.hasFreeEnd ? paddingOf(text, line) : 0;
    if (padding > 1 && shift !== 0)
      edits.push(
        replaceSpan({ start: line.end - padding, end: line.end }, " ".repeat(Math.max(1, padding - shift))),
      );
  }
  for (const { span, isInside } of instruction.innerComments) {
    const start = lineStart(text, span.start);
    const column = columnsOf(text, start, span.start, tabSize);
    // A comment at the very start of its line is often a line that was switched off.
    if (!isInside || column === 0) continue;
    const blanks = blanksOf(Math.max(1, column + shift), indentation);
    if (text.slice(start, span.start) !== blanks) edits.push(replaceSpan({ start, end: span.start }, blanks));
  }
  return edits;
}

/** True for words that stand below the first of their kind, as in a list of variables or an array. */
function isHanging(instruction: Instruction, text: string, column: number): boolean {
  const { span, keyword } =
    instruction.keyword === "ONBUILD" && instruction.trigger ? instruction.trigger : instruction;
  if (keyword === "RUN") return false;
  const start = lineStart(text, span.start);
  const end = text.indexOf("\n", start);
  const first = text.slice(start, end < 0 ? text.length : end);
  if (start + column <= instruction.keywordSpan.end || first.includes("\t")) return false;
  return /^[\s[][^\s\\`]$/.test(first.slice(column - 1, column + 1));
}

/** The lines behind the one with the keyword, as far as there are words in them. */
function continuationLines(
  { line, keywordSpan }: Instruction,
  text: string,
  escape: string,
  tabSize: number,
): readonly Line[] {
  const lines: Line[] = [];
  const quotes = createQuotes(escape);
  let isFirst = true;
  for (const { start, end } of sourceStretches(line)) {
    const isOpen = quotes.isOpen();
    const isSeparated = quotes.endsInBlank();
    quotes.read(text.slice(start, end));
    if (isFirst) {
      isFirst = keywordSpan.start >= end;
      continue;
    }
    let content = start;
    while (content < end && isBlank(text[content])) content += 1;
    if (content === end) continue;
    const column = columnsOf(text, start, content, tabSize);
    lines.push({
      start,
      content,
      end,
      column,
      isFree: !isOpen && (column > 0 || isSeparated),
      hasFreeEnd: text[end] === escape && !quotes.isOpen(),
    });
  }
  return lines;
}

/** Follows the quotes through the lines of an instruction. */
function createQuotes(escape: string) {
  let quote = "";
  let isEscaped = false;
  let isBehindBlank = false;
  return {
    isOpen: () => quote !== "" || isEscaped,
    endsInBlank: () => isBehindBlank,
    read(line: string): void {
      for (const letter of line) {
        const wasEscaped = isEscaped;
        isEscaped = false;
        isBehindBlank = !wasEscaped && isBlank(letter);
        if (wasEscaped) continue;
        if (letter === escape || letter === "\\") isEscaped = quote !== "'";
        else if (letter === quote) quote = "";
        else if (quote === "" && (letter === '"' || letter === "'")) quote = letter;
      }
    },
  };
}

function paddingOf(text: string, { content, end }: Line): number {
  let at = end;
  while (at > content && text[at - 1] === " ") at -= 1;
  return end - at;
}

function columnsOf(text: string, start: number, end: number, tabSize: number): number {
  let column = 0;
  for (let at = start; at < end; at += 1)
    column += text[at] === "\t" ? tabSize - (column % tabSize) : text[at] === "\uFEFF" ? 0 : 1;
  return column;
}

function blanksOf(columns: number, { tabSize, insertSpaces }: Indentation): string {
  if (insertSpaces) return " ".repeat(columns);
  return "\t".repeat(Math.floor(columns / tabSize)) + " ".repeat(columns % tabSize);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function isBlank(letter: string | undefined): boolean {
  return letter === " " || letter === "\t";
}
