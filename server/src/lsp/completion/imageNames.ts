import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { dateOf, isEnded } from "../../core/images/lifecycle.ts";
import { officialImage } from "../../core/images/official.ts";
import { parseReference } from "../../core/images/reference.ts";
import { t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import type { NamePlace } from "./place.ts";
import type { CompletionRequest } from "./request.ts";
import { stages } from "./stages.ts";

/** Earlier stages, and the images that figures are known of; those that were given up come last. */
export function imageNames(request: CompletionRequest<NamePlace>): readonly CompletionItem[] {
  const { known } = request.outcome.analysis.facts;
  const date = dateOf(known.today);
  const ofImages = (known.images.catalog?.names ?? []).map((label, at) => {
    const reference = parseReference(label);
    const hasEnded = reference !== undefined && isEnded(reference, date);
    const detail = hasEnded
      ? t("gets no more security fixes")
      : reference && officialImage(reference)
        ? t("Docker Official Image")
        : undefined;
    return itemOf(request, {
      label,
      kind: CompletionItemKind.Module,
      commitCharacters: [":"],
      order: (hasEnded ? 2000 : 1000) + at,
      detail,
    });
  });
  return [...stages(request), ...ofImages];
}
