import type { Dockerfile } from "../document/dockerfile.ts";
import { insertAt, removeSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import type { Span } from "../edits/span.ts";

/** No blanks at the ends of lines, no two blank lines in a row, one line break at the end of the file. */
export function lineEdits(dockerfile: Dockerfile): readonly Edit[] {
  const { text, eol } = dockerfile;
  const edits: Edit[] = [];
  const kept = verbatim(dockerfile);
  const insideInstruction = new Set(
    dockerfile.instructions.flatMap(({ emptyContinuations }) => emptyContinuations.map(({ start }) => start)),
  );
  let nextKept = 0;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let blanks: Span[] = [];
  while (at < text.length) {
    const feed = text.indexOf("\n", at);
    const next = feed < 0 ? text.length : feed + 1;
    while ((kept[nextKept]?.end ?? Number.POSITIVE_INFINITY) <= at) nextKept += 1;
    const held = kept[nextKept];
    if (held && at >= held.start) {
      blanks = [];
      at = next;
      continue;
    }
    let end = feed < 0 ? text.length : feed;
    while (end > at && text[end - 1] === "\r") end -= 1;
    let content = end;
    while (content > at && (text[content - 1] === " " || text[content - 1] === "\t")) content -= 1;
    const isBlank = content === at && !insideInstruction.has(at);
    if (isBlank) blanks.push({ start: at, end: next });
    else blanks = [];
    if (isBlank && blanks.length > 1) edits.push(removeSpan({ start: at, end: next }));
    else if (content < end) edits.push(removeSpan({ start: content, end }));
    at = next;
  }
  const [first] = blanks;
  if (first && first.start > 0) {
    // All that was going to be done to the blank lines at the end.
    while ((edits.at(-1)?.span.start ?? -1) >= first.start) edits.pop();
    return [...edits, removeSpan({ start: first.start, end: text.length })];
  }
  const isOpen = (kept.at(-1)?.end ?? 0) >= text.length;
  if (!first && text !== "" && !text.endsWith("\n") && !isOpen) edits.push(insertAt(text.length, eol));
  return edits;
}

/** Here-documents with their ends: every blank in them may matter. */
function verbatim({ instructions, text }: Dockerfile): readonly Span[] {
  return instructions.flatMap(({ heredocs }) =>
    heredocs.map(({ body, terminator }) => ({
      start: body.start,
      end: terminator ? terminator.end : text.length,
    })),
  );
}
