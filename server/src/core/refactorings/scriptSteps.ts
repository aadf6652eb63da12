import { t } from "../../l10n/t.ts";
import type { Dockerfile } from "../document/dockerfile.ts";
import { type FlatText, sourceStretches } from "../document/flatText.ts";
import { covers, type Span } from "../edits/span.ts";
import type { ShellCommand, Step } from "../shell/script.ts";

/** Longer scripts are left alone: each command looks for its own lines and comments. */
export const mostSteps = 500;

/**
 * Why a step would not end a script under `set -e` just where it ends a chain of `&&`; undefined when both stop alike.
 */
export function errexitDifference({ text }: Dockerfile, step: Step): string | undefined {
  const own = text.slice(step.span.start, step.span.end);
  for (const { name, args } of step.commands) {
    if (name === "." || name === "source" || name === "eval" || name === "trap")
      return t("what {0} runs would stop at other errors", name);
    if (name === "set" && args.some(({ value }) => /^\+[a-z]*[eo]/.test(value)))
      return t("set switches an option off on the way");
  }
  if (/[$<>]\(|`/.test(own) && /[;\n]/.test(own.replaceAll("\\\n", "")))
    return t("a substitution with several commands would stop at other errors");
  // What is left when the simple commands are taken out: the words of groups, conditions and loops, and `!`.
  return /[^\s|&\\`]/.test(outsideCommands(own, step))
    ? t("a group, a condition, a loop or a ! would stop at other errors")
    : undefined;
}

function outsideCommands(own: string, { span, commands }: Step): string {
  let rest = "";
  let at = span.start;
  for (const command of [...commands].sort((a, b) => a.span.start - b.span.start)) {
    if (command.span.start > at) rest += own.slice(at - span.start, command.span.start - span.start);
    at = Math.max(at, command.span.end);
  }
  return (rest + own.slice(at - span.start)).replace(/\n[ \t]*#[^\n]*/g, "");
}

/** The physical lines of a stretch of a script, without continuation characters and comment lines. */
export function sourceLines({ text }: Dockerfile, flat: FlatText, { start, end }: Span) {
  return sourceStretches(flat).flatMap((stretch) => {
    const from = Math.max(start, stretch.start);
    const to = Math.min(end, stretch.end);
    return from < to ? [text.slice(from, to)] : [];
  });
}

/** A line break stands inside a word, where it may mean something. */
export function hasBrokenWord({ text }: Dockerfile, step: Step): boolean {
  return step.commands.some((command) =>
    wordSpans(command).some(
      (span) => covers(step.span, span) && text.slice(span.start, span.end).includes("\n"),
    ),
  );
}

function wordSpans({ nameWord, wrappers, args, assignments, redirects }: ShellCommand): readonly Span[] {
  return [nameWord, ...wrappers, ...args, ...assignments, ...redirects].map(({ span }) => span);
}
