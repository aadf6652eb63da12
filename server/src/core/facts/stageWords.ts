import type { Instruction, Part } from "../document/dockerfile.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
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
export function stageWords(facts: Facts, stage: StageFacts): readonly StageWord[] {
  return stageReferences(stage.stage).flatMap(({ word, instruction }) => {
    if (instruction.isOnbuildTrigger || word.value.includes("$")) return [];
    return [{ word, instruction, stage, target: targetOf(word.value, instruction, facts) }];
  });
}

/** Of stages with the same name BuildKit takes the last. A mount knows stages by name only. */
function targetOf(word: string, instruction: Instruction, facts: Facts): StageFacts | undefined {
  const isNumber = /^\d+$/.test(word) && instruction.keyword !== "RUN";
  return isNumber ? facts.stages[Number(word)] : stagesNamed(facts, word).at(-1);
}

/** Every stage of a name, in order. */
export function stagesNamed(facts: Facts, name: string): readonly StageFacts[] {
  return byName(facts).get(name.toLowerCase()) ?? [];
}

const byName = perFacts(({ stages }) => {
  const named = new Map<string, StageFacts[]>();
  for (const stage of stages) {
    const name = stage.stage.name?.value.toLowerCase();
    if (name === undefined) continue;
    const group = named.get(name);
    if (group) group.push(stage);
    else named.set(name, [stage]);
  }
  return named;
});

export function isNamed({ stage }: StageFacts, word: string): boolean {
  return stage.name?.value.toLowerCase() === word.toLowerCase();
}
