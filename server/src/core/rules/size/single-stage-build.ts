import type { Fix } from "../../edits/fix.ts";
import { gainInWords } from "../../estimate/words.ts";
import type { Plan, PlanInFront } from "../../recipes/plan.ts";
import { recognise } from "../../recipes/recipe.ts";
import { type SingleStage, singleStage } from "../../recipes/singleStage.ts";
import { conversionEdits } from "../../recipes/stageText.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "single-stage-build",
  group: "size",
  summary: "The image that builds the program is the image that ships.",
  why: "Compilers, headers, package caches and sources are needed once, while the program is built. In a single stage they stay in the image: they are pulled on every deployment, and every one of them may have to be patched. The fixes give the build a stage of its own and start a second one on a small base, which gets the program, its certificates and data, and everything that configures the container. What is in the build stage alone is gone at run time, so try the image out: the assumption says what to look at.",
  severity: "information",
  phase: "stage",
  safety: ["review", "draft"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const single = singleStage(facts);
    const image = single?.stage.stage.from.image;
    const plan = single && recognise(facts);
    if (!single || !image || !plan || plan.kind === "not") return;
    if (plan.kind === "in front") {
      yield { span: image.span, message: messageOf(plan), fixes: [fixInFront(plan)] };
      return;
    }
    const gain = plan.conversions[0]?.base.saves;
    const figure = isWorthSaying(gain) ? ` (${gainInWords(gain)})` : "";
    yield {
      span: image.span,
      message: messageOf(plan, figure),
      fixes: fixesOf(single, plan),
      ...(gain && { costs: gain }),
    };
  },
});

function messageOf({ ships, purpose }: Plan | PlanInFront, figure = ""): string {
  return `the final image ships ${ships}${figure} ${purpose}`;
}

function fixInFront({ image, edits, assumptions, isDraft }: PlanInFront): Fix {
  return {
    title: `Convert to a multi-stage build on ${image}`,
    safety: isDraft ? "draft" : "review",
    assumption: assumptions.join("; "),
    edits,
  };
}

function fixesOf(single: SingleStage, { conversions }: Plan): readonly Fix[] {
  return conversions.map((conversion): Fix => {
    const { text, saves } = conversion.base;
    const gain = isWorthSaying(saves) ? ` (${gainInWords(saves)} less)` : "";
    const manner = conversion.manner === undefined ? "" : ` ${conversion.manner}`;
    return {
      title: `Convert to a multi-stage build${manner} on ${text}${gain}`,
      safety: conversion.isDraft ? "draft" : "review",
      assumption: conversion.assumptions.join("; "),
      edits: conversionEdits(single, conversion),
      ...(saves && { saves }),
    };
  });
}

function isWorthSaying(gain: Fix["saves"]): gain is NonNullable<Fix["saves"]> {
  return gain !== undefined && gain.unpacked.likely >= 1e6;
}

export { fixesOf as conversionFixes };
