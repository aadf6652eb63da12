import { chainOf } from "../../facts/chain.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "whole-filesystem-copy",
  group: "size",
  summary: "`COPY --from` takes everything of another stage into the image.",
  why: "A later stage is there to leave compilers, headers and caches behind. `COPY --from=build / /` brings all of them along, and stores every file of the base image a second time. It also mixes the files of two images, which breaks as soon as the two are not the same release. Copy what the program needs by name. Stages on `scratch`, which are flattened on purpose, are not meant.",
  severity: "warning",
  phase: "instruction",
  safety: [],
  aliases: ["DL3067"],
  *check(facts): Generator<Problem> {
    for (const { instruction, stage, sources, destination } of facts.copies) {
      const { from } = instruction;
      if (!from || !stage?.isShipped || stage.root.isScratch || instruction.isOnbuildTrigger) continue;
      if (destination !== "/" || instruction.flags.some(({ name }) => name === "exclude")) continue;
      const source = facts.graph.resolve(from.value, stage);
      if (!source || !isBuilt(facts, source)) continue;
      const whole = sources.find(({ part }) => /^\/+(\.?|\*)$/.test(part.value) || part.value === ".");
      if (!whole) continue;
      yield {
        span: whole.part.span,
        message: `copies the whole file system of ${/^\d+$/.test(from.value) ? "stage " : ""}${from.value}, build tools and caches included`,
      };
    }
  },
});

/** A stage on a base image in which something was run. Stages on scratch, and images as they are, hold what is meant. */
function isBuilt({ runs }: Facts, stage: StageFacts): boolean {
  const chain = chainOf(stage);
  return !stage.root.isScratch && runs.some((run) => run.stage !== undefined && chain.includes(run.stage));
}
