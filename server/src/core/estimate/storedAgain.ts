import { type AccessChange, accessChanges } from "../facts/access.ts";
import type { CopyFacts } from "../facts/copies.ts";
import type { Facts } from "../facts/facts.ts";
import { landingAt } from "../facts/landing.ts";
import type { RunFacts } from "../facts/runs.ts";
import { occupantsOf } from "../facts/writers.ts";
import type { ShellCommand } from "../shell/script.ts";
import { type Amount, addAmounts, nothing } from "./amount.ts";
import type { StepEstimate } from "./steps.ts";

/** A `chown -R` or `chmod -R`, and what it stores a second time. */
export interface StoredAgain {
  readonly command: ShellCommand;
  /** Undefined when it is not known what lies there. */
  readonly amount: Amount | undefined;
}

/** chown and chmod store every file that they touch once more, if an earlier layer holds it. */
export function storedAgain(
  facts: Facts,
  run: RunFacts,
  earlier: readonly StepEstimate[],
): readonly StoredAgain[] {
  return accessChanges(run)
    .filter(({ isRecursive }) => isRecursive)
    .map((change) => ({ command: change.command, amount: amountOf(facts, change, earlier) }));
}

function amountOf(facts: Facts, change: AccessChange, earlier: readonly StepEstimate[]): Amount | undefined {
  const { run, command, paths, words } = change;
  if (words.length !== paths.length) return undefined;
  const parts: Amount[] = [];
  for (const { path } of paths) {
    if (mayBeOfBase(path)) return undefined;
    // What this very RUN wrote there is in its layer once, with the new owner.
    if (occupantsOf(facts, path, run, command)?.writers.every((writer) => writer === run) !== true)
      return undefined;
    for (const step of earlier) {
      const copy = facts.copy(step.instruction);
      const touched = copy && partAt(facts, copy, path, step);
      if (touched === "not known") return undefined;
      if (touched) parts.push(touched);
    }
  }
  return addAmounts(parts) ?? nothing("there is nothing to store again");
}

function partAt(
  facts: Facts,
  copy: CopyFacts,
  path: string,
  step: StepEstimate,
): Amount | "not known" | undefined {
  if (copy.destination === undefined) return "not known";
  const landing = landingAt(copy, path, facts.known.context);
  if (!landing) return undefined;
  return landing.isWhole && step.amount ? step.amount : "not known";
}

/** The system's own folders hold files of the base image, and nobody knows how many. */
function mayBeOfBase(path: string): boolean {
  return (
    /^\/(bin|boot|etc|lib\w*|sbin|usr|var)?(\/|$)/.test(path) &&
    !/^\/var\/(www|app|lib\/app|task)(\/|$)/.test(path)
  );
}
