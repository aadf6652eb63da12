import type { Dockerfile } from "../document/dockerfile.ts";
import type { OptionUse, WantedOption } from "../facts/options.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { removeSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { removeInstruction } from "./instructions.ts";
import { losesComment, removeSteps, stepOf } from "./steps.ts";
import { removeWord } from "./words.ts";

/** Takes an option out of its command: the words, or the one letter. */
export function removeOption(
  dockerfile: Dockerfile,
  { command, words, letterAt }: OptionUse<WantedOption>,
): readonly Edit[] {
  const [word] = words;
  if (letterAt === undefined) return words.map((one) => removeWord(dockerfile, command, one));
  const start = word.span.start + letterAt;
  return word.text === word.value ? [removeSpan({ start, end: start + 1 })] : [];
}

/** Takes a whole command out of its RUN, or the RUN with it; empty where it is part of something, or of a trigger. */
export function removeCommand(dockerfile: Dockerfile, run: RunFacts, command: ShellCommand): readonly Edit[] {
  const step = stepOf(run, command);
  if (!step || !run.script.isUnderstood || run.instruction.isOnbuildTrigger) return [];
  const isAll = run.script.steps.length === 1;
  const edits = isAll
    ? [removeInstruction(dockerfile, run.instruction)]
    : removeSteps(dockerfile, run, [step]);
  return edits && !losesComment(dockerfile, edits) ? edits : [];
}
