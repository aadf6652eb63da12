import { bothInWords, gainInWords } from "../core/estimate/words.ts";
import type { Facts } from "../core/facts/facts.ts";
import {
  baseAmount,
  type Choice,
  convertedFacts,
  multiStageChoices,
  whyNoChoices,
} from "../core/refactorings/toMultiStage.ts";
import { said } from "../l10n/said.ts";
import type { ConversionItem, ConversionPreview } from "../protocol/messages.ts";
import type { Analysed, Outcome } from "./analyses.ts";
import { textEdits } from "./edits.ts";
import { sizeSummary } from "./sizes.ts";

/** The ways to make the document a multi-stage build, and what the chosen one makes of it. */
export function conversionPreview(outcome: Outcome, selected: readonly string[] = []): ConversionPreview {
  const { document, analysis } = outcome;
  const nothing = {
    version: document.version,
    items: [],
    text: document.getText(),
    edits: [],
    files: [],
    before: { layers: 0 },
    after: { layers: 0 },
  };
  if (!analysis) return { ...nothing, reason: outcome.reason };
  const { facts } = analysis;
  const before = sizeSummary(facts);
  const found = multiStageChoices(facts);
  if (found?.kind !== "choices")
    return { ...nothing, before, after: before, reason: whyNoChoices(facts, found) };
  const items = itemsOf(outcome, found.choices);
  const choice = found.choices.find(({ key }) => selected.includes(key));
  if (!choice) return { ...nothing, items, before, after: before };
  const after = convertedFacts(facts, choice);
  return {
    ...nothing,
    items,
    text: after.dockerfile.text,
    edits: textEdits(document, choice.fix.edits),
    before,
    after: sizeSummary(after),
  };
}

const itemsByOutcome = new WeakMap<Outcome, readonly ConversionItem[]>();

/** The same for every choice, so they are worked out once. */
function itemsOf(outcome: Analysed, choices: readonly Choice[]): readonly ConversionItem[] {
  const known = itemsByOutcome.get(outcome);
  if (known) return known;
  const items = choices.map((choice) => itemOf(outcome.analysis.facts, choice));
  itemsByOutcome.set(outcome, items);
  return items;
}

function itemOf(facts: Facts, choice: Choice): ConversionItem {
  const { base, key, fix } = choice;
  const rule = "single-stage-build";
  const size = baseAmount(convertedFacts(facts, choice));
  return {
    key,
    base,
    rule,
    title: said(key, rule),
    safety: "review",
    isDraft: fix.safety === "draft",
    severity: "information",
    count: 1,
    ...(size && { size: bothInWords(size) }),
    ...(fix.saves && { gain: gainInWords(fix.saves) }),
    ...(fix.assumption !== undefined && { assumption: said(fix.assumption, rule) }),
  };
}
