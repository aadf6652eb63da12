import { diffArrays } from "diff";
import type { Edit } from "../core/edits/fix.ts";

/** More changed lines than this are replaced as one block; telling them apart would take too long and help nobody. */
const maxChangedLines = 2000;

/** The smallest edits, line by line and then within the lines, so that cursors and marks stay where they are. */
export function minimalEdits(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const changes = diffArrays(linesOf(before), linesOf(after), { maxEditLength: maxChangedLines });
  if (!changes) return [trimmed(before, { span: { start: 0, end: before.length }, text: after })];
  const edits: Edit[] = [];
  let at = 0;
  let open: { readonly start: number; text: string } | undefined;
  const close = (): void => {
    if (open) edits.push(trimmed(before, { span: { start: open.start, end: at }, text: open.text }));
    open = undefined;
  };
  for (const { value, added, removed } of changes) {
    const text = value.join("");
    if (!added && !removed) close();
    else open ??= { start: at, text: "" };
    if (added && open) open.text += text;
    else at += text.length;
  }
  close();
  return edits;
}

/** Each with its line break. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Takes off what the old and the new text begin and end with, without cutting a character or a line break in two. */
function trimmed(before: string, { span, text }: Edit): Edit {
  const old = before.slice(span.start, span.end);
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old[start] === text[start]) start += 1;
  if (isInside(old, start) || isInside(text, start)) start -= 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  if (end > 0 && (isInside(old, old.length - end) || isInside(text, text.length - end))) end -= 1;
  return {
    span: { start: span.start + start, end: span.end - end },
    text: text.slice(start, text.length - end),
  };
}

function isInside(text: string, offset: number): boolean {
  return /[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
