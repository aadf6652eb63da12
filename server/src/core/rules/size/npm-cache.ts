import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { npmHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import { hasOption } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "npm-cache",
  group: "size",
  summary: "`npm install` or `npm ci` keeps its download cache in the layer.",
  why: "npm stores every package that it downloads a second time, as an archive below `~/.npm`, where nothing in the image reads it again. `npm cache clean --force` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. A cache mount keeps them out of the layer, too, and spares the download in the next build.",
  severity: "information",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    // An install without network lives on the cache of an earlier layer.
    const isCacheWanted = facts.packages.some(
      (call) => call.manager === "npm" && hasOption(call, "--offline"),
    );
    if (isCacheWanted) return;
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, npmHabit);
      if (!call?.actionWord) continue;
      yield {
        span: callSpan(call),
        message: "npm keeps its download cache in this layer",
        fixes: cacheFixes(facts, call, { words: "cache clean --force", mount: "npm" }),
      };
    }
  },
});
