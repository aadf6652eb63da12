import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** The stage and those that it is built from, base first. */
export function chainOf(stage: StageFacts | undefined): readonly StageFacts[] {
  const chain: StageFacts[] = [];
  for (let current = stage; current; current = current.base) chain.push(current);
  return chain.reverse();
}

/** RUNs that have made what the final stage is: its own and those of the stages it is built from, in order. */
export const shippedRuns = perFacts((facts: Facts): readonly RunFacts[] =>
  chainOf(facts.finalStage)
    .flatMap((stage) => facts.runsOf(stage))
    .filter(({ instruction }) => !instruction.isOnbuildTrigger),
);

/** True for the stage itself and for those that it is built from, at the same cost however long the chain is. */
export function isBuiltFrom(facts: Facts, stage: StageFacts | undefined, base: StageFacts): boolean {
  const places = placesInTree(facts);
  const [inner, outer] = [stage && places.get(stage), places.get(base)];
  return inner !== undefined && outer !== undefined && outer.start <= inner.start && inner.start < outer.end;
}

/** Stages numbered so that those built from a stage, directly or not, follow it without a gap. */
const placesInTree = perFacts(({ stages }) => {
  const sizes = new Map<StageFacts, number>();
  for (const stage of stages.toReversed()) {
    const size = 1 + (sizes.get(stage) ?? 0);
    sizes.set(stage, size);
    if (stage.base) sizes.set(stage.base, (sizes.get(stage.base) ?? 0) + size);
  }
  const places = new Map<StageFacts, { readonly start: number; readonly end: number; next: number }>();
  let free = 0;
  for (const stage of stages) {
    const size = sizes.get(stage) ?? 1;
    const around = stage.base && places.get(stage.base);
    const start = around ? around.next : free;
    if (around) around.next += size;
    else free += size;
    places.set(stage, { start, end: start + size, next: start + 1 });
  }
  return places;
});

/**
 * How far back facts look that compare an instruction with each one before it. Nobody writes stages of so many
 * instructions by hand, and in files that a program wrote such comparisons would take minutes.
 */
const reach = 300;

/**
 * Everything that ran before an instruction in its stage and in those that it is built from, in order; undefined where
 * that is too much to look at.
 */
export function instructionsBefore(
  stage: StageFacts,
  instruction: Instruction,
): readonly Instruction[] | undefined {
  const own = instructionsWithin(stage, instruction);
  if (!own) return undefined;
  let [before, count] = [[own], own.length];
  for (let base = stage.base; base; base = base.base) {
    before.push(base.stage.instructions);
    count += base.stage.instructions.length + 1;
    if (count > reach) return undefined;
  }
  return before.reverse().flat();
}

/** The same within the stage alone. */
export function instructionsWithin(
  { stage }: StageFacts,
  { index }: Instruction,
): readonly Instruction[] | undefined {
  const { from, instructions } = stage;
  // Instructions are numbered through the file, and a stage's own stand behind its FROM without a gap.
  const count = index - from.index - 1;
  return count > reach ? undefined : instructions.slice(0, Math.max(0, count));
}
