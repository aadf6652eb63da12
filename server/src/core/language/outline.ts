import { t } from "../../l10n/t.ts";
import type { Instruction, Stage } from "../document/dockerfile.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { instructionTitle } from "./instructionTitle.ts";

/** A stage, or an instruction in it. */
export interface OutlineItem {
  readonly kind: "STAGE" | Instruction["keyword"];
  /** "build (node:22)", "RUN npm ci" */
  readonly name: string;
  readonly detail: string | undefined;
  readonly span: Span;
  /** The part of `span` that names it. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** The stages with their instructions below them; what stands in front of the first FROM comes first. */
export function outline(facts: Facts): readonly OutlineItem[] {
  const { instructions, stages } = facts.dockerfile;
  const first = stages[0]?.from.index ?? instructions.length;
  return [
    ...instructions.slice(0, first).map((each) => itemOf(facts, each)),
    ...facts.stages.map((each) => stageItem(facts, each)),
  ];
}

function stageItem(facts: Facts, { stage, isFinal }: StageFacts): OutlineItem {
  const number = t("stage {0}", stage.index);
  return {
    kind: "STAGE",
    name: stageTitle(stage),
    detail: isFinal && stage.index > 0 ? t("{0}, the image", number) : number,
    span: stage.span,
    nameSpan: stage.name?.span ?? stage.from.image?.span ?? stage.from.keywordSpan,
    children: stage.instructions.map((each) => itemOf(facts, each)),
  };
}

/** "build (node:22)", "node:22" for a stage without a name, "FROM" for one without anything. */
export function stageTitle({ name, from: { image } }: Stage): string {
  if (!name) return image?.text ?? "FROM";
  return image ? `${name.value} (${image.text})` : name.value;
}

function itemOf(facts: Facts, instruction: Instruction): OutlineItem {
  const { keyword, span, keywordSpan } = instruction;
  return {
    kind: keyword,
    name: instructionTitle(facts, instruction),
    detail: undefined,
    span,
    nameSpan: keywordSpan,
    children: none,
  };
}

const none: readonly never[] = [];
