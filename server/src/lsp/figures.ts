import type { Instruction } from "../core/document/dockerfile.ts";
import { type Amount, isAtLeast } from "../core/estimate/amount.ts";
import type { StageEstimate, StepEstimate } from "../core/estimate/estimate.ts";
import { rangeInWords } from "../core/estimate/words.ts";
import { saidNote } from "../l10n/said.ts";
import { t } from "../l10n/t.ts";
import { blocks, list } from "./hover/markdown.ts";

/** Likely bytes from which an instruction is costly. */
const costly = 10e6;
/** The share that has to be there for certain: what may be anything from nothing to gigabytes is not known. */
const leastCertain = 0.1;
/** More reasons than this nobody reads. */
const mostReasons = 6;

/** What a base image weighs, or an instruction adds. */
export interface Figure {
  readonly isBase: boolean;
  readonly instruction: Instruction;
  readonly amount: Amount;
  /** What the figure leaves out. */
  readonly gap: string | undefined;
}

/** Whether it is told, of those that are wanted. */
export function isWorthShowing(
  { isBase, amount: { unpacked } }: Figure,
  shown: "base" | "costly" | "all",
): boolean {
  const { low, likely } = unpacked;
  if (isBase || shown === "all") return likely >= 1;
  return shown === "costly" && likely >= costly && low >= likely * leastCertain;
}

export function figuresOf({ stage, base, steps }: StageEstimate): readonly Figure[] {
  // What another stage weighs is told there.
  const brought = stage.base ? undefined : base;
  const first: readonly Figure[] = brought
    ? [{ isBase: true, instruction: stage.stage.from, amount: brought, gap: undefined }]
    : [];
  return [...first, ...steps.flatMap(stepFigure)];
}

function stepFigure({ instruction, amount, note }: StepEstimate): readonly Figure[] {
  if (!amount) return [];
  return [{ isBase: false, instruction, amount, gap: isAtLeast(amount) ? note : undefined }];
}

/** Between what and what the figure lies, and why. */
export function reasonsOf({ amount, gap }: Figure, { stage }: StageEstimate): string {
  const reasons = [...new Set(amount.reasons.map(saidNote))];
  const more = reasons.length - mostReasons;
  const shown = more > 0 ? [...reasons.slice(0, mostReasons), t("and {0} more", more)] : reasons;
  return blocks(
    t(
      "On disk (unpacked): {0}. Download (compressed): {1}.",
      rangeInWords(amount.unpacked),
      rangeInWords(amount.download),
    ),
    list(shown),
    gap === undefined ? undefined : t("Not in the figure: {0}.", saidNote(gap)),
    stage.isShipped ? undefined : t("Not in the image, but for what is copied out of this stage."),
  );
}
