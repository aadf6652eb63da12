import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { setTag } from "../../edits/imageTag.ts";
import { difference } from "../../estimate/amount.ts";
import { aptAmountOf } from "../../estimate/aptInstalls.ts";
import { gainInWords } from "../../estimate/words.ts";
import { isBuiltUpon } from "../../facts/derivedStages.ts";
import type { Facts } from "../../facts/facts.ts";
import { type ImageUse, imageUses } from "../../facts/imageUses.ts";
import { isSystemInstall } from "../../facts/installedPackages.ts";
import { onlyRunsJava } from "../../facts/javaUse.ts";
import { runtimePackage } from "../../facts/jdkPackages.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { runtimeImage } from "../../images/alternatives.ts";
import { isJdkImage } from "../../images/javaImages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "jdk-at-runtime",
  group: "size",
  summary: "The image ships a JDK, and only runs a Java program.",
  why: "A Java program runs on a run-time (JRE). The compiler, the linker and the other tools of the development kit (JDK) take 150 to 250 MB more, and give an intruder a compiler. The fix names the run-time of the same version on the same system, where it is known to exist; packages become those of the run-time without graphics. Of other publishers' images, and where another stage needs the tools of the same base, only the finding is shown. A heap dump or a thread dump of a running program can still be had from outside, with the tools of a debug container.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    if (facts.isWindowsFile || !onlyRunsJava(facts)) return;
    yield* baseProblem(facts);
    for (const call of facts.packages) {
      if (!call.run.stage?.isShipped || call.run.instruction.isOnbuildTrigger || !isSystemInstall(call))
        continue;
      for (const word of call.operands) yield* packageProblem(facts, call, word);
    }
  },
});

function* baseProblem(facts: Facts): Generator<Problem> {
  const root = facts.finalStage?.root;
  const use = imageUses(facts).find(({ instruction }) => instruction === root?.stage.from);
  if (!root || !use || !isJdkImage(use.reference)) return;
  const runtime = runtimeImage(use.reference, root.platform ?? facts.known.platform, facts.known.images);
  const saves = runtime?.saves;
  yield {
    span: use.part.span,
    message: saves
      ? `the program only runs: ${runtime.reference} does the same with ${gainInWords(saves)} less`
      : "the image ships a JDK, but the program only runs, for which a JRE is enough",
    fixes: runtime && !isBuiltUpon(facts, root) ? baseFixes(facts, use, runtime) : [],
    ...(saves && { costs: saves }),
  };
}

function baseFixes(
  facts: Facts,
  use: ImageUse,
  { reference, tag, saves }: NonNullable<ReturnType<typeof runtimeImage>>,
): readonly Fix[] {
  const edit = setTag(facts, use, tag);
  if (!edit) return [];
  const lost = tag.includes("headless") ? "the tools of the JDK, nor draws anything" : "the tools of the JDK";
  const assumption = `neither the program nor a script that starts it uses ${lost}`;
  return [
    { title: `Use ${reference}`, safety: "review", assumption, edits: [edit], ...(saves && { saves }) },
  ];
}

function* packageProblem(facts: Facts, call: PackageCommand, word: Word): Generator<Problem> {
  const runtime = runtimePackage(call.manager, word.value);
  const { stage } = call.run;
  if (!stage || !word.isLiteral || runtime === undefined) return;
  const before = aptAmountOf(facts, call, [word.value]);
  const after = aptAmountOf(facts, call, [runtime]);
  const saves = before && after && difference(before, after);
  const edits = [replaceSpan(word.span, runtime)];
  const assumption = "the program neither uses the tools of the JDK nor draws anything";
  yield {
    span: word.span,
    message: `the program only runs: ${runtime} does the same${saves ? ` with ${gainInWords(saves)} less` : " without a compiler"}`,
    fixes: isBuiltUpon(facts, stage)
      ? []
      : [{ title: `Install ${runtime}`, safety: "review", assumption, edits, ...(saves && { saves }) }],
    ...(saves && { costs: saves }),
  };
}
