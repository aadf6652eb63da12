import type { Span } from "./span.ts";

/** The whole physical lines that a span touches, with the line break behind them; a byte order mark is left out. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1 || (text.startsWith("\uFEFF") ? 1 : 0);
  const feed = text.indexOf("\n", Math.max(end - 1, start));
  return { start: lineStart, end: feed < 0 ? text.length : feed + 1 };
}

/** The blanks that the line of this offset starts with. */
export function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? "";
}
