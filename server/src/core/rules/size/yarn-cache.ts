import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { yarnHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import { mayBeModernYarn } from "../../facts/modernYarn.ts";
import { hasOption } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "yarn-cache",
  group: "size",
  summary: "`yarn install` keeps its download cache in the layer.",
  why: "Yarn 1 stores every package that it downloads unpacked a second time in its cache, so that the layer holds all dependencies twice. `yarn cache clean` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. A cache mount keeps them out of the layer, too, and spares the download in the next build. Yarn 2 and later keep the cache with the project and are not meant.",
  severity: "information",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3060"],
  *check(facts): Generator<Problem> {
    // An install without network lives on the cache of an earlier layer.
    const isCacheWanted = facts.packages.some(
      (call) => call.manager === "yarn" && hasOption(call, "--offline"),
    );
    if (isCacheWanted || mayBeModernYarn(facts)) return;
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, yarnHabit);
      if (!call || (call.action === "global" && call.operands[0]?.value !== "add")) continue;
      yield {
        span: callSpan(call),
        message: "yarn keeps its download cache in this layer",
        fixes: cacheFixes(facts, call, { words: "cache clean", mount: "yarn" }),
      };
    }
  },
});
