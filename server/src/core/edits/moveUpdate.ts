import type { Facts } from "../facts/facts.ts";
import { readsLists } from "../facts/packageLists.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { isPlainChain } from "../shell/script.ts";
import { insertAt, sortEdits } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { removeInstruction, stopsOnError } from "./instructions.ts";
import { insertStepBefore, losesComment, removeSteps, stepOf } from "./steps.ts";

/** Takes the update away and puts it in front of every install that lives on it; apk has a flag for that. */
export function moveUpdate(
  facts: Facts,
  update: PackageCommand,
  readers: readonly RunFacts[],
): readonly Edit[] | undefined {
  const edits = [...(removeUpdate(facts, update) ?? [])];
  const isSameUser = readers.every(({ situation }) => situation.user === update.run.situation.user);
  if (edits.length === 0 || !isSameUser) return undefined;
  const { start, end } = update.command.span;
  const text = facts.dockerfile.text.slice(start, end);
  for (const reader of readers) {
    const installs = facts
      .packagesOf(reader)
      .filter((command) => command.manager === update.manager && readsLists(command));
    if (update.manager === "apk") {
      edits.push(...installs.flatMap((install) => noCache(install)));
      continue;
    }
    const step = installs[0] && stepOf(reader, installs[0].command);
    const edit = step && insertStepBefore(facts.dockerfile, reader, step, text);
    if (!edit || text.includes("\n")) return undefined;
    edits.push(edit);
  }
  return sortEdits(edits);
}

function removeUpdate({ dockerfile }: Facts, { run, command }: PackageCommand): readonly Edit[] | undefined {
  const step = stepOf(run, command);
  if (!step) return undefined;
  if (run.script.steps.length > 1) {
    const edits = removeSteps(dockerfile, run, [step]);
    return edits && losesComment(dockerfile, edits) ? undefined : edits;
  }
  const comments = run.instruction.innerComments.map(
    ({ span }) => `${dockerfile.text.slice(span.start, span.end).trimEnd()}${dockerfile.eol}`,
  );
  return [{ ...removeInstruction(dockerfile, run.instruction), text: comments.join("") }];
}

function noCache(install: PackageCommand): readonly Edit[] {
  if (!install.actionWord || hasOption(install, "--no-cache")) return [];
  return [insertAt(install.actionWord.span.end, " --no-cache")];
}

const inert: ReadonlySet<string> = new Set([
  "ENV",
  "ARG",
  "LABEL",
  "EXPOSE",
  "WORKDIR",
  "CMD",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "STOPSIGNAL",
]);

/** The update comes last in its RUN, the installs first in theirs, and nothing that matters stands between. */
export function isMoveCertain(
  facts: Facts,
  { run, command }: PackageCommand,
  readers: readonly RunFacts[],
): boolean {
  const runs = [run, ...readers];
  const last = Math.max(...readers.map(({ instruction }) => instruction.index));
  const between = facts.dockerfile.instructions.slice(run.instruction.index + 1, last);
  return (
    run.script.commands.at(-1) === command &&
    readers.every((reader) => reader.stage === run.stage) &&
    runs.every(
      ({ instruction, script }) =>
        instruction.flags.length === 0 && (isPlainChain(script) || stopsOnError(script.commands[0])),
    ) &&
    readers.every((reader) => startsWithInstall(facts, reader)) &&
    between.every(
      (instruction) =>
        inert.has(instruction.keyword) || readers.some((reader) => reader.instruction === instruction),
    )
  );
}

function startsWithInstall(facts: Facts, reader: RunFacts): boolean {
  const first = reader.script.commands.find(({ name }) => name !== "set");
  return facts.packagesOf(reader).find(readsLists)?.command === first;
}
