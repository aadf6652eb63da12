import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import type { RunFacts } from "../facts/runs.ts";
import { insertAt } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { indentationAt, wholeLines } from "./lines.ts";

/**
 * Appends a command to the script of a RUN, so that it runs when everything before succeeded and a failure before it
 * still fails the build. Keeps the layout: on the same line, or on a line of its own, indented like the step before.
 * Works for here-documents too.
 * @returns undefined when something runs in the background or behind a comment, so that "afterwards" is not certain
 */
export function appendStep(dockerfile: Dockerfile, run: RunFacts, command: string): Edit | undefined {
  const { script, form } = run;
  const last = script.steps.at(-1);
  if (!last || !script.isUnderstood || script.hasHeredoc || script.hasBackground) return undefined;
  if (form === "heredoc") return appendToHeredoc(dockerfile, run, command);
  if (script.endsInComment) return undefined;
  // The status of `a; b` and `a || b` is that of the last list, so `&&` holds back the command as a chain would.
  const usesSemicolons = last.connector === ";" && stopsOnError(script.commands[0]);
  const operator = usesSemicolons ? ";" : " &&";
  const before = script.steps.at(-2);
  const between = before ? dockerfile.text.slice(before.span.end, last.span.start) : "";
  if (!between.includes("\n")) return insertAt(last.span.end, `${operator} ${command}`);
  const indentation = indentationAt(dockerfile.text, last.span.start);
  const operatorLeads = /\n[ \t]*&&[ \t]*$/.test(between) && !usesSemicolons;
  const lineBreak = `${dockerfile.escape}${dockerfile.eol}${indentation}`;
  return insertAt(
    last.span.end,
    operatorLeads ? ` ${lineBreak}&& ${command}` : `${operator} ${lineBreak}${command}`,
  );
}

/** On a line of its own where the script stops at the first error; otherwise tied to the last command. */
function appendToHeredoc(dockerfile: Dockerfile, { script }: RunFacts, command: string): Edit | undefined {
  const last = script.steps.at(-1);
  if (!last) return undefined;
  if (!stopsOnError(script.commands[0])) return insertAt(last.span.end, ` && ${command}`);
  return insertAt(
    last.span.end,
    `${dockerfile.eol}${indentationAt(dockerfile.text, last.span.start)}${command}`,
  );
}

/** `set -e` as the first command: a failing command ends the script. */
export function stopsOnError(first: RunFacts["script"]["commands"][number] | undefined): boolean {
  return (
    first?.name === "set" && first.args.some(({ value }) => /^-[a-z]*e/.test(value) || value === "errexit")
  );
}

/**
 * Removes an instruction with its lines, here-documents and inner comments included; comments above stay. Of two blank
 * lines that would meet, one goes too.
 */
export function removeInstruction({ text }: Dockerfile, instruction: Instruction): Edit {
  const { start, end } = wholeLines(text, instruction.span);
  const blankBehind = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200))?.[0] ?? "";
  const isBlankAbove = start > 0 && /\n[ \t]*\r?\n$/.test(text.slice(0, start).slice(-200));
  return { span: { start, end: isBlankAbove ? end + blankBehind.length : end }, text: "" };
}

/** The same, but comments between the lines of the instruction stay as lines of their own. */
export function removeKeepingComments(dockerfile: Dockerfile, instruction: Instruction): Edit {
  const { text, eol } = dockerfile;
  if (instruction.innerComments.length === 0) return removeInstruction(dockerfile, instruction);
  const span = wholeLines(text, instruction.span);
  const kept = instruction.innerComments.map((comment) => text.slice(comment.span.start, comment.span.end));
  return { span, text: `${kept.join(eol)}${eol}` };
}

/** A new line of its own above an instruction (and below the comments above it). */
export function insertLineAbove(dockerfile: Dockerfile, instruction: Instruction, line: string): Edit {
  const indentation = indentationAt(dockerfile.text, instruction.span.start);
  const start = wholeLines(dockerfile.text, instruction.span).start;
  return insertAt(start, `${indentation}${line}${dockerfile.eol}`);
}

/** A new line of its own above an instruction and the comment lines that stand directly on it. */
export function insertLineAboveComments(
  dockerfile: Dockerfile,
  instruction: Instruction,
  line: string,
): Edit {
  const { text, eol } = dockerfile;
  let { start } = wholeLines(text, instruction.span);
  for (const comment of instruction.comments.toReversed()) {
    const lines = wholeLines(text, comment.span);
    if (lines.end !== start) break;
    start = lines.start;
  }
  return insertAt(start, `${indentationAt(text, instruction.span.start)}${line}${eol}`);
}

/** A new line of its own below an instruction, also where the file does not end in a line break. */
export function insertLineBelow(dockerfile: Dockerfile, instruction: Instruction, line: string): Edit {
  const { text, eol } = dockerfile;
  const { end } = wholeLines(text, instruction.span);
  const indentation = indentationAt(text, instruction.span.start);
  const endsInBreak = text.slice(0, end).endsWith("\n");
  return insertAt(end, endsInBreak ? `${indentation}${line}${eol}` : `${eol}${indentation}${line}`);
}
