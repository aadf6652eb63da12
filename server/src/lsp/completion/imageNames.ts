import { CompletionItemKind, type CompletionList } from "vscode-languageserver";
import { dateOf, isEnded } from "../../core/images/lifecycle.ts";
import { officialImage } from "../../core/images/official.ts";
import { parseReference } from "../../core/images/reference.ts";
import type { CompletionRequest } from "./completion.ts";
import { itemOf } from "./item.ts";
import type { NamePlace } from "./place.ts";

/** Earlier stages, and the images that figures are known of; those that were given up come last. */
export function imageNames(request: CompletionRequest<NamePlace>): CompletionList {
  const { place, outcome } = request;
  const { stages, known } = outcome.analysis.facts;
  const earlier = stages.filter(
    ({ stage }) => place.from && stage.from.index < place.from.index && stage.name,
  );
  const named = new Map(earlier.map((facts) => [facts.stage.name?.value ?? "", facts]));
  const ofStages = [...named].toReversed().map(([label, { stage, imageText }], order) =>
    itemOf(request, {
      label,
      kind: CompletionItemKind.Reference,
      detail: `stage ${stage.index}, built on ${imageText ?? stage.from.image?.text ?? "an unnamed image"}`,
      order,
    }),
  );
  const date = dateOf(known.today);
  const ofImages = (known.images.catalog?.names ?? []).map((label, at) => {
    const reference = parseReference(label);
    const hasEnded = reference !== undefined && isEnded(reference, date);
    const detail = hasEnded
      ? "gets no more security fixes"
      : reference && officialImage(reference)
        ? "Docker Official Image"
        : undefined;
    return itemOf(request, {
      label,
      kind: CompletionItemKind.Module,
      commitCharacters: [":"],
      order: (hasEnded ? 2000 : 1000) + at,
      ...(detail === undefined ? {} : { detail }),
    });
  });
  return { isIncomplete: false, items: [...ofStages, ...ofImages] };
}
