import type { Facts } from "../facts/facts.ts";
import { type LayerWaste, layerWaste } from "../facts/layerWaste.ts";
import { type Manager, systemManagers } from "../facts/packagePrograms.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { StageFacts } from "../facts/stages.ts";
import { canMerge } from "./mergeRuns.ts";

/** RUNs of a stage that stand in a row, can be merged, and are worth it. */
export function runGroups(facts: Facts, stage: StageFacts): readonly RunGroup[] {
  return mergeableRows(facts, stage).flatMap((row) => groups(facts, row));
}

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

export interface RunGroup {
  readonly runs: readonly RunFacts[];
  readonly isSafe: boolean;
  readonly waste: RowWaste | undefined;
  readonly traits: Traits;
}

interface RowWaste extends LayerWaste {
  /** The later RUN. */
  readonly run: RunFacts;
  /** Place of the earlier RUN in the row. */
  readonly from: number;
}

/** Parts of a row that are worth merging. One that has grown may fit the one before it, as it would once merged. */
function groups(facts: Facts, row: readonly RunFacts[]): readonly RunGroup[] {
  const wastes = wastesIn(facts, row);
  const found: GrowingGroup[] = [];
  for (const [at, run] of row.entries()) {
    let group: GrowingGroup = { runs: [run], isSafe: true, waste: undefined, traits: traitsOf(facts, run) };
    let waste = wastes[at];
    for (let before = found.at(-1); before; before = found.at(-1)) {
      const join = waste ? "safe" : affinity(before.traits, group.traits);
      if (!join) break;
      before.runs.push(...group.runs);
      group = {
        runs: before.runs,
        isSafe: before.isSafe && group.isSafe && join === "safe",
        waste: before.waste ?? group.waste ?? waste,
        traits: together(before.traits, group.traits),
      };
      waste = undefined;
      found.pop();
    }
    found.push(group);
  }
  return found.filter((group) => group.runs.length > 1);
}

interface GrowingGroup extends RunGroup {
  readonly runs: RunFacts[];
}

/** For each RUN behind one whose files are removed or changed later on, up to that later one: what is wasted. */
function wastesIn(facts: Facts, row: readonly RunFacts[]): readonly (RowWaste | undefined)[] {
  const wastes: (RowWaste | undefined)[] = row.map(() => undefined);
  for (const end of row.keys()) {
    const waste = wasteOf(facts, row, end);
    for (let at = (waste?.from ?? end) + 1; at <= end; at += 1) wastes[at] ??= waste;
  }
  return wastes;
}

/** Long rows are rare, and looking at every pair of one would take time that grows with its square. */
const farthest = 20;

/** Looks back to the nearest RUN whose files or packages this one removes or changes. */
function wasteOf(facts: Facts, row: readonly RunFacts[], at: number): RowWaste | undefined {
  const run = row[at];
  for (let from = at - 1; from >= Math.max(0, at - farthest); from -= 1) {
    const made = row[from];
    const found = run && made && !isLight(made) && layerWaste(facts, made, run);
    if (found) return { ...found, run, from };
  }
  return undefined;
}

const lightCommands: ReadonlySet<string> = new Set([
  "mkdir",
  "ln",
  "touch",
  "echo",
  "printf",
  "sed",
  "rm",
  "rmdir",
  "mv",
  "test",
  "[",
  "true",
  ":",
  "cd",
  "export",
  "set",
  "umask",
  "useradd",
  "adduser",
  "usermod",
  "groupadd",
  "addgroup",
  "chmod",
  "chown",
  "chgrp",
  "chsh",
  "tee",
  "cat",
  "which",
  "command",
]);

function isLight({ script }: RunFacts): boolean {
  return script.commands.every(({ name }) => lightCommands.has(name));
}

/** What decides whether RUNs belong together. */
interface Traits {
  readonly installers: readonly Manager[];
  readonly isLight: boolean;
  /** A RUN that builds something as well changes more often than one that installs. */
  readonly onlyInstalls: boolean;
}

function traitsOf(facts: Facts, run: RunFacts): Traits {
  const calls = facts.packagesOf(run).map(({ command }) => command);
  const { commands } = run.script;
  return {
    installers: [...new Set(installers(facts, run))],
    isLight: isLight(run),
    onlyInstalls: commands.every((command) => calls.includes(command) || lightCommands.has(command.name)),
  };
}

function together(a: Traits, b: Traits): Traits {
  return {
    installers: [...new Set([...a.installers, ...b.installers])],
    isLight: a.isLight && b.isLight,
    onlyInstalls: a.onlyInstalls && b.onlyInstalls,
  };
}

/** Whether a RUN belongs to a group, by what both do; installs stay among their like. */
function affinity(group: Traits, own: Traits): "safe" | "review" | undefined {
  const both = together(group, own);
  if (both.installers.length === 0) return both.isLight ? "safe" : "review";
  const isShared = own.installers.some((manager) => group.installers.includes(manager));
  return isShared && both.onlyInstalls ? "review" : undefined;
}

const installs: ReadonlySet<string> = new Set([
  "install",
  "add",
  "ci",
  "sync",
  "upgrade",
  "update",
  "restore",
  "download",
  "fetch",
]);

function installers(facts: Facts, run: RunFacts): readonly Manager[] {
  return facts
    .packagesOf(run)
    .flatMap(({ manager, action }) => (installs.has(action) || systemManagers.has(manager) ? [manager] : []));
}
