import { type Cleanup, crowd, lateCleanups } from "../facts/cleanups.ts";
import type { Facts } from "../facts/facts.ts";
import { listReaders } from "../facts/packageLists.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import { appendStep, removeInstruction } from "./instructions.ts";
import { losesComment, removeSteps, stepIndex, stepOf } from "./steps.ts";

/** Cleanups that follow each other directly. */
export type CleanupGroup = readonly [Cleanup, ...Cleanup[]];

/** Splits the cleanups of a RUN where other steps stand between them, and where only some can move. */
export function groupCleanups(facts: Facts, run: RunFacts): readonly CleanupGroup[] {
  const groups: [Cleanup, ...Cleanup[]][] = [];
  for (const cleanup of lateCleanups(facts, run)) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const position = stepIndex(run, cleanup.command);
    const follows = before && position > 0 && stepIndex(run, before.command) === position - 1;
    if (group && before && follows && isMovable(facts, run, before) === isMovable(facts, run, cleanup))
      group.push(cleanup);
    else groups.push([cleanup]);
  }
  return groups;
}

/** Takes cleanup commands away that find nothing. */
export function dropCleanup(facts: Facts, run: RunFacts, group: CleanupGroup): Fix | undefined {
  const edits = removal(facts, run, group);
  if (!edits || losesComment(facts.dockerfile, edits)) return undefined;
  const assumption = "the base image brings nothing of the kind along";
  return { title: "Remove the cleanup that finds nothing", safety: "review", assumption, edits };
}

/** Puts cleanup commands at the end of the RUNs that make them necessary; undefined where something in between needs what they remove. */
export function moveCleanup(facts: Facts, run: RunFacts, group: CleanupGroup): Fix | undefined {
  const { dockerfile } = facts;
  const removed = removal(facts, run, group);
  if (!removed || !group.every((cleanup) => isMovable(facts, run, cleanup))) return undefined;
  const appended: Edit[] = [];
  for (const maker of new Set(group.flatMap(({ runs }) => runs))) {
    const commands = group
      .filter(({ runs }) => runs.includes(maker))
      .map(({ command }) => onOneLine(facts, command));
    const edit = appendStep(dockerfile, maker, commands.join(" && "));
    if (!edit) return undefined;
    appended.push(edit);
  }
  const edits = sortEdits([...appended, ...removed]);
  if (losesComment(dockerfile, edits)) return undefined;
  const title = `Clean up in the RUN that ${group.some(({ kind }) => kind === "packages") ? "installs them" : "makes it"}`;
  return { title, safety: "review", assumption: "nothing in between needs what is removed", edits };
}

function removal({ dockerfile }: Facts, run: RunFacts, group: CleanupGroup): readonly Edit[] | undefined {
  const steps = new Set(group.flatMap(({ command }) => stepOf(run, command) ?? []));
  if (steps.size !== group.length) return undefined;
  const isEverything = run.script.steps.every((step) => steps.has(step));
  return isEverything
    ? [removeInstruction(dockerfile, run.instruction)]
    : removeSteps(dockerfile, run, [...steps]);
}

function onOneLine({ dockerfile }: Facts, { span, wrappers, nameWord, args }: ShellCommand): string {
  const text = dockerfile.text.slice(span.start, span.end);
  return text.includes("\n") ? [...wrappers, nameWord, ...args].map((word) => word.text).join(" ") : text;
}

function isMovable(facts: Facts, run: RunFacts, { kind, command, runs, copies, what }: Cleanup): boolean {
  const [maker, ...others] = runs;
  // What finds nothing is left out wherever the rest goes.
  if (!maker && copies.length === 0) return true;
  if (!maker || copies.length > 0 || others.length > crowd || command.name === "find") return false;
  const isAlike = (other: RunFacts) =>
    other.stage === run.stage &&
    other.situation.user === run.situation.user &&
    (kind !== "files" || other.situation.workdir === run.situation.workdir);
  if (!runs.every(isAlike) || /\bprune\b/.test(command.args[0]?.value ?? "")) return false;
  if (kind === "cache")
    return (
      !what.startsWith("apt") || runs.every((other) => listReaders(facts, other, "apt").certain.length === 0)
    );
  // Any program in between may load what is installed there.
  if (others.length > 0 || what.endsWith("node_modules")) return false;
  const between = facts.dockerfile.text.slice(maker.instruction.span.end, command.span.start);
  if (kind === "files")
    return !command.args.some(
      ({ value, isLiteral }) => !value.startsWith("-") && (!isLiteral || between.includes(lastPart(value))),
    );
  const isFirst =
    run.script.steps[0]?.commands.includes(command) ||
    lateCleanups(facts, run)[0]?.command === run.script.commands[0];
  return (
    isFirst === true &&
    !facts.runs.some(
      ({ instruction: { index } }) => index > maker.instruction.index && index < run.instruction.index,
    )
  );
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, "").replace(/^.*\//, "");
}
