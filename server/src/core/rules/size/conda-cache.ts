import { cacheFixes, callSpan } from "../../edits/cleanUpBehind.ts";
import { condaHabit } from "../../facts/cacheHabits.ts";
import { leftCache } from "../../facts/leftCaches.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "conda-cache",
  group: "size",
  summary: "`conda install` keeps the archives of the packages in the layer.",
  why: "conda keeps the archive of every package that it installs, and the index of every channel, below `pkgs`. Nothing in the image reads them again, and they often weigh hundreds of megabytes. `conda clean --all` removes them, and packages that no environment uses, but only in the same RUN: a later one hides the files and the layer keeps them.",
  severity: "information",
  phase: "instruction",
  safety: ["safe"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || hasMount(run)) continue;
      const call = leftCache(facts, run, condaHabit);
      if (!call?.actionWord || (call.action === "env" && !isEnvironment(call))) continue;
      yield {
        span: callSpan(call),
        message: `${call.program} keeps the archives of its packages in this layer`,
        fixes: cacheFixes(facts, call, { words: "clean --all --yes", mount: undefined }),
      };
    }
  },
});

/** conda may be installed anywhere: `/opt/miniconda3/pkgs`. */
function hasMount({ instruction }: PackageCommand["run"]): boolean {
  return instruction.mounts.some(
    ({ type, target }) => (type === "cache" || type === "tmpfs") && target?.endsWith("/pkgs"),
  );
}

function isEnvironment({ operands }: PackageCommand): boolean {
  return operands[0]?.value === "create" || operands[0]?.value === "update";
}
