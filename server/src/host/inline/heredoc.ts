import type { Span } from "../../core/edits/span.ts";
import { linesBetween, type WrittenText } from "./scalars.ts";

/**
 * The text of a here-document of HCL, in which a backslash is a backslash.
 * @param body whole lines, the last line break included
 * @param isFlush the blanks that all lines begin with are no part of the text
 */
export function heredocText(
  file: string,
  { start, end }: Span,
  { isFlush }: { readonly isFlush: boolean },
): WrittenText {
  const lines = linesBetween(file, start, end);
  const indent = isFlush ? commonIndent(lines.map((line) => file.slice(line.start, line.end))) : "";
  let text = "";
  const places: number[] = [];
  for (const line of lines) {
    const first = Math.min(line.start + indent.length, line.end);
    text += `${file.slice(first, line.end)}\n`;
    for (let at = first; at <= line.end; at += 1) places.push(at);
  }
  const eol = file.charAt(end - 2) === "\r" ? "\r\n" : "\n";
  return { text, places: [...places, end], writing: { kind: "block", indent, eol } };
}

function commonIndent(lines: readonly string[]): string {
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/[^ ]/));
  return " ".repeat(depths.length === 0 ? 0 : Math.min(...depths));
}
