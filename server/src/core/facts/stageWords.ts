import type { Instruction, Part } from "../document/dockerfile.ts";
import type { Facts } from "./facts.ts";
import { type StageFacts, stageReferences } from "./stages.ts";

/** A word of COPY --from or of a mount that names a stage, an image or a build context. */
export interface StageWord {
  readonly word: Part;
  readonly instruction: Instruction;
  readonly stage: StageFacts;
  /** The stage that BuildKit takes, which may stand further down; undefined for anything else. */
  readonly target: StageFacts | undefined;
}

/**
 * The words of a stage that may name another. An ONBUILD trigger speaks of the stages of another file and is left out,
 * and so are words with variables, which BuildKit does not put in here.
 */
export function stageWords({ stages }: Facts, stage: StageFacts): readonly StageWord[] {
  return stageReferences(stage.stage).flatMap(({ word, instruction }) => {
    if (instruction.isOnbuildTrigger || word.value.includes("$")) return [];
    return [{ word, instruction, stage, target: targetOf(word.value, instruction, stages) }];
  });
}

/** Of stages with the same name BuildKit takes the last. A mount knows stages by name only. */
function targetOf(
  word: string,
  instruction: Instruction,
  stages: readonly StageFacts[],
): StageFacts | undefined {
  const isNumber = /^\d+$/.test(word) && instruction.keyword !== "RUN";
  return isNumber ? stages[Number(word)] : stages.findLast((stage) => isNamed(stage, word));
}

export function isNamed({ stage }: StageFacts, word: string): boolean {
  return stage.name?.value.toLowerCase() === word.toLowerCase();
}
