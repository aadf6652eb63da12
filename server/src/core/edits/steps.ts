import type { Dockerfile } from "../document/dockerfile.ts";
import type { RunFacts } from "../facts/runs.ts";
import { remember } from "../remember.ts";
import type { ShellCommand, ShellScript, Step } from "../shell/script.ts";
import { insertAt, removeSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { stopsOnError } from "./instructions.ts";
import { indentationAt, wholeLines } from "./lines.ts";
import { covers, type Span } from "./span.ts";

/** The top-level step that is exactly this command; undefined when it stands in a condition, loop or pipeline. */
export function stepOf(run: RunFacts, command: ShellCommand): Step | undefined {
  return run.script.steps[stepIndex(run, command)];
}

/** The place of that step among the steps of the script; -1 when there is none. */
export function stepIndex({ script }: RunFacts, command: ShellCommand): number {
  return command.isStep ? (places(script).get(command) ?? -1) : -1;
}

const places = remember(({ steps }: ShellScript): ReadonlyMap<ShellCommand, number> => {
  const found = new Map<ShellCommand, number>();
  for (const [index, step] of steps.entries())
    if (step.kind === "command") for (const command of step.commands) found.set(command, index);
  return found;
});

/**
 * Takes steps out of a script together with their operator and line. Comment lines between a step and the one
 * before it go with it; ask `losesComment` where that matters.
 * @returns undefined when one of them hangs on `||` or `&`, or none would be left
 */
export function removeSteps(
  dockerfile: Dockerfile,
  run: RunFacts,
  removed: readonly Step[],
): readonly Edit[] | undefined {
  const { steps } = run.script;
  const edits: Edit[] = [];
  const gone = new Set(removed);
  let isAnyKept = false;
  for (const [index, step] of steps.entries()) {
    if (!gone.has(step)) {
      isAnyKept = true;
      continue;
    }
    const before = steps[index - 1];
    const next = steps[index + 1];
    if (!isSequence(step) || (next && !isSequence(next)) || run.script.hasBackground) return undefined;
    const line = run.form === "heredoc" ? ownLines(dockerfile, step) : undefined;
    if (line) edits.push(removeSpan(line));
    else if (isAnyKept && before) edits.push(removeSpan({ start: before.span.end, end: step.span.end }));
    else if (next) edits.push(removeSpan({ start: step.span.start, end: next.span.start }));
  }
  return isAnyKept ? edits : undefined;
}

/** Puts a command in front of a step, in the layout of the script; undefined where a failure would go unnoticed. */
export function insertStepBefore(
  dockerfile: Dockerfile,
  { script, form }: RunFacts,
  step: Step,
  command: string,
): Edit | undefined {
  const { text, eol } = dockerfile;
  const index = script.steps.indexOf(step);
  const neighbour = index > 0 ? step : script.steps[1];
  if (index < 0 || !isSequence(step) || script.steps[index + 1]?.connector === "||") return undefined;
  if (form === "heredoc" && ownLines(dockerfile, step)) {
    return insertAt(step.span.start, `${command}${eol}${indentationAt(text, step.span.start)}`);
  }
  const before = neighbour && script.steps[script.steps.indexOf(neighbour) - 1];
  const layout = before && neighbour ? text.slice(before.span.end, neighbour.span.start) : "";
  const isOrdered =
    neighbour?.connector === "&&" || (neighbour?.connector === ";" && stopsOnError(script.commands[0]));
  const isUsable = isOrdered && !/\n[ \t]*(#|\r?\n)/.test(layout);
  return insertAt(step.span.start, `${command}${isUsable ? layout : " && "}`);
}

/** True when the edits take away a comment of the file. */
export function losesComment({ comments }: Dockerfile, edits: readonly Edit[]): boolean {
  return comments.some((comment) => edits.some(({ span }) => covers(span, comment.span)));
}

function isSequence({ connector }: Step): boolean {
  return connector !== "||" && connector !== "&";
}

/** The lines of a step that shares them with nothing else. */
function ownLines({ text }: Dockerfile, { span }: Step): Span | undefined {
  const lines = wholeLines(text, span);
  const isAlone =
    text.slice(lines.start, span.start).trim() === "" && text.slice(span.end, lines.end).trim() === "";
  return isAlone ? lines : undefined;
}
