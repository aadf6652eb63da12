import { type InlayHint, MarkupKind } from "vscode-languageserver";
import type { Instruction } from "../core/document/dockerfile.ts";
import type { Span } from "../core/edits/span.ts";
import { type Amount, isAtLeast } from "../core/estimate/amount.ts";
import type { StageEstimate, StepEstimate } from "../core/estimate/estimate.ts";
import { originInWords } from "../core/estimate/summary.ts";
import { boundedInWords, rangeInWords } from "../core/estimate/words.ts";
import { saidNote } from "../l10n/said.ts";
import { t } from "../l10n/t.ts";
import type { Analysed } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { blocks, list, title, withoutMarkdown } from "./hover/markdown.ts";
import { positionOf } from "./positions.ts";
import { estimateOf } from "./sizes.ts";

interface InlayHintsInput {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  /** Only what stands here is answered. */
  readonly span: Span;
}

/** Likely bytes from which an instruction is costly. */
const costly = 10e6;
/** The share that has to be there for certain: what may be anything from nothing to gigabytes is not known. */
const leastCertain = 0.1;
/** More reasons than this nobody reads. */
const mostReasons = 6;

/** What base images weigh and instructions add, at the end of their lines. Nothing where that is not known. */
export function inlayHints({ outcome, features, span }: InlayHintsInput): InlayHint[] {
  const { settings, analysis } = outcome;
  if (settings.inlayHints === "off") return [];
  const { text } = analysis.facts.dockerfile;
  const hints: InlayHint[] = [];
  for (const stage of estimateOf(analysis.facts).stages) {
    for (const figure of figuresOf(stage)) {
      if (!isWorthShowing(figure, settings.inlayHints)) continue;
      const end = lineEnd(text, figure.instruction);
      if (end < span.start || end > span.end) continue;
      const tooltip = tooltipOf(figure, stage);
      hints.push({
        position: positionOf(outcome.document, end),
        label: labelOf(figure),
        paddingLeft: true,
        tooltip: features.showsMarkdown
          ? { kind: MarkupKind.Markdown, value: tooltip }
          : withoutMarkdown(tooltip),
      });
    }
  }
  return hints;
}

interface Figure {
  readonly isBase: boolean;
  readonly instruction: Instruction;
  readonly amount: Amount;
  /** What the figure leaves out. */
  readonly gap: string | undefined;
}

function isWorthShowing({ isBase, amount: { unpacked } }: Figure, shown: "base" | "costly" | "all"): boolean {
  const { low, likely } = unpacked;
  if (isBase || shown === "all") return likely >= 1;
  return shown === "costly" && likely >= costly && low >= likely * leastCertain;
}

function figuresOf({ stage, base, steps }: StageEstimate): readonly Figure[] {
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

function labelOf({ isBase, amount }: Figure): string {
  const words = `${isBase ? "" : "+ "}${boundedInWords(amount.unpacked)}`;
  return amount.source === "measured" ? t("{0} measured", words) : words;
}

function tooltipOf({ isBase, amount, gap }: Figure, { stage }: StageEstimate): string {
  const reasons = [...new Set(amount.reasons.map(saidNote))];
  const more = reasons.length - mostReasons;
  const shown = more > 0 ? [...reasons.slice(0, mostReasons), t("and {0} more", more)] : reasons;
  return blocks(
    title(
      t("{0} on disk", `${isBase ? "" : "+ "}${boundedInWords(amount.unpacked)}`),
      originInWords(amount.source),
    ),
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

/** The end of its last line, that of the line above the text where it has here-documents. */
function lineEnd(text: string, { span, heredocs }: Instruction): number {
  const body = heredocs[0]?.body.start;
  if (body === undefined) return span.end;
  const end = body - (text[body - 1] === "\n" ? 1 : 0);
  return text[end - 1] === "\r" ? end - 1 : end;
}
