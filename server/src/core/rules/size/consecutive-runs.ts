import type { Fix } from "../../edits/fix.ts";
import { canMerge, mergeRuns } from "../../edits/mergeRuns.ts";
import type { Facts } from "../../facts/facts.ts";
import { pathsChanged, pathsMade, pathsMeet, pathsRemoved } from "../../facts/paths.ts";
import type { RunFacts } from "../../facts/runs.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "consecutive-runs",
  group: "size",
  summary: "RUN instructions in a row make several layers where one would do.",
  why: "Every RUN adds a layer that keeps all files as they are at its end. When a later RUN removes or changes files of an earlier one, both states are in the image, so merging the two makes it smaller. Otherwise a merge only makes the history shorter, and a change to one of the commands executes all of them again: RUNs that install packages are therefore left apart from those that do something else. Commands that change the directory, variables or options of their shell are put into a subshell.",
  severity: "hint",
  phase: "order",
  safety: ["safe", "review"],
  aliases: ["DL3059"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!stage.isShipped) continue;
      for (const row of mergeableRows(facts, stage)) {
        for (const group of groups(facts, row)) yield problem(facts, group);
      }
    }
  },
});

/** RUNs with nothing but comments between them, as long as they can be merged. */
function mergeableRows(facts: Facts, { stage }: StageFacts): readonly (readonly RunFacts[])[] {
  const rows: RunFacts[][] = [];
  let before: RunFacts | undefined;
  for (const instruction of stage.instructions) {
    const run = instruction.keyword === "RUN" ? facts.run(instruction) : undefined;
    const row = rows.at(-1);
    if (run && before && row && canMerge(facts, before, run)) row.push(run);
    else if (run) rows.push([run]);
    before = run;
  }
  return rows.filter((row) => row.length > 1);
}

interface Group {
  readonly runs: RunFacts[];
  isSafe: boolean;
  /** The RUN that has bytes of an earlier one in its layer again, or hides them. */
  waste: Waste | undefined;
}

interface Waste {
  readonly run: RunFacts;
  readonly verb: "removes" | "changes";
  readonly path: string;
}

/** Parts of a row that are worth merging. */
function groups(facts: Facts, row: readonly RunFacts[]): readonly Group[] {
  const wasteOf = row.map((_, at) => firstWaste(row, at));
  const found: Group[] = [];
  for (const [at, run] of row.entries()) {
    const group = found.at(-1);
    const waste = wasteOf.find((other, end) => other && other.from < at && at <= end);
    const join = group && (waste ? "safe" : affinity(facts, group.runs, run));
    if (!group || !join) {
      found.push({ runs: [run], isSafe: true, waste: undefined });
      continue;
    }
    group.runs.push(run);
    if (join === "review") group.isSafe = false;
    group.waste ??= waste;
  }
  return found.filter(({ runs }) => runs.length > 1);
}

/** The nearest earlier RUN whose files this one removes or changes. */
function firstWaste(row: readonly RunFacts[], at: number): (Waste & { readonly from: number }) | undefined {
  const run = row[at];
  if (!run) return undefined;
  const removed = pathsRemoved(run).map(({ path }) => ({ path, verb: "removes" as const }));
  const changed = pathsChanged(run).map(({ path }) => ({ path, verb: "changes" as const }));
  for (let from = at - 1; from >= 0; from -= 1) {
    const made = row[from] ? pathsMade(row[from]) : [];
    const hit = [...removed, ...changed].find((use) => made.some(({ path }) => pathsMeet(path, use.path)));
    if (hit) return { ...hit, run, from };
  }
  return undefined;
}

const lightCommands: ReadonlySet<string> = new Set([
  "mkdir", "ln", "touch", "echo", "printf", "sed", "rm", "rmdir", "mv", "test", "[", "true", ":", "cd", "export", "set", "umask",
  "useradd", "adduser", "usermod", "groupadd", "addgroup", "chmod", "chown", "chgrp", "chsh", "tee", "cat", "which", "command",
]);

/** Whether the RUN belongs to the group, by what both do; packages stay among themselves. */
function affinity(facts: Facts, group: readonly RunFacts[], run: RunFacts): "safe" | "review" | undefined {
  const installed = new Set(group.flatMap((other) => managers(facts, other)));
  const own = managers(facts, run);
  if (installed.size > 0 || own.length > 0) return own.some((manager) => installed.has(manager)) ? "review" : undefined;
  const isLight = [...group, run].every(({ script }) => script.commands.every(({ name }) => lightCommands.has(name)));
  return isLight ? "safe" : "review";
}

function managers(facts: Facts, run: RunFacts): readonly string[] {
  return facts.packagesOf(run).map(({ manager }) => manager);
}

function problem({ dockerfile }: Facts, { runs, waste, isSafe }: Group): Problem {
  const title = `Merge ${runs.length} RUNs into one`;
  const edits = mergeRuns(dockerfile, runs);
  const assumption = "It is all right that a change to one of the commands executes all of them again";
  const fix: Fix = isSafe ? { title, safety: "safe", edits } : { title, safety: "review", assumption, edits };
  const span = (waste?.run ?? runs[1] ?? runs[0])?.instruction.keywordSpan;
  return {
    span: span ?? { start: 0, end: 0 },
    message: waste
      ? `This RUN ${waste.verb} ${waste.path}, which stays in the layer of an earlier RUN`
      : `${runs.length} RUNs in a row make ${runs.length} layers where one would do`,
    severity: waste ? "information" : "hint",
    fixes: [fix],
  };
}
