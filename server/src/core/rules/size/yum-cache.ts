import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { rpmMetadata } from "../../estimate/rpmMetadata.ts";
import { rangeInWords } from "../../estimate/words.ts";
import { yumHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "yum-cache",
  group: "size",
  summary: "`yum install` keeps the metadata of the repositories in the layer.",
  why: "yum stores the metadata of every repository below `/var/cache`, 20 to 300 MB of it, and packages as well where `keepcache` is set. Nothing in the image reads it again. `yum clean all` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. A cache mount keeps them out of the layer, too, and spares the download in the next build.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3032", "DS-0015"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, yumHabit);
      if (!call) continue;
      yield {
        span: callSpan(call),
        message: `yum keeps the metadata of its repositories in this layer (${rangeInWords(rpmMetadata.unpacked)})`,
        costs: rpmMetadata,
        fixes: cacheFixes(facts, call, { words: "clean all", mount: "yum", saves: rpmMetadata }),
      };
    }
  },
});
