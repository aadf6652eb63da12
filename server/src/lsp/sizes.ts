import type { Facts } from "../core/facts/facts.ts";
import type { SizeSummary } from "../protocol/messages.ts";

/** What the image of this file weighs, in words. */
export function sizeSummary(facts: Facts): SizeSummary {
  return { layers: facts.finalStage ? layersOf(facts) : 0 };
}

function layersOf({ stages }: Facts): number {
  return stages
    .filter((stage) => stage.isShipped)
    .flatMap(({ stage }) => stage.instructions)
    .filter(
      ({ keyword }) => keyword === "RUN" || keyword === "COPY" || keyword === "ADD" || keyword === "WORKDIR",
    ).length;
}
