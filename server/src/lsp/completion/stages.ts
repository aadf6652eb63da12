import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { t } from "../../l10n/t.ts";
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
      t("stage {0}, built on {1}", stage.index, imageText ?? stage.from.image?.text ?? t("an unnamed image")),
    );
  }
  return [...found]
    .toReversed()
    .map(([label, detail], order) =>
      itemOf(request, { label, kind: CompletionItemKind.Reference, detail, order }),
    );
}
