import { sortEdits } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { appendStep, removeInstruction } from "../../edits/instructions.ts";
import type { Span } from "../../edits/span.ts";
import { losesComment, removeSteps, stepOf } from "../../edits/steps.ts";
import { bytesInWords } from "../../estimate/words.ts";
import { type Cleanup, lateCleanups } from "../../facts/cleanups.ts";
import type { Facts } from "../../facts/facts.ts";
import { listReaders } from "../../facts/packageLists.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "late-cleanup",
  group: "size",
  summary: "A RUN removes what an earlier layer holds, so that the image gets no smaller.",
  why: "Layers only ever add. What a later RUN removes is hidden from the container, but it stays in the layer that brought it and is pushed and pulled with every image. Only a cleanup in the same RUN keeps the bytes out. The fix moves the commands there; a copied file is better brought in by a bind mount, which leaves nothing behind.",
  severity: "warning",
  phase: "order",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || run.instruction.isOnbuildTrigger || !run.script.isUnderstood) continue;
      const cleanups = lateCleanups(facts, run);
      const isLate = ({ runs, copies }: Cleanup) => runs.length + copies.length > 0;
      for (const group of neighbours(run, cleanups.filter(isLate))) yield lateProblem(facts, run, group);
      if (cleanups.some(isLate)) continue;
      for (const group of neighbours(run, cleanups)) yield idleProblem(facts, run, group);
    }
  },
});

function lateProblem(facts: Facts, run: RunFacts, group: Group): Problem {
  const [first] = group;
  const main = group.find(({ command }) => command.name === "rm") ?? first;
  const bytes = copiedBytes(facts, main);
  const fix = moveFix(facts, run, group);
  return {
    span: spanOf(group),
    message: `removed too late: ${main.what} ${layerOf(main)}${bytes === undefined ? "" : ` (${bytesInWords(bytes)})`}`,
    fixes: fix ? [fix] : [],
  };
}

/** Every RUN above has cleaned up after itself, so nothing is left to do here. */
function idleProblem(facts: Facts, run: RunFacts, group: Group): Problem {
  const edits = removal(facts, run, group);
  const fix: Fix = {
    title: "Remove the cleanup that finds nothing",
    safety: "review",
    assumption: "The base image brings nothing of the kind along",
    edits: edits ?? [],
  };
  return {
    span: spanOf(group),
    message: `nothing is left to remove: the RUN that made ${group[0].what} has cleaned up itself`.replace("made apt lists", "fetched the apt lists"),
    severity: "hint",
    isUnnecessary: true,
    fixes: edits && !losesComment(facts.dockerfile, edits) ? [fix] : [],
  };
}

type Group = readonly [Cleanup, ...Cleanup[]];

/** Cleanups that follow each other are one finding. */
function neighbours(run: RunFacts, cleanups: readonly Cleanup[]): readonly Group[] {
  const groups: [Cleanup, ...Cleanup[]][] = [];
  for (const cleanup of cleanups) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const position = stepIndex(run, cleanup.command);
    if (group && before && position > 0 && stepIndex(run, before.command) === position - 1) group.push(cleanup);
    else groups.push([cleanup]);
  }
  return groups;
}

function spanOf(group: Group): Span {
  return { start: group[0].command.span.start, end: (group.at(-1) ?? group[0]).command.span.end };
}

function stepIndex(run: RunFacts, command: ShellCommand): number {
  const step = stepOf(run, command);
  return step ? run.script.steps.indexOf(step) : -1;
}

function layerOf({ kind, what, runs }: Cleanup): string {
  const stay = /s$/.test(what) && kind !== "files" ? "stay" : "stays";
  if (runs.length === 0) return `${stay} in the layer of its COPY`;
  const verb = kind === "packages" ? "installed them" : kind === "files" ? "made it" : stay === "stay" ? "fetched them" : "filled it";
  return `${stay} in the layer of the RUN that ${verb}`;
}

function copiedBytes({ known: { context } }: Facts, { copies }: Cleanup): number | undefined {
  const [copy, ...others] = copies;
  const [source, ...more] = copy?.sources ?? [];
  if (!copy?.isFromContext || source?.path === undefined || others.length + more.length > 0) return undefined;
  return source.path === "" ? undefined : context?.size(source.path);
}

function moveFix(facts: Facts, run: RunFacts, group: Group): Fix | undefined {
  const { dockerfile } = facts;
  const removed = removal(facts, run, group);
  if (!removed || !group.every((cleanup) => isMovable(facts, run, cleanup))) return undefined;
  const appended: Edit[] = [];
  for (const maker of new Set(group.flatMap(({ runs }) => runs))) {
    const commands = group.filter(({ runs }) => runs.includes(maker)).map(({ command }) => onOneLine(facts, command));
    const edit = appendStep(dockerfile, maker, commands.join(" && "));
    if (!edit) return undefined;
    appended.push(edit);
  }
  const edits = sortEdits([...appended, ...removed]);
  if (losesComment(dockerfile, edits)) return undefined;
  const title = `Clean up in the RUN that ${group[0].kind === "packages" ? "installs" : "makes"} it`.replace("installs it", "installs them");
  return { title, safety: "review", assumption: "Nothing in between needs what is removed", edits };
}

function removal({ dockerfile }: Facts, run: RunFacts, group: Group): readonly Edit[] | undefined {
  const steps = group.flatMap(({ command }) => stepOf(run, command) ?? []);
  if (steps.length !== group.length) return undefined;
  const isEverything = run.script.steps.every((step) => steps.includes(step));
  return isEverything ? [removeInstruction(dockerfile, run.instruction)] : removeSteps(dockerfile, run, steps);
}

function onOneLine({ dockerfile }: Facts, { span, wrappers, nameWord, args }: ShellCommand): string {
  const text = dockerfile.text.slice(span.start, span.end);
  return text.includes("\n") ? [...wrappers, nameWord, ...args].map((word) => word.text).join(" ") : text;
}

function isMovable(facts: Facts, run: RunFacts, { kind, command, runs, copies, what }: Cleanup): boolean {
  const [maker, ...others] = runs;
  if (!maker || copies.length > 0 || command.name === "find") return false;
  const isAlike = (other: RunFacts) => other.stage === run.stage && other.situation.user === run.situation.user && other.situation.workdir === run.situation.workdir;
  if (!runs.every(isAlike) || /\bprune\b/.test(command.args[0]?.value ?? "")) return false;
  if (kind === "cache") return !what.startsWith("apt") || runs.every((other) => listReaders(facts, other, "apt").certain.length === 0);
  // Any program in between may load what is installed there.
  if (others.length > 0 || what.endsWith("node_modules")) return false;
  const between = facts.dockerfile.text.slice(maker.instruction.span.end, command.span.start);
  if (kind === "files") return !command.args.some(({ value, isLiteral }) => !value.startsWith("-") && (!isLiteral || between.includes(lastPart(value))));
  const isFirst = run.script.steps[0]?.commands.includes(command) || lateCleanups(facts, run)[0]?.command === run.script.commands[0];
  return isFirst === true && !facts.runs.some(({ instruction: { index } }) => index > maker.instruction.index && index < run.instruction.index);
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, "").replace(/^.*\//, "");
}
