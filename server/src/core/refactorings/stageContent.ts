import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { systemManagers } from "../facts/packagePrograms.ts";

const installing: ReadonlySet<string> = new Set(["install", "ci", "sync", "download", "restore", "add"]);

/** Names that say what the instructions put into a stage, the best first, and more of the same kind. */
export function contentNames(facts: Facts, instructions: readonly Instruction[]): readonly string[] {
  const best = bestName(facts, instructions);
  const numbered = Array.from({ length: 50 }, (_, at) => `${best}-${at + 2}`);
  return [best, ...numbered];
}

function bestName(facts: Facts, instructions: readonly Instruction[]): string {
  const runs = instructions.flatMap((instruction) => facts.run(instruction) ?? []);
  const calls = runs.flatMap((run) => facts.packagesOf(run));
  const ofProject = calls.filter(({ manager }) => !systemManagers.has(manager));
  if (ofProject.some(({ action }) => !installing.has(action))) return "build";
  if (ofProject.length > 0) return "dependencies";
  if (calls.length > 0) return "packages";
  const hasSources = instructions.some(({ keyword }) => keyword === "COPY" || keyword === "ADD");
  return hasSources && runs.length > 0 ? "build" : hasSources ? "files" : "base";
}
