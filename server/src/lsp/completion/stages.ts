import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { itemOf } from "./item.ts";
import type { NamePlace } from "./place.ts";
import type { CompletionRequest } from "./request.ts";

/** Stages that stand before, the nearest first; those without a name by their number where that is possible. */
export function stages(request: CompletionRequest<NamePlace>): readonly CompletionItem[] {
  const { place, outcome } = request;
  const { from, takesNumbers } = place;
  if (!from) return [];
  const found = new Map<string, string>();
  for (const { stage, imageText } of outcome.analysis.facts.stages) {
    if (stage.from.index >= from.index) break;
    const label = stage.name?.value ?? (takesNumbers ? String(stage.index) : undefined);
    if (label === undefined) continue;
    // The last stage of a name is the one that is meant.
    found.delete(label);
    found.set(
      label,
      `stage ${stage.index}, built on ${imageText ?? stage.from.image?.text ?? "an unnamed image"}`,
    );
  }
  return [...found]
    .toReversed()
    .map(([label, detail], order) =>
      itemOf(request, { label, kind: CompletionItemKind.Reference, detail, order }),
    );
}
