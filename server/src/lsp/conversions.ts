import { applyEdits } from "../core/edits/apply.ts";
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
import { t } from "../l10n/t.ts";
import type { ConversionItem, ConversionPreview } from "../protocol/messages.ts";
import type { Analysed, Outcome } from "./analyses.ts";
import { textEdits } from "./edits.ts";
import { openDocument, openEdits } from "./inline/places.ts";
import { nothingToDo } from "./optimizePreview.ts";
import { sizeSummary } from "./sizes.ts";

/** The ways to make a Dockerfile a multi-stage build, and what the chosen one makes of the document. */
export function conversionPreview(outcome: Outcome, selected: readonly string[] = []): ConversionPreview {
  if (!outcome.analysis) return { ...nothingToDo(outcome.document), reason: outcome.reason };
  const document = openDocument(outcome);
  const { facts } = outcome.analysis;
  const before = sizeSummary(facts);
  const nothing = { ...nothingToDo(document), before, after: before };
  const found = multiStageChoices(facts);
  if (found?.kind !== "choices") return { ...nothing, reason: whyNoChoices(facts, found) };
  const choices = found.choices.filter(({ fix }) => openEdits(outcome, fix.edits));
  if (choices.length === 0)
    return { ...nothing, reason: t("It cannot be converted with certainty where it is written in the file") };
  const items = itemsOf(outcome, choices);
  const choice = choices.find(({ key }) => selected.includes(key));
  const edits = choice && openEdits(outcome, choice.fix.edits);
  if (!edits) return { ...nothing, items };
  return {
    ...nothing,
    items,
    text: applyEdits(document.getText(), edits),
    edits: textEdits(document, edits),
    after: sizeSummary(convertedFacts(facts, choice)),
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
