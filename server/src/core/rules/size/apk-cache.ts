import { insertAt, sortEdits } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { losesComment, removeSteps, stepOf } from "../../edits/steps.ts";
import { type Amount, between } from "../../estimate/amount.ts";
import { gainInWords } from "../../estimate/words.ts";
import type { Facts } from "../../facts/facts.ts";
import { isInside, isMounted } from "../../facts/mounts.ts";
import { listReaders, readsLists, refreshesLists } from "../../facts/packageLists.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import { pathsRemoved, withoutGlob } from "../../facts/paths.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

const cache = "/var/cache/apk";
const index: Amount = {
  download: between(1.5e6, 2e6, 3e6),
  unpacked: between(1.5e6, 2.5e6, 3.5e6),
  source: "rule-of-thumb",
  reasons: ["apk index of the main and community repositories"],
};

export default defineRule({
  id: "apk-cache",
  group: "size",
  summary: "`apk add` keeps the package index in the layer.",
  why: "Without `--no-cache`, apk stores the index of every repository below `/var/cache/apk`, where nothing in the image reads it again. With the flag it reads the index in memory and always the current one, so that a separate `apk update` is not needed either. Removing `/var/cache/apk/*` at the end of the same RUN does as well.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3019", "DS-0025"],
  *check(facts): Generator<Problem> {
    for (const command of facts.packages) {
      const { manager, action, actionWord, run } = command;
      if (manager !== "apk" || !actionWord || !run.stage?.isShipped || isKeptOut(command)) continue;
      const span = { start: command.command.nameWord.span.start, end: actionWord.span.end };
      if (installs(command) && !isIndexUnwanted(command)) {
        yield {
          span,
          message: `apk keeps its package index in this layer (${gainInWords(index)})`,
          costs: index,
          fixes: [
            {
              title: `Add --no-cache to apk ${action}`,
              safety: "safe",
              edits: [noCache(actionWord)],
              saves: index,
            },
          ],
        };
      } else if (refreshesLists(command) && isPointless(facts, command)) {
        const fix = removal(facts, command);
        yield {
          span,
          message: `apk add --no-cache needs no apk update, which leaves its index in this layer (${gainInWords(index)})`,
          fixes: fix ? [fix] : [],
        };
      }
    }
  },
});

function isKeptOut({ run, command }: PackageCommand): boolean {
  if (isMounted(run, cache) || isMounted(run, "/etc/apk/cache")) return true;
  return pathsRemoved(run).some(
    ({ path, command: removing }) =>
      removing.span.start > command.span.start && isInside(cache, withoutGlob(path)),
  );
}

/** `--no-network` lives on the index of an earlier command; `--cache-dir` has a place of its own. */
function isIndexUnwanted(command: PackageCommand): boolean {
  return hasOption(command, "--no-cache", "--no-network", "--cache-dir");
}

/** Every other apk command of the RUN can take its own index, and no later RUN lives on this one. */
function isPointless(facts: Facts, update: PackageCommand): boolean {
  const readers = readersOf(facts, update.run);
  if (
    readers.length === 0 ||
    readers.some((other) => !installs(other) || hasOption(other, "--no-network", "--cache-dir"))
  )
    return false;
  const later = listReaders(facts, update.run, "apk");
  return (
    later.possible.length === 0 &&
    later.certain.every((run) => readersOf(facts, run).every((other) => hasOption(other, "--no-cache")))
  );
}

function readersOf(facts: Facts, run: RunFacts): readonly PackageCommand[] {
  return facts.packagesOf(run).filter((command) => command.manager === "apk" && readsLists(command));
}

function installs({ action }: PackageCommand): boolean {
  return action === "add" || action === "upgrade";
}

function removal(facts: Facts, { run, command }: PackageCommand): Fix | undefined {
  const step = stepOf(run, command);
  const edits = step && removeSteps(facts.dockerfile, run, [step]);
  if (!edits || losesComment(facts.dockerfile, edits)) return undefined;
  const flags = readersOf(facts, run).flatMap((other) =>
    other.actionWord && !hasOption(other, "--no-cache") ? [noCache(other.actionWord)] : [],
  );
  return {
    title: "Remove the apk update",
    safety: "safe",
    edits: sortEdits([...edits, ...flags]),
    saves: index,
  };
}

function noCache({ span }: Word): Edit {
  return insertAt(span.end, " --no-cache");
}
