import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { ImageFacts } from "../images/types.ts";
import { type Amount, addAmounts, atLeast, isAtLeast, nothing } from "./amount.ts";
import { imageAmount } from "./image.ts";
import { type StepEstimate, stepEstimate } from "./steps.ts";

export type { StepEstimate } from "./steps.ts";

/** What the image of a Dockerfile weighs, stage by stage. */
export interface ImageEstimate {
  readonly stages: readonly StageEstimate[];
  readonly final: StageEstimate | undefined;
}

export interface StageEstimate {
  readonly stage: StageFacts;
  /** What FROM brings: an image, or everything that another stage is; undefined when it is not known. */
  readonly base: Amount | undefined;
  readonly baseFacts: ImageFacts | undefined;
  /** The stage's own instructions, in order. */
  readonly steps: readonly StepEstimate[];
  /** Base and steps together. Where a part is not known the upper ends are infinite: "at least". */
  readonly total: Amount | undefined;
  /** Parts of the total that are not known, those of the stages it is built from included. */
  readonly unknownSteps: number;
  /** Layers that this file puts on top of the external image. */
  readonly layers: number;
}

/** Estimates every stage. Figures are only ever sums of known parts; a byte is counted once. */
export function estimateImage(facts: Facts): ImageEstimate {
  const stages: StageEstimate[] = [];
  for (const stage of facts.stages) stages.push(estimateStage(facts, stage, stages));
  return { stages, final: stages.at(-1) };
}

function estimateStage(facts: Facts, stage: StageFacts, earlier: readonly StageEstimate[]): StageEstimate {
  const below = stage.base && earlier[stage.base.stage.index];
  const base = below ? below.total : baseAmount(stage);
  const steps: StepEstimate[] = [];
  for (const instruction of stage.stage.instructions)
    steps.push(stepEstimate(facts, instruction, { earlier: steps, stages: earlier }));
  const unknownSteps =
    steps.filter(({ amount }) => !amount || isAtLeast(amount)).length +
    (below ? below.unknownSteps : base ? 0 : 1);
  const known = addAmounts(
    [base, ...steps.map(({ amount }) => amount)].filter((amount) => amount !== undefined),
  );
  return {
    stage,
    base,
    baseFacts: stage.root.image,
    steps,
    total: base && known ? bounded(known, unknownSteps) : undefined,
    unknownSteps,
    layers: steps.reduce((sum, step) => sum + step.layers, below?.layers ?? 0),
  };
}

function baseAmount({ isScratch, image }: StageFacts): Amount | undefined {
  if (isScratch) return nothing("scratch is empty");
  return image && imageAmount(image);
}

/** An unknown part makes the known sum a lower bound. */
function bounded(known: Amount, unknownSteps: number): Amount {
  return unknownSteps === 0 ? known : atLeast(known);
}
