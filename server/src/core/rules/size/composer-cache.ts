import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { composerHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "composer-cache",
  group: "size",
  summary: "`composer install` keeps its download cache in the layer.",
  why: "Composer stores every package that it downloads a second time, as an archive in its cache, where nothing in the image reads it again. `composer clear-cache` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. A cache mount keeps them out of the layer, too, and spares the download in the next build.",
  severity: "information",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, composerHabit);
      if (!call?.actionWord) continue;
      if (facts.scope.value("COMPOSER_CACHE_DIR", run.stage, run.instruction) === "/dev/null") continue;
      yield {
        span: callSpan(call),
        message: "composer keeps its download cache in this layer",
        fixes: cacheFixes(facts, call, { words: "clear-cache", mount: "composer" }),
      };
    }
  },
});
