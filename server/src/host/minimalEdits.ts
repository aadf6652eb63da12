import { type ChangeObject, diffArrays } from "diff";
import type { Edit } from "../core/edits/fix.ts";

/** With more changed lines than this, finding out which of them belong together would take too long. */
const maxChangedLines = 1000;

/** The smallest edits, line by line and then within the lines, so that cursors and marks stay where they are. */
export function minimalEdits(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const [removed, added] = [linesOf(before), linesOf(after)];
  const changes = diffArrays(removed, added, { maxEditLength: maxChangedLines });
  return changes ? changedBlocks(before, changes) : blockEdits(before, { start: 0, removed, added });
}

function changedBlocks(before: string, changes: readonly ChangeObject<string[]>[]): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let block = emptyBlock(at);
  for (const { value, added, removed } of changes) {
    if (added) block.added.push(...value);
    else at += value.join("").length;
    if (removed) block.removed.push(...value);
    if (added || removed) continue;
    edits.push(...blockEdits(before, block));
    block = emptyBlock(at);
  }
  edits.push(...blockEdits(before, block));
  return edits;
}

/** Lines in a row that change. */
interface Block {
  readonly start: number;
  readonly removed: string[];
  readonly added: string[];
}

function emptyBlock(start: number): Block {
  return { start, removed: [], added: [] };
}

/** When as many lines come as go, each is the successor of the one in its place. */
function blockEdits(before: string, { start, removed, added }: Block): readonly Edit[] {
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length !== added.length) {
    const end = start + removed.join("").length;
    return [trimmed(before, { span: { start, end }, text: added.join("") })];
  }
  let at = start;
  return removed.flatMap((line, index) => {
    const text = added[index] ?? "";
    const span = { start: at, end: at + line.length };
    at = span.end;
    return text === line ? [] : [trimmed(before, { span, text })];
  });
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
