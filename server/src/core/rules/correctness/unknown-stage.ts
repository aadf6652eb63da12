import type { Part } from "../../document/dockerfile.ts";
import { replaceSpan } from "../../edits/apply.ts";
import { closestName } from "../../facts/closest.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { type StageWord, stagesNamed, stageWords } from "../../facts/stageWords.ts";
import { parseReference } from "../../images/reference.ts";
import { imageUsers } from "../../images/users.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "unknown-stage",
  group: "correctness",
  summary: "A stage is named that does not exist, or not yet.",
  why: "What is no stage of the file, Docker takes for a build context or an image, and tries to download it: the build fails late with an error about access to a repository, or goes on with a stranger's image. Images, build contexts and variables are allowed here, so that only misspelt names, numbers without a stage and the usual names of stages are reported.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3022"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const base = unknownBase(stage, facts);
      if (base) yield base;
      for (const word of stageWords(facts, stage)) {
        const problem = word.target ? undefined : unknownSource(word, facts);
        if (problem) yield problem;
      }
    }
  },
});

/** Names that people give to stages, and nobody to an image. */
const usualStageNames =
  /^(app-)?(build|builder|builds|building|base|compile|compiler|deps|dependencies|install|installer|prod-deps|test|tests|assets|frontend-build|backend-build|development|production|publish|package|packager)$/i;

function unknownBase(stage: StageFacts, facts: Facts): Problem | undefined {
  const { image } = stage.stage.from;
  if (!image || stage.base || !isBareName(image.value) || isKnownImage(image.value, facts)) return undefined;
  if (stagesNamed(facts, image.value).some((other) => other.stage.index > stage.stage.index))
    return {
      span: image.span,
      message: `stage ${image.value} comes further down, so this FROM downloads an image of that name`,
    };
  return misspelt(image, facts, (other) => other.stage.index < stage.stage.index);
}

function unknownSource({ word, stage, instruction }: StageWord, facts: Facts): Problem | undefined {
  const { value, span } = word;
  if (/^\d+$/.test(value) && instruction.keyword !== "RUN")
    return {
      span,
      severity: "error",
      message: `there is no stage ${value}: the stages of this file are 0 to ${facts.stages.length - 1}`,
    };
  if (!isBareName(value) || isKnownImage(value, facts)) return undefined;
  const problem = misspelt(word, facts, (other) => other !== stage);
  if (problem || !usualStageNames.test(value)) return problem;
  return {
    span,
    message: `no stage is called ${value}, so Docker looks for a context or an image of that name`,
  };
}

function misspelt(
  { value, span }: Part,
  facts: Facts,
  isMeant: (stage: StageFacts) => boolean,
): Problem | undefined {
  const meant = closestName(value, namesOf(facts, isMeant));
  if (meant === undefined) return undefined;
  return {
    span,
    message: `no stage is called ${value}, but one is called ${meant}; Docker looks for an image ${value}`,
    fixes: [
      {
        title: `Replace ${value} with ${meant}`,
        safety: "review",
        assumption: `${value} is a slip, and neither an image nor a build context`,
        edits: [replaceSpan(span, meant)],
      },
    ],
  };
}

function* namesOf({ stages }: Facts, isMeant: (stage: StageFacts) => boolean): Generator<string> {
  for (const one of stages) if (one.stage.name && isMeant(one)) yield one.stage.name.value;
}

function isBareName(value: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(value) && value.toLowerCase() !== "scratch";
}

function isKnownImage(value: string, { known }: Facts): boolean {
  const reference = parseReference(value.toLowerCase());
  if (!reference) return false;
  return known.images.tags(reference).length > 0 || imageUsers(reference).runsAs !== undefined;
}
