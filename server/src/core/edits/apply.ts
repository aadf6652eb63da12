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

/**
 * Adds edits to those that are `taken` (sorted, disjoint; changed in place), unless one of them conflicts: it touches a
 * character that another touches, or inserts at the same place.
 */
export function takeEdits(taken: Edit[], edits: readonly Edit[]): boolean {
  const places = edits.map((edit) => placeAmong(taken, edit));
  if (places.includes(undefined)) return false;
  for (const edit of edits) {
    const place = placeAmong(taken, edit);
    if (place !== undefined) taken.splice(place, 0, edit);
  }
  return true;
}

function placeAmong(taken: readonly Edit[], { span }: Edit): number | undefined {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.span.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  const before = taken[low - 1];
  const next = taken[low];
  if (before && before.span.end > span.start) return undefined;
  if (next && (next.span.start === span.start || next.span.start < span.end)) return undefined;
  return low;
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
