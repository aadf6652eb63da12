import type { Dockerfile } from "../document/dockerfile.ts";
import type { ShellCommand, Word } from "../shell/script.ts";
import { insertAt, removeSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { indentationAt } from "./lines.ts";

/** Adds a word behind another: on a line of its own where that one has a line of its own, else behind a blank. */
export function insertWordBehind({ text, escape, eol }: Dockerfile, word: Word, inserted: string): Edit {
  const { start, end } = word.span;
  const indentation = indentationAt(text, start);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const isFirst = lineStart > 0 && lineStart + indentation.length === start;
  const isLast =
    text
      .slice(end, end + 80)
      .trimStart()
      .startsWith(escape) || /^[ \t]*(\r?\n|$)/.test(text.slice(end, end + 80));
  return insertAt(end, isFirst && isLast ? ` ${escape}${eol}${indentation}${inserted}` : ` ${inserted}`);
}

/** Takes a word away with the blanks, or the line break, in front of it; comments in between stay. */
export function removeWord({ text }: Dockerfile, { args, nameWord }: ShellCommand, word: Word): Edit {
  const before = args[args.indexOf(word) - 1] ?? nameWord;
  const gap = text.slice(before.span.end, word.span.start);
  return removeSpan({ start: gap.includes("#") ? word.span.start : before.span.end, end: word.span.end });
}

/** True where comment lines stand between a word and the one before it: they speak about the word. */
export function hasCommentAbove({ text }: Dockerfile, { args, nameWord }: ShellCommand, word: Word): boolean {
  const before = args[args.indexOf(word) - 1] ?? nameWord;
  return text.slice(before.span.end, word.span.start).includes("#");
}
