import type { Instruction } from "../../core/document/dockerfile.ts";
import { originInWords } from "../../core/estimate/summary.ts";
import { boundedInWords } from "../../core/estimate/words.ts";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { figuresOf, isWorthShowing, reasonsOf } from "../figures.ts";
import { estimateOf } from "../sizes.ts";
import { blocks } from "./markdown.ts";

/** What a costly instruction adds: the tooltip of the size behind its line, which only a mouse can reach. */
export function addedHover(instruction: Instruction, outcome: Analysed): string | undefined {
  const { settings } = outcome;
  const { facts } = outcome.analysis;
  const index = facts.graph.stageOf(instruction)?.stage.index;
  const stage = index === undefined ? undefined : estimateOf(facts).stages[index];
  const figure = stage && figuresOf(stage).find((one) => !one.isBase && one.instruction === instruction);
  if (!figure || !isWorthShowing(figure, settings.inlayHints === "all" ? "all" : "costly")) return undefined;
  const { unpacked, source } = figure.amount;
  return blocks(
    t("Adds {0}, {1}.", boundedInWords(unpacked), originInWords(source)),
    reasonsOf(figure, stage),
  );
}
