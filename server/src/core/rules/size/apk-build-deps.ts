import { packageName, removeBuildPackages } from "../../edits/apkBuildPackages.ts";
import { compilesBehind, isBuildPackage } from "../../facts/apkBuildPackages.ts";
import { chainOf } from "../../facts/chain.ts";
import type { Facts } from "../../facts/facts.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "apk-build-deps",
  group: "size",
  summary: "Packages that only the build needs stay in the image after the RUN that compiles with them.",
  why: "A compiler with its headers takes 150 to 300 MB on Alpine, often more than everything else in the image. When the RUN that compiles removes them again, they never become part of a layer. `apk add --virtual .build-deps` puts them under one name, and `apk del .build-deps` takes away that name with all that came for its sake, while packages that were there before stay. Libraries that the compiled code needs are installed by name, so that they stay.",
  severity: "information",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      const { manager, action, run } = call;
      if (manager !== "apk" || action !== "add" || !run.stage?.isShipped || !run.script.isUnderstood)
        continue;
      const words = call.operands.filter((word) => isBuildPackage(packageName(word)));
      const [first] = words;
      if (!first || !compilesBehind(facts, run, call.command.span.start)) continue;
      if (isRemoved(facts, call) || isNeededLater(facts, call)) continue;
      const fix = removeBuildPackages(facts, call, words);
      yield {
        span: first.span,
        message: messageFor(words),
        fixes: fix ? [fix] : [],
      };
    }
  },
});

function messageFor([first, ...more]: readonly Word[]): string {
  const what = first ? packageName(first) : "";
  const others = more.length === 1 ? "another build package" : `${more.length} more build packages`;
  return more.length === 0
    ? `${what} is only needed by this RUN, but stays in its layer`
    : `${what} and ${others} are only needed by this RUN, but stay in its layer`;
}

/** By their virtual name or by one of their own; a name in a variable may be theirs. */
function isRemoved({ packagesOf }: Facts, call: PackageCommand): boolean {
  return packagesOf(call.run).some(
    ({ manager, action, command }) =>
      manager === "apk" && action === "del" && command.span.start > call.command.span.start,
  );
}

/** A later RUN compiles, or takes the packages away, in this stage or one built from it. */
function isNeededLater(facts: Facts, { run }: PackageCommand): boolean {
  return facts.runs.some((later) => {
    if (later.instruction.index <= run.instruction.index || !later.stage || !run.stage) return false;
    if (!chainOf(later.stage).includes(run.stage)) return false;
    const isDeleting = facts
      .packagesOf(later)
      .some(({ manager, action }) => manager === "apk" && action === "del");
    return isDeleting || !later.script.isUnderstood || compilesBehind(facts, later, -1);
  });
}
