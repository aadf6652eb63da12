import { insertAt } from "../../edits/apply.ts";
import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { cleansZypperMetadata, zypperHabit } from "../../facts/cacheHabits.ts";
import type { Facts } from "../../facts/facts.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "zypper-cache",
  group: "size",
  summary: "`zypper install` keeps the metadata of the repositories in the layer.",
  why: "zypper stores the metadata of every repository below `/var/cache/zypp`, where nothing in the image reads it again. `zypper clean --all` removes it, but only in the same RUN: a later one hides the files and the layer keeps them. Without `--all`, `zypper clean` removes downloaded packages and leaves the metadata. A cache mount keeps it out of the layer, too, and spares the download in the next build.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3036", "DS-0020"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      const call = leftCache(facts, run, zypperHabit);
      const half = call ? undefined : halfCleanUp(facts.packagesOf(run), facts, run);
      if (call) {
        yield {
          span: callSpan(call),
          message: "zypper keeps the metadata of its repositories in this layer",
          fixes: cacheFixes(facts, call, { words: "clean --all", mount: "zypper" }),
        };
      } else if (half?.actionWord) {
        yield {
          span: callSpan(half),
          message: "zypper clean leaves the metadata of the repositories, which --all removes too",
          severity: "information",
          fixes: [
            {
              title: "Add --all to zypper clean",
              safety: "safe",
              edits: [insertAt(half.actionWord.span.end, " --all")],
            },
          ],
        };
      }
    }
  },
});

/** The clean-up behind the last install, when it leaves the metadata and nothing else removes it. */
function halfCleanUp(
  calls: readonly PackageCommand[],
  facts: Facts,
  run: PackageCommand["run"],
): PackageCommand | undefined {
  const call = leftCache(facts, run, { ...zypperHabit, empties: cleansZypperMetadata });
  return (
    call &&
    calls.find(({ action, command }) => action === "clean" && command.span.start > call.command.span.start)
  );
}
