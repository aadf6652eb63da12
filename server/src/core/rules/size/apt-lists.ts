import { cacheMountFix } from "../../edits/cacheMounts.ts";
import type { Fix } from "../../edits/fix.ts";
import { appendStep } from "../../edits/instructions.ts";
import type { Amount } from "../../estimate/amount.ts";
import { aptListsAmount, keepsAptLists } from "../../estimate/aptLists.ts";
import { gainInWords } from "../../estimate/words.ts";
import type { Facts } from "../../facts/facts.ts";
import { listReaders, refreshesLists } from "../../facts/packageLists.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";

const cleanup = "rm -rf /var/lib/apt/lists/*";

export default defineRule({
  id: "apt-lists",
  group: "size",
  summary: "The package lists that `apt-get update` fetches stay in the layer.",
  why: "`apt-get update` writes 15 to 60 MB of package lists below `/var/lib/apt/lists`. They are of no use when the container runs, and they are out of date within days. Removing them in a later RUN frees nothing, because the layer of the RUN that fetched them keeps them. So they are removed at the end of the same RUN, or kept out of the layer by a cache mount, which also spares the download in the next build.",
  severity: "information",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3009"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const update = facts
        .packagesOf(run)
        .findLast((command) => command.manager === "apt" && refreshesLists(command));
      if (!update?.actionWord || !keepsAptLists(facts, update)) continue;
      const costs = aptListsAmount(run);
      yield {
        span: { start: update.command.nameWord.span.start, end: update.actionWord.span.end },
        message: `apt lists stay in this layer (${gainInWords(costs)})`,
        costs,
        fixes: fixes(facts, run, costs),
      };
    }
  },
});

/** Nothing is offered where a later RUN installs with these lists: there the update has to move first. */
function fixes(facts: Facts, run: RunFacts, costs: Amount): readonly Fix[] {
  const readers = listReaders(facts, run, "apt");
  if (readers.certain.length > 0) return [];
  const append = appendStep(facts.dockerfile, run, isRoot(run) ? cleanup : `sudo ${cleanup}`);
  const removal = append && { title: "Remove the apt lists in the same RUN", edits: [append], saves: costs };
  const mount = readers.possible.length === 0 ? cacheMountFix(facts, run, "apt") : undefined;
  const assumption = whatMayReadThem(run, readers.possible.length > 0);
  return [
    ...(removal
      ? [
          assumption
            ? { ...removal, safety: "review" as const, assumption }
            : { ...removal, safety: "safe" as const },
        ]
      : []),
    ...(mount ? [{ ...mount, saves: costs }] : []),
  ];
}

function whatMayReadThem({ instruction }: RunFacts, isPossible: boolean): string | undefined {
  if (instruction.isOnbuildTrigger)
    return "images built from this one run apt-get update themselves before they install";
  return isPossible
    ? "no script in a later RUN installs packages without an apt-get update of its own"
    : undefined;
}

/** With sudo in front of the update, the removal needs it too. */
function isRoot({ script }: RunFacts): boolean {
  return !script.commands.some(
    ({ name, wrappers }) => name.startsWith("apt") && wrappers.some(({ value }) => value === "sudo"),
  );
}
