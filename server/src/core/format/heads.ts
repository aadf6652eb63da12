import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import { replaceSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import type { Span } from "../edits/span.ts";
import { type Casing, casingOf, inCasing } from "../facts/casing.ts";
import { plainWords, readSyntaxLine, spanOf } from "../syntax/line.ts";

/** Keywords in one case of letters, and one blank behind them and between flags. */
export function headEdits(dockerfile: Dockerfile, wanted: "majority" | "upper"): readonly Edit[] {
  const casing = wanted === "upper" ? "upper" : casingOf(dockerfile);
  return dockerfile.instructions.flatMap((instruction) => [
    ...instructionEdits(instruction, casing, dockerfile),
    ...(instruction.keyword === "ONBUILD" && instruction.trigger
      ? instructionEdits(instruction.trigger, casing, dockerfile)
      : []),
  ]);
}

function* instructionEdits(
  instruction: Instruction,
  casing: Casing,
  { text, escape }: Dockerfile,
): Generator<Edit> {
  // Whatever stands there is no instruction, so nobody knows what its blanks mean.
  if (instruction.keyword === "UNKNOWN") return;
  yield* recased(instruction.keywordSpan, casing, text);
  if (instruction.keyword === "FROM" && instruction.as) yield* recased(instruction.as.span, casing, text);
  const line = readSyntaxLine(instruction.line, escape);
  const from = instruction.keyword === "FROM" ? plainWords(line) : [];
  const words = [line.keywordWord, ...line.flags, ...(isWellFormed(from) ? from : [line.args])];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (!next || next.start === next.end) continue;
    const gap = { start: spanOf(line, word).end, end: spanOf(line, next).start };
    // A gap with a line break in it is a matter of indentation.
    const between = text.slice(gap.start, gap.end);
    if (between !== " " && /^[ \t]+$/.test(between)) yield replaceSpan(gap, " ");
  }
}

/** An image, and AS with a name. */
function isWellFormed({ length }: readonly unknown[]): boolean {
  return length === 1 || length === 3;
}

function* recased(span: Span, casing: Casing, text: string): Generator<Edit> {
  const written = text.slice(span.start, span.end);
  // A keyword over two lines is left as it is.
  if (!/^[A-Za-z]+$/.test(written)) return;
  const word = inCasing(written, casing);
  if (word !== written) yield replaceSpan(span, word);
}
