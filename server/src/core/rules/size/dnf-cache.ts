import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { rpmMetadata } from "../../estimate/rpmMetadata.ts";
import { rangeInWords } from "../../estimate/words.ts";
import { dnfHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "dnf-cache",
  group: "size",
  summary: "`dnf install` or `microdnf install` keeps the metadata of the repositories in the layer.",
  why: "dnf stores the metadata of every repository below `/var/cache/dnf` (dnf 5: `/var/cache/libdnf5`), 20 to 300 MB of it. Nothing in the image reads it again. `dnf clean all` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. A cache mount keeps them out of the layer, too, and spares the download in the next build.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3040", "DS-0019", "DS-0027"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, dnfHabit);
      if (!call) continue;
      const mount = call.manager === "dnf" ? "dnf" : undefined;
      yield {
        span: callSpan(call),
        message: `${call.program} keeps the metadata of its repositories in this layer (${rangeInWords(rpmMetadata.unpacked)})`,
        costs: rpmMetadata,
        fixes: cacheFixes(facts, call, { words: "clean all", mount, saves: rpmMetadata }),
      };
    }
  },
});
