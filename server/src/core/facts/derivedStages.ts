import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { StageFacts } from "./stages.ts";

/** The stages that are built FROM a stage, by its name or by a variable that holds it. */
export function stagesBuiltFrom(facts: Facts, stage: StageFacts): readonly StageFacts[] {
  return byBase(facts).get(stage) ?? [];
}

/** A stage that does not ship stands on this one, and may need what is in it. */
export function isBuiltUpon(facts: Facts, stage: StageFacts): boolean {
  return stagesBuiltFrom(facts, stage).some((derived) => !derived.isShipped || isBuiltUpon(facts, derived));
}

const byBase = perFacts(({ stages }) => {
  const found = new Map<StageFacts, StageFacts[]>();
  for (const stage of stages) {
    if (!stage.base) continue;
    const others = found.get(stage.base);
    if (others) others.push(stage);
    else found.set(stage.base, [stage]);
  }
  return found;
});
