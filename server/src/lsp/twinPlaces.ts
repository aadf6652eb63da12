import type { Instruction, Stage } from "../core/document/dockerfile.ts";
import type { Facts } from "../core/facts/facts.ts";
import { lastOf } from "../core/facts/lastOf.ts";
import type { Finding } from "../core/rule.ts";

/**
 * What stands for a place: peers mark the first line of an instruction or all of it, we mark words, so it is the start
 * of the line that the instruction begins in; outside of instructions, that of the line itself.
 */
export function placeOf({ dockerfile }: Facts, offset: number): number {
  const { instructions, text } = dockerfile;
  const line = lineStart(text, offset);
  const instruction = lastOf(instructions, ({ span }) => lineStart(text, span.start) <= line);
  return instruction && line < instruction.span.end ? lineStart(text, instruction.span.start) : line;
}

/** How a peer and a rule of ours find each other when they say the same of different instructions. */
export interface Elsewhere {
  /** The place that the peer means when it marks this one. */
  readonly theirs: (facts: Facts, place: number) => number | undefined;
  /** The places that a finding is about. */
  readonly ours: (facts: Facts, finding: Finding) => readonly number[];
}

/** By rule. Source: hadolint's src/Hadolint/Rule, whose reports have the line of one instruction. */
export const elsewhereInHadolint: ReadonlyMap<string, Elsewhere> = new Map([
  // It marks those that replace one, and we those that are replaced.
  ["repeated-cmd", replaced("CMD")],
  ["repeated-entrypoint", replaced("ENTRYPOINT")],
  ["repeated-healthcheck", replaced("HEALTHCHECK")],
  // It marks each RUN but the first, and we one for all of them.
  ["consecutive-runs", { theirs: placeOf, ours: changedPlaces }],
  // It marks the FROM, and we the port that nobody checks.
  ["missing-healthcheck", { theirs: stagePlace, ours: ownStage }],
  // It marks the second tool that is used, and we the one that could be left out.
  ["wget-and-curl", { theirs: stagePlace, ours: ownStage }],
]);

function replaced(keyword: Instruction["keyword"]): Elsewhere {
  return {
    theirs(facts, place) {
      const instructions = stageAt(facts, place)?.instructions ?? [];
      const last = instructions.findLast((one) => one.keyword === keyword && one.span.start < place);
      return last && placeOf(facts, last.span.start);
    },
    ours: ownPlace,
  };
}

function ownPlace(facts: Facts, { span }: Finding): readonly number[] {
  return [placeOf(facts, span.start)];
}

/** Of the instructions that its fixes change. */
function changedPlaces(facts: Facts, finding: Finding): readonly number[] {
  const edits = finding.fixes.flatMap((fix) => fix.edits);
  const changed = facts.dockerfile.instructions.filter(({ span }) =>
    edits.some((edit) => edit.span.start <= span.end && span.start <= edit.span.end),
  );
  return [...ownPlace(facts, finding), ...changed.map(({ span }) => placeOf(facts, span.start))];
}

/** A stage is known by where it begins. */
function ownStage(facts: Facts, { span }: Finding): readonly number[] {
  return [stagePlace(facts, span.start) ?? 0];
}

function stagePlace(facts: Facts, offset: number): number | undefined {
  return stageAt(facts, offset)?.span.start;
}

/** The one whose lines have this place among them. */
function stageAt({ dockerfile }: Facts, offset: number): Stage | undefined {
  const { stages, text } = dockerfile;
  return lastOf(stages, ({ span }) => lineStart(text, span.start) <= offset);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
