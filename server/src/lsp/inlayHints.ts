import { type InlayHint, MarkupKind } from "vscode-languageserver";
import type { Instruction } from "../core/document/dockerfile.ts";
import type { Span } from "../core/edits/span.ts";
import type { StageEstimate } from "../core/estimate/estimate.ts";
import { originInWords } from "../core/estimate/summary.ts";
import { boundedInWords } from "../core/estimate/words.ts";
import { t } from "../l10n/t.ts";
import type { Analysed } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { type Figure, figuresOf, isWorthShowing, reasonsOf } from "./figures.ts";
import { blocks, title, withoutMarkdown } from "./hover/markdown.ts";
import { positionOf } from "./positions.ts";
import { estimateOf } from "./sizes.ts";

interface InlayHintsInput {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  /** Only what stands here is answered. */
  readonly span: Span;
}

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

function labelOf({ isBase, amount }: Figure): string {
  const words = `${isBase ? "" : "+ "}${boundedInWords(amount.unpacked)}`;
  return amount.source === "measured" ? t("{0} measured", words) : words;
}

function tooltipOf(figure: Figure, stage: StageEstimate): string {
  const { isBase, amount } = figure;
  return blocks(
    title(
      t("{0} on disk", `${isBase ? "" : "+ "}${boundedInWords(amount.unpacked)}`),
      originInWords(amount.source),
    ),
    reasonsOf(figure, stage),
  );
}

/** The end of its last line, that of the line above the text where it has here-documents. */
function lineEnd(text: string, { span, heredocs }: Instruction): number {
  const body = heredocs[0]?.body.start;
  if (body === undefined) return span.end;
  const end = body - (text[body - 1] === "\n" ? 1 : 0);
  return text[end - 1] === "\r" ? end - 1 : end;
}
