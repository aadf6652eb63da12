import type { TextDocument } from "vscode-languageserver-textdocument";
import { addAmounts } from "../core/estimate/amount.ts";
import { gainInWords } from "../core/estimate/words.ts";
import { optimize, type Step } from "../core/optimize.ts";
import { originsOf } from "../core/origins.ts";
import { minimalEdits } from "../host/minimalEdits.ts";
import { said } from "../l10n/said.ts";
import type { OptimizeItem, OptimizePreview } from "../protocol/messages.ts";
import { mendedOf } from "./allMended.ts";
import type { Analysed, Outcome } from "./analyses.ts";
import { contextUri, textEdits } from "./edits.ts";
import { lineOf } from "./positions.ts";
import { sizeSummary } from "./sizes.ts";

/** What "Optimize Dockerfile" would do with this version of the document. */
export function optimizePreview(outcome: Outcome, selected: readonly string[] | undefined): OptimizePreview {
  if (!outcome.analysis) return nothingToDo(outcome.document);
  const { document, input } = outcome;
  const text = document.getText();
  const items = itemsOf(outcome);
  const offered = new Set(items.map(({ key }) => key));
  const chosen = new Set(selected ?? items.filter(({ safety }) => safety === "safe").map(({ key }) => key));
  const optimized = optimize(text, {
    ...input,
    allow: ["safe", "review"],
    // A step that only comes up because another one was left out is taken when it is safe.
    accepts: (step) => (offered.has(step.key) ? chosen.has(step.key) : step.fix.safety === "safe"),
  });
  return {
    version: document.version,
    items,
    text: optimized.text,
    edits: textEdits(document, minimalEdits(text, optimized.text)),
    files: optimized.files.flatMap(({ path, content }) => {
      const uri = contextUri(outcome, path);
      return uri === undefined ? [] : [{ uri, content }];
    }),
    before: sizeSummary(optimized.before.facts),
    after: sizeSummary(optimized.after.facts),
  };
}

const itemsByOutcome = new WeakMap<Outcome, readonly OptimizeItem[]>();

/** The same list for every selection, so it is worked out once. */
function itemsOf(outcome: Analysed): readonly OptimizeItem[] {
  const known = itemsByOutcome.get(outcome);
  if (known) return known;
  const items = listItems(outcome);
  itemsByOutcome.set(outcome, items);
  return items;
}

function listItems(outcome: Analysed): readonly OptimizeItem[] {
  const optimized = mendedOf(outcome);
  const groups = new Map<string, Step[]>();
  for (const step of optimized.applied) groups.set(step.key, [...(groups.get(step.key) ?? []), step]);
  const origin = originsOf(optimized);
  const place = (step: Step): number | undefined => {
    const found = origin(step);
    return found && lineOf(outcome.document, found.span.start);
  };
  return [...groups].map(([key, steps]) => itemOf(key, steps, place)).sort(byOrderOfDocument);
}

function itemOf(
  key: string,
  steps: readonly Step[],
  place: (step: Step) => number | undefined,
): OptimizeItem {
  const [{ finding, fix }] = steps as [Step];
  const gain = addAmounts(steps.flatMap((step) => step.fix.saves ?? []));
  const lines = steps.flatMap((step) => place(step) ?? []);
  return {
    key,
    rule: finding.rule.id,
    title: said(fix.title, finding.rule.id),
    safety: fix.safety === "safe" ? "safe" : "review",
    severity: finding.severity,
    count: steps.length,
    ...(fix.assumption === undefined ? {} : { assumption: said(fix.assumption, finding.rule.id) }),
    ...(gain ? { gain: gainInWords(gain) } : {}),
    ...(lines.length > 0 ? { line: Math.min(...lines) } : {}),
  };
}

function byOrderOfDocument(a: OptimizeItem, b: OptimizeItem): number {
  if (a.safety !== b.safety) return a.safety === "safe" ? -1 : 1;
  return (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER);
}

function nothingToDo(document: TextDocument): OptimizePreview {
  const size = { layers: 0 };
  return {
    version: document.version,
    items: [],
    text: document.getText(),
    edits: [],
    files: [],
    before: size,
    after: size,
  };
}
