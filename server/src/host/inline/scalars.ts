import type { Scalar } from "yaml";
import type { PlacedText, Writing } from "./inlineText.ts";

/** A text with the way in which it is written. */
export type WrittenText = PlacedText & { readonly writing: Writing };

/** The text of a YAML scalar. Undefined when it cannot be told which characters of the file it is made of. */
export function scalarText(file: string, { value, range, type }: Scalar): WrittenText | undefined {
  if (typeof value !== "string" || !range) return undefined;
  const [start, end] = range;
  if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED")
    return blockText(file, value, { start, end, type });
  const quotes = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
  const quoted = type === "QUOTE_DOUBLE" ? quotedText(file, start, end) : undefined;
  if (quoted?.text === value) return quoted;
  const lines = linesBetween(file, start + quotes, end - quotes).map(trimmed(file));
  return aligned(value, file, lines);
}

/** The text of a string in double quotes, from quote to quote; undefined when it has escapes that JSON does not know. */
export function quotedText(file: string, start: number, end: number): WrittenText | undefined {
  const raw = file.slice(start, end);
  if (!/^"(?:[^"\\\r\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/.test(raw)) return undefined;
  let text = "";
  const places: number[] = [];
  let at = start + 1;
  while (at < end - 1) {
    const length = file[at] !== "\\" ? 1 : file[at + 1] === "u" ? 6 : 2;
    text += length === 1 ? file.charAt(at) : String(JSON.parse(`"${file.slice(at, at + length)}"`));
    places.push(at);
    at += length;
  }
  return { text, places: [...places, at], writing: { kind: "quoted" } };
}

interface Line {
  readonly start: number;
  /** Without its line break. */
  readonly end: number;
}

function blockText(
  file: string,
  value: string,
  block: Line & { readonly type: Scalar.Type },
): WrittenText | undefined {
  const header = file.indexOf("\n", block.start);
  if (header < 0 || header >= block.end) return undefined;
  const all = linesBetween(file, header + 1, block.end);
  const last = all.findLastIndex((line) => file.slice(line.start, line.end).trim() !== "");
  const lines = all.slice(0, last + 1);
  const indent = indentOf(file, lines, value);
  if (indent === undefined) return undefined;
  const contents = lines.map(({ start, end }) => ({ start: Math.min(start + indent.length, end), end }));
  if (block.type === "BLOCK_FOLDED") return aligned(value, file, contents);

  const breakEnd = file.indexOf("\n", contents.at(-1)?.end) + 1;
  const hasLastBreak = value.endsWith("\n") && breakEnd > 0;
  let text = "";
  const places: number[] = [];
  for (const [index, { start, end }] of contents.entries()) {
    const isLast = index === contents.length - 1;
    text += file.slice(start, end) + (isLast && !hasLastBreak ? "" : "\n");
    for (let at = start; at < end; at += 1) places.push(at);
    places.push(end);
  }
  if (hasLastBreak) places.push(breakEnd);
  if (text.trimEnd() !== value.trimEnd()) return undefined;
  const eol = file[header - 1] === "\r" ? "\r\n" : "\n";
  return { text, places, writing: { kind: "block", indent, eol } };
}

/** What stands in front of each line: the blanks of the first line that are no part of the value. */
function indentOf(file: string, lines: readonly Line[], value: string): string | undefined {
  const first = lines.find(({ start, end }) => file.slice(start, end).trim() !== "");
  if (!first) return undefined;
  const blanks = leadingBlanks(file.slice(first.start, first.end));
  const own = leadingBlanks(value.replace(/^\n+/, ""));
  return blanks.slice(0, blanks.length - own.length);
}

/**
 * Text whose lines YAML joins with blanks and line breaks. The lines are found again one after the other; where that
 * fails, the text is not known. No edits: a line more or less means something else there.
 */
function aligned(value: string, file: string, lines: readonly Line[]): WrittenText | undefined {
  const places: number[] = [];
  const whole = withoutLastBreaks(value);
  for (const { start, end } of lines) {
    const content = file.slice(start, end);
    if (content.trim() === "") continue;
    const from = places.length;
    const gap = whole.indexOf(content, from) - from;
    if (gap < 0 || whole.slice(from, from + gap).trim() !== "" || (from === 0 && gap > 0)) return undefined;
    const before = (places.at(-1) ?? start) + 1;
    // As many line breaks as there are blanks stand between two lines.
    if (before + gap > start && gap > 0) return undefined;
    for (let at = 0; at < gap; at += 1) places.push(before + at);
    for (let at = start; at < end; at += 1) places.push(at);
  }
  if (places.length !== whole.length || places.length === 0) return undefined;
  return { text: whole, places: [...places, (places.at(-1) ?? 0) + 1], writing: { kind: "unknown" } };
}

/** Lines of a part of a file, without their line breaks. */
export function linesBetween(file: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  for (let at = start; at < end; ) {
    const next = file.indexOf("\n", at);
    const stop = next < 0 || next >= end ? end : next;
    lines.push({ start: at, end: file[stop - 1] === "\r" && stop > at ? stop - 1 : stop });
    at = stop + 1;
  }
  return lines;
}

function trimmed(file: string): (line: Line) => Line {
  return ({ start, end }) => {
    const line = file.slice(start, end);
    return {
      start: start + line.length - line.trimStart().length,
      end: end - line.length + line.trimEnd().length,
    };
  };
}

function leadingBlanks(text: string): string {
  return text.slice(0, text.length - text.replace(/^ +/, "").length);
}

function withoutLastBreaks(text: string): string {
  return text.replace(/[\r\n]+$/, "");
}
