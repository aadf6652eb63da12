import type { CopyFacts } from "../facts/copies.ts";
import type { Facts } from "../facts/facts.ts";
import { landingAt } from "../facts/landing.ts";
import { isInside } from "../facts/mounts.ts";
import { normalizePath } from "../facts/situation.ts";
import type { StageFacts } from "../facts/stages.ts";
import { stageWords } from "../facts/stageWords.ts";
import { type Amount, addAmounts, measured, nothing } from "./amount.ts";
import { outputsOf } from "./outputs.ts";
import type { StepEstimate } from "./steps.ts";

/** What `COPY --from` asks of the estimate of a stage. */
export interface StageSteps {
  readonly stage: StageFacts;
  readonly steps: readonly StepEstimate[];
}

/**
 * What COPY takes from another stage: what the instructions of that stage have put at its sources.
 * @returns undefined for images, and where nothing is seen to put anything there
 */
export function takenAmount(
  facts: Facts,
  { instruction, stage, sources }: CopyFacts,
  stages: readonly StageSteps[],
): Amount | undefined {
  if (!instruction.from || !stage) return undefined;
  const target = stageWords(facts, stage).find((word) => word.instruction === instruction)?.target;
  const steps = target && stepsOf(target, stages);
  if (!steps) return undefined;
  const parts: Amount[] = [];
  for (const { path } of sources) {
    const part =
      path === undefined || /[*?]/.test(path) ? undefined : amountAt(facts, normalizePath(`/${path}`), steps);
    if (!part) return undefined;
    parts.push(part);
  }
  return addAmounts(parts);
}

/** Those of the stages that it is built from come first; undefined for a stage that stands further down. */
function stepsOf(target: StageFacts, stages: readonly StageSteps[]): readonly StepEstimate[] | undefined {
  const found: StepEstimate[][] = [];
  for (let stage: StageFacts | undefined = target; stage; stage = stage.base) {
    const own = stages[stage.stage.index];
    if (!own) return undefined;
    found.unshift([...own.steps]);
  }
  return found.flat();
}

function amountAt(facts: Facts, path: string, steps: readonly StepEstimate[]): Amount | undefined {
  if (path === "/") return undefined;
  const parts: Amount[] = [];
  for (const step of steps) {
    const copy = facts.copy(step.instruction);
    if (copy) {
      const copied = copiedTo(facts, copy, path, step);
      if (copied === "not known") return undefined;
      if (copied) parts.push(copied);
      continue;
    }
    const run = facts.run(step.instruction);
    if (!run) continue;
    for (const { folder, isWhole, amount } of outputsOf(facts, run))
      if (isInside(folder, path) || (!isWhole && isInside(path, folder))) parts.push(amount);
  }
  return addAmounts(parts);
}

function copiedTo(
  facts: Facts,
  copy: CopyFacts,
  path: string,
  { amount }: StepEstimate,
): Amount | "not known" | undefined {
  const { context } = facts.known;
  const landing = landingAt(copy, path, context);
  if (!landing) return undefined;
  if (landing.isWhole) return amount ?? "not known";
  if (!context?.complete || landing.contextPaths.length === 0) return "not known";
  const sizes = landing.contextPaths.map((one) => context.size(one) ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return bytes === 0 ? nothing("an empty file") : measured(bytes, "measured in the build context");
}
