import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import { insertAt, removeSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { wholeLines } from "./lines.ts";
import type { Span } from "./span.ts";

/** Moves instructions, in their order and with the comments right above each, below another one that follows them. */
export function moveBelow(
  dockerfile: Dockerfile,
  instructions: readonly Instruction[],
  target: Instruction,
): readonly Edit[] {
  const { text, eol } = dockerfile;
  const spans = instructions.map((instruction) => linesOf(dockerfile, instruction));
  const moved = spans.map(({ start, end }) => text.slice(start, end)).join("");
  const { end } = wholeLines(text, target.span);
  const isOpen = !text.slice(0, end).endsWith("\n");
  const inserted = isOpen ? `${eol}${moved.replace(/\r?\n$/, "")}` : moved;
  return [...spans.map(removeSpan), insertAt(end, inserted)];
}

/** The lines of an instruction and of the comments that end right above it, without a blank line between. */
function linesOf({ text }: Dockerfile, { span, comments }: Instruction): Span {
  const lines = wholeLines(text, span);
  let { start } = lines;
  for (const comment of comments.toReversed()) {
    const above = wholeLines(text, comment.span);
    if (above.end !== start) break;
    start = above.start;
  }
  return { start, end: lines.end };
}
