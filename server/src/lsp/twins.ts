import type { Analysis } from "../core/analyze.ts";
import type { Instruction } from "../core/document/dockerfile.ts";
import type { Finding } from "../core/rule.ts";
import type { Peer } from "../protocol/peers.ts";

/** What another extension reports. */
export interface Twin {
  /** Undefined for one that we know nothing about. */
  readonly peer: Peer | undefined;
  readonly code: string;
  /** Offset of the line that it begins in. */
  readonly lineStart: number;
}

/** The findings that nobody else reports for the same instruction. */
export function withoutTwins(
  { findings, facts }: Pick<Analysis, "findings" | "facts">,
  others: readonly Twin[],
): readonly Finding[] {
  if (others.length === 0) return findings;
  const { instructions, text } = facts.dockerfile;
  const byPlace = new Map<number, Twin[]>();
  for (const other of others) {
    const place = placeOf(instructions, text, other.lineStart);
    byPlace.set(place, [...(byPlace.get(place) ?? []), other]);
  }
  return findings.filter((finding) => {
    const twins = byPlace.get(placeOf(instructions, text, finding.span.start)) ?? [];
    return !twins.some((twin) => isNamed(finding, twin));
  });
}

/** True when both speak about the same smell at the same place. */
export function isTwin({ facts }: Pick<Analysis, "facts">, finding: Finding, other: Twin): boolean {
  const { instructions, text } = facts.dockerfile;
  if (!isNamed(finding, other)) return false;
  return placeOf(instructions, text, finding.span.start) === placeOf(instructions, text, other.lineStart);
}

/**
 * What stands for a place: peers mark the first line of an instruction or all of it, we mark words, so it is the start
 * of the line that the instruction begins in; outside of instructions, that of the line itself.
 */
function placeOf(instructions: readonly Instruction[], text: string, offset: number): number {
  const line = lineStart(text, offset);
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lineStart(text, instructions[middle]?.span.start ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const instruction = instructions[low - 1];
  return instruction && line < instruction.span.end ? lineStart(text, instruction.span.start) : line;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** True when the code is the peer's name for what the finding says. */
function isNamed({ rule, code }: Finding, other: Twin): boolean {
  if (other.peer === "dockerfile-utils") return dockerfileUtils.get(other.code)?.includes(rule.id) === true;
  const wanted = other.code.toLowerCase();
  return (
    wanted === rule.id ||
    wanted === code?.id.toLowerCase() ||
    rule.aliases.some((alias) => alias.toLowerCase() === wanted)
  );
}

/**
 * The numbers of dockerfile-utils 0.16, which are no promise of its authors, and our rules for the same. Source:
 * ValidationCode in its src/main.ts.
 */
const dockerfileUtils: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["0", ["instruction-casing"]],
  ["10", ["duplicate-stage"]],
  ["11", ["empty-continuation"]],
  ["23", ["many-sources-to-file", "invalid-syntax"]],
  ["24", ["invalid-port"]],
  ["25", ["invalid-port"]],
  ["29", ["invalid-onbuild"]],
  ["30", ["invalid-onbuild"]],
  ["37", ["repeated-cmd", "repeated-entrypoint", "repeated-healthcheck"]],
  ["45", ["maintainer"]],
  ["49", ["malformed-exec-form"]],
  ["50", ["relative-workdir"]],
  ["51", ["undefined-from-arg"]],
  // Missing, unnecessary and unknown words; flags, quotes, directives.
  ...[
    2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 26, 27, 28, 31, 32, 33, 34, 35, 36,
  ].map(ofSyntax),
  ...[38, 39, 40, 41, 42, 43, 44, 46, 47, 48, 52].map(ofSyntax),
]);

function ofSyntax(code: number): readonly [string, readonly string[]] {
  return [String(code), ["invalid-syntax"]];
}
