import type { Dockerfile } from "../document/dockerfile.ts";
import type { Heredoc } from "../document/logicalLines.ts";
import type { Span } from "../edits/span.ts";

/** Something that can be closed down to its first line. */
export interface Fold {
  readonly span: Span;
  readonly kind: "stage" | "instruction" | "heredoc" | "comment";
}

/** Stages, instructions, here-documents and blocks of comments, one-line ones included, in this order of importance. */
export function folds(dockerfile: Dockerfile): readonly Fold[] {
  const { stages, instructions } = dockerfile;
  return [
    ...stages.map(({ span }): Fold => ({ span, kind: "stage" })),
    ...instructions.map(({ span }): Fold => ({ span, kind: "instruction" })),
    ...instructions.flatMap(({ heredocs }) => heredocs.flatMap((each) => heredocFold(each))),
    ...commentBlocks(dockerfile).map((span): Fold => ({ span, kind: "comment" })),
  ];
}

/** From the line in front of the body, which opens it or ends the one before. */
function heredocFold({ body, terminator }: Heredoc): readonly Fold[] {
  if (!terminator || body.start === 0) return [];
  return [{ span: { start: body.start - 1, end: terminator.end }, kind: "heredoc" }];
}

/** Comment lines that follow one another, without a blank line between. */
function commentBlocks({ text, comments }: Dockerfile): readonly Span[] {
  const blocks: Span[] = [];
  for (const { span } of comments) {
    const last = blocks.at(-1);
    if (last && isNextLine(text.slice(last.end, span.start)))
      blocks[blocks.length - 1] = { start: last.start, end: span.end };
    else blocks.push(span);
  }
  return blocks;
}

function isNextLine(between: string): boolean {
  return /^\r*\n[^\S\n]*$/.test(between);
}
