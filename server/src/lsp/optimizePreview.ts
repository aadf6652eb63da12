import type { TextDocument } from "vscode-languageserver-textdocument";
import { applyEdits, sortEdits } from "../core/edits/apply.ts";
import type { Edit, FileEdit } from "../core/edits/fix.ts";
import { addAmounts } from "../core/estimate/amount.ts";
import { gainInWords } from "../core/estimate/words.ts";
import type { Facts } from "../core/facts/facts.ts";
import type { Step } from "../core/optimize.ts";
import { originsOf } from "../core/origins.ts";
import { editsAround, type OptimizedAround, optimizeAround } from "../host/inline/optimizeAround.ts";
import { filesTogether, type WrittenBack, whyNotEdited, writtenBack } from "../host/inline/writtenBack.ts";
import { said } from "../l10n/said.ts";
import type { OptimizeItem, OptimizePreview, SizeSummary } from "../protocol/messages.ts";
import { mendedOf } from "./allMended.ts";
import { type Analysed, type Outcome, variablesIn } from "./analyses.ts";
import { contextUri, textEdits } from "./edits.ts";
import { dockerfilesMeant, openLine } from "./inline/places.ts";
import { sizeSummary } from "./sizes.ts";

/** What "Optimize Dockerfile" would do with this version of the document: with all of it that the address means. */
export function optimizePreview(
  outcome: Outcome,
  uri: string,
  selected: readonly string[] | undefined,
): OptimizePreview {
  const { document } = outcome;
  const changes = dockerfilesMeant(outcome, uri).map((dockerfile) => changeOf(dockerfile, selected));
  if (changes.length === 0) return nothingToDo(document);
  const edits = sortEdits(changes.flatMap((change) => change.edits));
  const beside = filesTogether(changes.flatMap((change) => change.files));
  const namesOwners = changes.length > 1;
  return {
    version: document.version,
    items: changes
      .flatMap(({ items, owner }) =>
        namesOwners && owner !== undefined ? items.map((item) => ({ ...item, owner })) : items,
      )
      .sort(byOrderOfDocument),
    text: applyEdits(document.getText(), edits),
    edits: textEdits(document, edits),
    files: beside.files.map(({ path, content }) => ({ uri: path, content })),
    before: sizesTogether(changes.map(({ optimized }) => optimized.before.facts)),
    after: sizesTogether(changes.map(({ optimized }) => optimized.after.facts)),
    leftOut: [...new Set(changes.flatMap((change) => change.leftOut)), ...beside.leftOut],
  };
}

export function nothingToDo(document: TextDocument): OptimizePreview & { readonly items: readonly [] } {
  const size = { layers: 0 };
  const text = document.getText();
  return {
    version: document.version,
    items: [],
    text,
    edits: [],
    files: [],
    before: size,
    after: size,
    leftOut: [],
  };
}

/** What is done with one Dockerfile. */
interface Change {
  readonly owner: string | undefined;
  readonly items: readonly OptimizeItem[];
  readonly optimized: OptimizedAround;
  /** Of the document that is open. */
  readonly edits: readonly Edit[];
  /** By their addresses. */
  readonly files: readonly FileEdit[];
  readonly leftOut: readonly string[];
}

function changeOf(outcome: Analysed, selected: readonly string[] | undefined): Change {
  const { document, input, inside } = outcome;
  const { items, leftOut } = offerOf(outcome);
  const offered = new Set(items.map(({ key }) => key));
  const chosen = new Set(selected ?? items.filter(({ safety }) => safety === "safe").map(({ key }) => key));
  const optimized = optimizeAround(document.getText(), variablesIn(outcome), {
    ...input,
    allow: ["safe", "review"],
    accepts: (step) => {
      const key = keyIn(outcome, step);
      // A step that only comes up because another one was left out is taken when it is safe.
      return offered.has(key) ? chosen.has(key) : items.length > 0 && step.fix.safety === "safe";
    },
  });
  const { edits } = openChange(outcome, optimized);
  return {
    owner: inside?.inline.owner,
    items,
    optimized,
    edits: edits ?? [],
    files: optimized.files.flatMap(({ path, content }) => {
      const uri = edits && contextUri(outcome, path);
      return uri === undefined ? [] : [{ path: uri, content }];
    }),
    leftOut: edits || !inside ? leftOut : [...leftOut, whyNotEdited(inside.inline)],
  };
}

function openChange({ document, inside }: Analysed, optimized: OptimizedAround): WrittenBack {
  if (inside) return writtenBack(inside.inline, optimized, inside.holder.getText());
  return { edits: editsAround(document.getText(), [], optimized), leftOut: [] };
}

/** What can be done with one Dockerfile, and what cannot be done where it stands. */
type Offer = Pick<Change, "items" | "leftOut">;

const offers = new WeakMap<Analysed, Offer>();

/** The same for every selection, so it is worked out once. */
function offerOf(outcome: Analysed): Offer {
  const known = offers.get(outcome);
  if (known) return known;
  const isEditable = outcome.inside?.inline.writing.kind !== "unknown";
  const { leftOut } = openChange(outcome, mendedOf(outcome));
  const offer = { items: isEditable ? listItems(outcome) : [], leftOut };
  offers.set(outcome, offer);
  return offer;
}

function listItems(outcome: Analysed): readonly OptimizeItem[] {
  const optimized = mendedOf(outcome);
  const groups = new Map<string, Step[]>();
  for (const step of optimized.applied) {
    const key = keyIn(outcome, step);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  const origin = originsOf(optimized);
  const place = (step: Step): number | undefined => {
    const found = origin(step);
    return found && openLine(outcome, found.span.start);
  };
  return [...groups].map(([key, steps]) => itemOf(key, steps, place));
}

/** Two Dockerfiles of one file may have the same step. */
function keyIn({ inside }: Analysed, { key }: Step): string {
  return inside ? `${inside.inline.owner}\n${key}` : key;
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

/** Images of several Dockerfiles may share what is below them, so that their sizes are no sum. */
function sizesTogether(all: readonly Facts[]): SizeSummary {
  const sizes = all.map(sizeSummary);
  const [only, another] = sizes;
  if (only && !another) return only;
  return { layers: sizes.reduce((sum, { layers }) => sum + layers, 0) };
}
