import { aspnetFix } from "../../edits/dotnetRuntime.ts";
import { purgeBehind } from "../../edits/purgeBehind.ts";
import type { Amount } from "../../estimate/amount.ts";
import { difference } from "../../estimate/amount.ts";
import { aptAmountOf } from "../../estimate/aptInstalls.ts";
import { imageAmount } from "../../estimate/image.ts";
import { gainInWords } from "../../estimate/words.ts";
import { type BuildInstall, buildInstalls } from "../../facts/buildInstalls.ts";
import { isHeaderPackage, isToolchain } from "../../facts/buildPackages.ts";
import { isBuiltUpon } from "../../facts/derivedStages.ts";
import type { Facts } from "../../facts/facts.ts";
import { imageUses } from "../../facts/imageUses.ts";
import { packageName } from "../../facts/installedPackages.ts";
import { isForBuilding } from "../../facts/toolchainUse.ts";
import { toolchainOf } from "../../images/toolchains.ts";
import { recognise } from "../../recipes/recipe.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "build-tools-shipped",
  group: "size",
  summary: "Compilers, headers or build systems are in the image that ships.",
  why: "Compilers and headers are needed once, while programs and packages are built. Afterwards they are hundreds of megabytes that every deployment pulls, a long list for vulnerability scans, and of use to an intruder. In a build stage of its own they stay behind: the final stage copies what was built. Where one RUN installs the tools and compiles with them, the fix removes them in that RUN, so that they never become part of a layer, and keeps the libraries that the compiled code is known to need. Programs published for .NET get its run-time image.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    if (facts.isWindowsFile || isForBuilding(facts)) return;
    yield* baseProblem(facts);
    const installs = buildInstalls(facts);
    if (installs.length === 0 || recognise(facts)?.kind === "plan") return;
    for (const install of installs) yield* installProblem(facts, install);
  },
});

/** Without a stage that is left behind, the whole file builds: see single-stage-build. */
function* baseProblem(facts: Facts): Generator<Problem> {
  const root = facts.finalStage?.root;
  const use = imageUses(facts).find(({ instruction }) => instruction === root?.stage.from);
  const what = use && toolchainOf(use.reference);
  const hasBuildStage = facts.stages.some(({ isShipped, isReachable }) => isReachable && !isShipped);
  if (!root || !use || what === undefined || !hasBuildStage) return;
  const size = root.image && imageAmount(root.image);
  const figure = size ? ` (${gainInWords(size)} with its system)` : "";
  const fix = aspnetFix(facts, use);
  yield {
    span: use.part.span,
    message: `the final image ships ${what}${figure}, which only a build needs`,
    fixes: fix ? [fix] : [],
  };
}

function* installProblem(
  facts: Facts,
  { call, words: named, isUsedHereAlone }: BuildInstall,
): Generator<Problem> {
  // What the base, or an earlier RUN, has brought is not of this layer.
  const words = named.filter(({ value }) => aptAmountOf(facts, call, [value])?.unpacked.likely !== 0);
  const [first] = words;
  if (!first || !call.run.stage || words.every((word) => isHeaderPackage(packageName(word)))) return;
  const costs = amountOf(facts, call, words);
  const isHeavy = costs
    ? costs.unpacked.likely >= 20e6
    : words.some((word) => isToolchain(packageName(word)));
  if (!isHeavy) return;
  const isFixable = call.manager === "apt" && isUsedHereAlone && !isBuiltUpon(facts, call.run.stage);
  const fix = isFixable ? purgeBehind(facts, call, words) : undefined;
  yield {
    span: first.span,
    message: messageFor(words, costs, isUsedHereAlone),
    fixes: fix ? [{ ...fix, ...(costs && { saves: costs }) }] : [],
    ...(costs && { costs }),
  };
}

/** What the packages add beyond the others of the same call. */
function amountOf(facts: Facts, call: BuildInstall["call"], words: readonly Word[]): Amount | undefined {
  const all = call.operands.map(({ value }) => value);
  const others = call.operands.flatMap((word) => (words.includes(word) ? [] : [word.value]));
  const [whole, rest] = [aptAmountOf(facts, call, all), aptAmountOf(facts, call, others)];
  return whole && rest && difference(whole, rest);
}

function messageFor(words: readonly Word[], costs: Amount | undefined, isUsedHereAlone: boolean): string {
  const [first = "", second, ...more] = words.map(packageName);
  const others = more.length === 0 ? "another build package" : `${more.length + 1} more build packages`;
  // `Development Tools` is a group of packages.
  const what = `${/^[A-Z]/.test(first) ? "the group " : ""}${first}${second === undefined ? "" : ` and ${others}`}${costs ? ` (${gainInWords(costs)})` : ""}`;
  const [are, stay, keeps] = second === undefined ? ["is", "stays", "it"] : ["are", "stay", "them"];
  return isUsedHereAlone
    ? `${what} ${are} only needed by this RUN, but ${stay} in its layer`
    : `${what} ${are} for the build, but ${stay} in the image; a build stage keeps ${keeps} out`;
}
