import { insertAt, sortEdits } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { removeInstruction, stopsOnError } from "../../edits/instructions.ts";
import { insertStepBefore, losesComment, removeSteps, stepOf } from "../../edits/steps.ts";
import type { Facts } from "../../facts/facts.ts";
import { isMounted } from "../../facts/mounts.ts";
import { listFolders, listReaders, readsLists, refreshesLists } from "../../facts/packageLists.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { isPlainChain } from "../../shell/script.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "split-update-install",
  group: "size",
  summary: "Package lists are fetched in one RUN and used by an install in another.",
  why: "Docker caches each RUN by its text. When the list of packages to install changes, the RUN with the install is executed again, but the one with the update comes from the cache, perhaps from months ago: the install then gets old versions, or fails because the mirror has them no more. In one RUN both are executed together. It also lets the lists be removed in the layer that they are written to.",
  severity: "warning",
  phase: "order",
  safety: ["safe", "review"],
  aliases: ["DS-0017", "CKV_DOCKER_5"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      const update = loneUpdate(facts, run);
      if (!update?.actionWord) continue;
      const readers = listReaders(facts, run, update.manager).certain;
      if (readers.length === 0 || readers.some(({ instruction }) => instruction.isOnbuildTrigger)) continue;
      const edits = joinEdits(facts, update, readers);
      yield {
        span: { start: update.command.nameWord.span.start, end: update.actionWord.span.end },
        message: `${update.program} ${update.actionWord.value} is cached apart from the install that needs it, so its lists go stale`,
        fixes: edits ? [joinFix(facts, update, readers, edits)] : [],
      };
    }
  },
});

/** The last command that fetches lists, when nothing behind it in the RUN reads them and they stay in the layer. */
function loneUpdate(facts: Facts, run: RunFacts): PackageCommand | undefined {
  const commands = facts.packagesOf(run);
  const update = commands.findLast(refreshesLists);
  if (!update || run.instruction.isOnbuildTrigger || isMounted(run, listFolders[update.manager] ?? "/")) return undefined;
  const isRead = commands.slice(commands.indexOf(update)).some((other) => other.manager === update.manager && readsLists(other));
  return isRead ? undefined : update;
}

/** Takes the update away and puts it in front of every install that lives on it; apk has a flag for that. */
function joinEdits(facts: Facts, update: PackageCommand, readers: readonly RunFacts[]): readonly Edit[] | undefined {
  const edits = [...(removeUpdate(facts, update) ?? [])];
  const isSameUser = readers.every(({ situation }) => situation.user === update.run.situation.user);
  if (edits.length === 0 || !isSameUser) return undefined;
  const { start, end } = update.command.span;
  const text = facts.dockerfile.text.slice(start, end);
  for (const reader of readers) {
    const installs = facts.packagesOf(reader).filter((command) => command.manager === update.manager && readsLists(command));
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
  const comments = run.instruction.innerComments.map(({ span }) => `${dockerfile.text.slice(span.start, span.end).trimEnd()}${dockerfile.eol}`);
  return [{ ...removeInstruction(dockerfile, run.instruction), text: comments.join("") }];
}

function noCache(install: PackageCommand): readonly Edit[] {
  if (!install.actionWord || hasOption(install, "--no-cache")) return [];
  return [insertAt(install.actionWord.span.end, " --no-cache")];
}

function joinFix(facts: Facts, update: PackageCommand, readers: readonly RunFacts[], edits: readonly Edit[]): Fix {
  const isApk = update.manager === "apk";
  const title = isApk ? "Use apk add --no-cache instead" : `Move ${update.program} ${update.action} into the install's RUN`;
  if (isCertain(facts, update, readers)) return { title, safety: "safe", edits };
  return { title, safety: "review", assumption: "Nothing between the update and the install needs the lists or changes where they come from", edits };
}

const inert: ReadonlySet<string> = new Set(["ENV", "ARG", "LABEL", "EXPOSE", "WORKDIR", "CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL"]);

/** The update comes last in its RUN, the installs first in theirs, and nothing that matters stands between. */
function isCertain(facts: Facts, { run, command }: PackageCommand, readers: readonly RunFacts[]): boolean {
  const runs = [run, ...readers];
  const last = Math.max(...readers.map(({ instruction }) => instruction.index));
  const between = facts.dockerfile.instructions.slice(run.instruction.index + 1, last);
  return (
    run.script.commands.at(-1) === command &&
    readers.every((reader) => reader.stage === run.stage) &&
    runs.every(({ instruction, script }) => instruction.flags.length === 0 && (isPlainChain(script) || stopsOnError(script.commands[0]))) &&
    readers.every((reader) => startsWithInstall(facts, reader)) &&
    between.every((instruction) => inert.has(instruction.keyword) || readers.some((reader) => reader.instruction === instruction))
  );
}

function startsWithInstall(facts: Facts, reader: RunFacts): boolean {
  const first = reader.script.commands.find(({ name }) => name !== "set");
  return facts.packagesOf(reader).find(readsLists)?.command === first;
}
