import type { Edit } from "./fix.ts";
import type { Span } from "./span.ts";

/** Applies edits that are sorted and disjoint; throws a RangeError when they are not, because that is our mistake. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (!areApplicable(text, edits)) throw new RangeError("an edit overlaps another or leaves the text");
  let result = "";
  let at = 0;
  for (const { span, text: replacement } of edits) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/** True for edits that `applyEdits` takes: sorted, disjoint and inside the text. */
export function areApplicable(text: string, edits: readonly Edit[]): boolean {
  let at = 0;
  for (const { span } of edits) {
    if (span.start < at || span.end < span.start || span.end > text.length) return false;
    at = span.end;
  }
  return true;
}

export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Two edits conflict when they touch a common character, or insert at the same place. */
function conflict(a: Edit, b: Edit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

export function anyConflict(left: readonly Edit[], right: readonly Edit[]): boolean {
  return left.some((a) => right.some((b) => conflict(a, b)));
}

export function insertAt(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}

export function replaceSpan(span: Span, text: string): Edit {
  return { span, text };
}

export function removeSpan(span: Span): Edit {
  return { span, text: "" };
}
