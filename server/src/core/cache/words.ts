import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Cause, Rebuild } from "./model.ts";

/** Turns an offset into a line from 1; only the edges know lines. */
export type LineOf = (offset: number) => number;

/** "takes src", "after COPY . . in line 3" */
export function causeInWords(facts: Facts, cause: Cause, lineOf: LineOf): string {
  switch (cause.kind) {
    case "takes":
      return `takes ${cause.path === "" ? "the build context" : cause.path}`;
    case "unknownSource":
      return "may take it: a source has a variable without a known value";
    case "ignoreFile":
      return "may take other files than before";
    case "text":
      return "is changed itself";
    case "unlinked":
      return "only where the builder cannot merge layers, as Docker without the containerd image store";
    case "base":
      return `stands on ${cause.stage.imageText ?? "the base image"}, which is another one`;
    case "after":
      return `after ${placeInWords(facts, cause.instruction, lineOf)}`;
    case "setting":
      return `runs with ${placeInWords(facts, cause.instruction, lineOf)}`;
    case "from":
      return `if what it takes from ${stageInWords(cause.stage)} comes out different`;
  }
}

/** "COPY . . in line 3" */
function placeInWords(facts: Facts, instruction: Instruction, lineOf: LineOf): string {
  return `${firstLine(facts, instruction, 40)} in line ${lineOf(instruction.span.start)}`;
}

/** "stage build" */
export function stageInWords({ stage }: StageFacts): string {
  return `stage ${stage.name?.value ?? stage.index}`;
}

/** The instruction as far as it stands in its first line, with single blanks, cut at `longest` UTF-16 units. */
export function firstLine({ dockerfile }: Facts, { span }: Instruction, longest = 80): string {
  const [line = ""] = dockerfile.text.slice(span.start, span.end).split(/\r?\n/, 1);
  const words = line
    .replace(/[\\`]\s*$/, "")
    .replace(/\s+/g, " ")
    .trim();
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** "most of the estimated build work (≈ 80 %)", "perhaps …" where only the build tells. */
export function shareInWords(rebuild: Rebuild): string {
  const [portion, percents] = wordsFor(rebuild);
  return `${portion} of the estimated build work (${percents})`;
}

/** The same for where it is clear what it is a share of: "most (≈ 80 %)". */
export function shortShareInWords(rebuild: Pick<Rebuild, "share">): string {
  const [portion, percents] = wordsFor(rebuild);
  return `${portion} (${percents})`;
}

/** "≈ 80 %", "< 5 %, perhaps ≈ 40 %" */
export function percentsInWords(rebuild: Pick<Rebuild, "share">): string {
  return wordsFor(rebuild)[1];
}

function wordsFor({
  share: { certain, possible },
}: Pick<Rebuild, "share">): readonly [portion: string, percents: string] {
  const [least, most] = [percent(certain), percent(possible)];
  if (certain === 0 && possible > 0) return [`perhaps ${portion(possible)}`, most];
  return [portion(certain), least === most ? most : `${least}, perhaps ${most}`];
}

function portion(share: number): string {
  if (share >= 0.95) return "nearly all";
  if (share >= 0.6) return "most";
  if (share >= 0.4) return "about half";
  if (share >= 0.05) return "part";
  return "next to nothing";
}

/** To tens: the weights behind it are worth no more. */
function percent(share: number): string {
  if (share < 0.05) return "< 5 %";
  return share >= 0.95 ? "> 95 %" : `≈ ${Math.round(share * 10) * 10} %`;
}
