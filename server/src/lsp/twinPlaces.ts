import type { Instruction } from "../core/document/dockerfile.ts";
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
      const { instructions } = facts.dockerfile;
      let one = lastOf(instructions, ({ span }) => span.start < place);
      while (one && one.keyword !== keyword && one.keyword !== "FROM") one = instructions[one.index - 1];
      return one?.keyword === keyword ? placeOf(facts, one.span.start) : undefined;
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
  const places = edits.flatMap(({ span }) => [placeOf(facts, span.start), placeOf(facts, span.end)]);
  return [...ownPlace(facts, finding), ...places];
}

/** A stage is known by where it begins. */
function ownStage(facts: Facts, { span }: Finding): readonly number[] {
  return [stagePlace(facts, span.start) ?? 0];
}

function stagePlace({ dockerfile }: Facts, offset: number): number | undefined {
  const { stages, text } = dockerfile;
  return lastOf(stages, ({ span }) => lineStart(text, span.start) <= offset)?.span.start;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
