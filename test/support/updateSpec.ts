import { readFileSync, writeFileSync } from "node:fs";
import type { Finding } from "../../server/src/core/rule.ts";

/** Rewrites the line ranges of a file (0-based, inclusive); ranges do not overlap. */
export function rewriteLines(
  path: string,
  changes: readonly { readonly lines: readonly [number, number]; readonly content: readonly string[] }[],
): void {
  const lines = readFileSync(path, "utf8").split("\n");
  const fromTheEnd = [...changes].sort((a, b) => b.lines[0] - a.lines[0]);
  for (const {
    lines: [first, last],
    content,
  } of fromTheEnd)
    lines.splice(first, last - first + 1, ...content);
  writeFileSync(path, lines.join("\n"));
}

/** The text with a caret line below every line that a finding starts on. */
export function withCarets(text: string, findings: readonly Finding[]): readonly string[] {
  const result: string[] = [];
  let offset = 0;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    result.push(line);
    const end = offset + line.length;
    for (const { span, message } of findings) {
      if (span.start < offset || span.start > end) continue;
      result.push(caretsOf(span.start - offset, span.end - offset, line.length, message));
    }
    offset = end + 1;
  }
  return result;
}

function caretsOf(column: number, end: number, lineLength: number, message: string): string {
  const continues = end > lineLength;
  const carets = "^".repeat(Math.max(1, Math.min(end, lineLength) - column));
  return `${" ".repeat(column)}${carets}${continues ? "+" : ""} ${message}`;
}
