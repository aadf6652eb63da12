import type { Fix } from "../../edits/fix.ts";
import { canMerge, mergeRuns } from "../../edits/mergeRuns.ts";
import type { Facts } from "../../facts/facts.ts";
import { type LayerWaste, layerWaste } from "../../facts/layerWaste.ts";
import type { Manager } from "../../facts/packages.ts";
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
  readonly runs: readonly RunFacts[];
  readonly isSafe: boolean;
  readonly waste: Waste | undefined;
}

interface Waste extends LayerWaste {
  /** The later RUN. */
  readonly run: RunFacts;
  /** Place of the earlier RUN in the row. */
  readonly from: number;
}

/** Parts of a row that are worth merging. */
function groups(facts: Facts, row: readonly RunFacts[]): readonly Group[] {
  const wastes = row.map((_, at) => wasteOf(facts, row, at));
  const found: Group[] = [];
  for (const [at, run] of row.entries()) {
    const group = found.at(-1);
    const waste = wastes.find((other, end) => other && other.from < at && at <= end);
    const join = group && (waste ? "safe" : affinity(facts, group.runs, run));
    if (!group || !join) found.push({ runs: [run], isSafe: true, waste: undefined });
    else found[found.length - 1] = { runs: [...group.runs, run], isSafe: group.isSafe && join === "safe", waste: group.waste ?? waste };
  }
  return found.filter(({ runs }) => runs.length > 1);
}

/** Looks back to the nearest RUN whose files or packages this one removes or changes. */
function wasteOf(facts: Facts, row: readonly RunFacts[], at: number): Waste | undefined {
  for (const [from, made] of [...row.slice(0, at).entries()].reverse()) {
    const run = row[at];
    const found = run && !isLight(made) && layerWaste(facts, made, run);
    if (found) return { ...found, run, from };
  }
  return undefined;
}

const lightCommands: ReadonlySet<string> = new Set([
  "mkdir", "ln", "touch", "echo", "printf", "sed", "rm", "rmdir", "mv", "test", "[", "true", ":", "cd", "export", "set", "umask",
  "useradd", "adduser", "usermod", "groupadd", "addgroup", "chmod", "chown", "chgrp", "chsh", "tee", "cat", "which", "command",
]);

function isLight({ script }: RunFacts): boolean {
  return script.commands.every(({ name }) => lightCommands.has(name));
}

/** Whether the RUN belongs to the group, by what both do; installs stay among their like. */
function affinity(facts: Facts, group: readonly RunFacts[], run: RunFacts): "safe" | "review" | undefined {
  const before = new Set(group.flatMap((other) => installers(facts, other)));
  const own = installers(facts, run);
  const all = [...group, run];
  if (before.size === 0 && own.length === 0) return all.every(isLight) ? "safe" : "review";
  return own.some((manager) => before.has(manager)) && all.every((other) => onlyInstalls(facts, other)) ? "review" : undefined;
}

/** A RUN that builds something as well changes more often than one that installs. */
function onlyInstalls(facts: Facts, run: RunFacts): boolean {
  const calls = facts.packagesOf(run).map(({ command }) => command);
  return run.script.commands.every((command) => calls.includes(command) || lightCommands.has(command.name));
}

const installs: ReadonlySet<string> = new Set(["install", "add", "ci", "sync", "upgrade", "update", "restore", "download", "fetch"]);

function installers(facts: Facts, run: RunFacts): readonly Manager[] {
  return facts.packagesOf(run).flatMap(({ manager, action }) => (installs.has(action) || systemManagers.has(manager) ? [manager] : []));
}

const systemManagers: ReadonlySet<Manager> = new Set<Manager>(["apt", "apk", "yum", "dnf", "microdnf", "zypper"]);

function problem({ dockerfile }: Facts, { runs, waste, isSafe }: Group): Problem {
  const title = `Merge ${runs.length} RUNs into one`;
  const edits = mergeRuns(dockerfile, runs);
  const assumption = "It is all right that a change to one of the commands executes all of them again";
  // In a here-document a comment of the Dockerfile becomes one of the shell.
  const movesComment = runs.some(({ form, instruction }, at) => form === "heredoc" && at > 0 && instruction.comments.length > 0);
  const fix: Fix = isSafe && !movesComment ? { title, safety: "safe", edits } : { title, safety: "review", assumption, edits };
  const span = (waste?.run ?? runs[1] ?? runs[0])?.instruction.keywordSpan;
  return {
    span: span ?? { start: 0, end: 0 },
    message: waste
      ? `This RUN ${waste.verb} ${waste.what}, ${waste.verb === "removes" ? "which stays" : "whose old state stays"} in the layer of an earlier RUN`
      : `${runs.length} RUNs in a row make ${runs.length} layers where one would do`,
    severity: waste ? "information" : "hint",
    fixes: [fix],
  };
}
