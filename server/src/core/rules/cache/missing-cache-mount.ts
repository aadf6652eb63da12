import { cacheMountFix, cacheMountsFix } from "../../edits/cacheMounts.ts";
import { callSpan } from "../../edits/cleanUpBehind.ts";
import type { Fix } from "../../edits/fix.ts";
import {
  downloads,
  isBeyondHelp,
  isMountOfferedElsewhere,
  isResident,
  residentRuns,
} from "../../facts/cacheUse.ts";
import type { Facts } from "../../facts/facts.ts";
import type { Manager } from "../../facts/packagePrograms.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "missing-cache-mount",
  group: "cache",
  summary: "A package manager downloads everything again whenever its RUN is executed.",
  why: "When one package changes, the layer of the install is built anew, and the package manager fetches every package again, because the layer before it holds none of them. `RUN --mount=type=cache` gives it a folder that stays on the build machine from one build to the next and never becomes part of the image, so that flags and clean-ups for the cache are not needed either. Compilers keep their results there, too. Builders that start empty, as on most CI services, gain nothing.",
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const seen = new Set<string>();
    for (const call of facts.packages) {
      const { manager, run } = call;
      if (!run.stage || !downloads(call) || isMountOfferedElsewhere(facts, call)) continue;
      if (isBeyondHelp(call)) continue;
      // A cache that later RUNs read is mounted in all of them at once.
      const place = isResident(manager) ? rootStage(call) : run.instruction.index;
      const key = `${manager} ${place}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const fix = fixFor(facts, call);
      if (!fix) continue;
      yield { span: callSpan(call), message: messageFor(manager, call.program), fixes: [fix] };
    }
  },
});

function rootStage({ run }: PackageCommand): number {
  return run.stage?.root.stage.index ?? -1;
}

function fixFor(facts: Facts, call: PackageCommand): Fix | undefined {
  if (!isResident(call.manager)) return cacheMountFix(facts, call.run, call.manager);
  const runs = residentRuns(facts, call);
  return runs && cacheMountsFix(facts, runs, call.manager);
}

const compiling: ReadonlySet<Manager> = new Set<Manager>(["go", "gradle"]);

function messageFor(manager: Manager, program: string): string {
  return compiling.has(manager)
    ? `${program} downloads and compiles everything again when this runs; a cache mount would keep it`
    : `${program} downloads everything again when this runs; a cache mount would keep it`;
}
