import { CompletionItemKind, type CompletionList } from "vscode-languageserver";
import { imageAmount } from "../../core/estimate/image.ts";
import { estimateInWords } from "../../core/estimate/words.ts";
import { dateOf } from "../../core/images/lifecycle.ts";
import { withTag } from "../../core/images/reference.ts";
import { fittingFirst } from "../../core/images/tagOrder.ts";
import type { ImageFacts, ImageReference } from "../../core/images/types.ts";
import type { KnownImages } from "../../core/known.ts";
import { t } from "../../l10n/t.ts";
import { imageInWords, originInWords, supportInWords } from "../hover/imageWords.ts";
import { blocks } from "../hover/markdown.ts";
import { itemOf } from "./item.ts";
import type { TagPlace } from "./place.ts";
import type { CompletionRequest } from "./request.ts";

/** Longer lists are asked for again with every letter. */
const mostItems = 100;

/**
 * The tags of an image: those that figures are known of, with sizes and dates, then the others that its registry has
 * listed so far.
 */
export function tags(request: CompletionRequest<TagPlace>): CompletionList {
  const { outcome, offset, place } = request;
  const { facts } = outcome.analysis;
  const { images, today, platform } = facts.known;
  const written = facts.dockerfile.text.slice(place.span.start, place.span.end);
  const typed = facts.dockerfile.text.slice(place.span.start, offset);
  const others = facts.stages.flatMap(({ reference }) =>
    reference?.tag !== undefined && isSameRepository(reference, place.reference) ? reference.tag : [],
  );
  const known = knownTags(images, place.reference, typed);
  const listed = listedTags(images, place.reference, known);
  const isLong = known.length + listed.length > mostItems;
  const wish = { like: [written, ...others], date: dateOf(today) };
  const fitting = [known, listed].flatMap((tags) =>
    fittingFirst(place.reference, isLong ? tags.filter((tag) => tag.includes(typed)) : tags, wish),
  );
  const stage = facts.graph.stageAt(place.span.start);
  return {
    isIncomplete: isLong || (images.catalog?.isListing?.() ?? false),
    items: fitting.slice(0, mostItems).map((tag, order) => {
      const reference = withTag(place.reference, tag);
      const image = images.catalog?.facts(reference, stage?.platform ?? platform);
      return itemOf(request, {
        label: tag,
        kind: CompletionItemKind.Value,
        order,
        behind: image && shortly(image),
        documentation: documentationOf(reference, image, today),
        ...(image && detailOf(image)),
      });
    }),
  };
}

/** A version that is typed out has forms that no list of tags names. */
function knownTags(images: KnownImages, reference: ImageReference, typed: string): readonly string[] {
  const named = images.tags(reference);
  return named.length === 0 || typed === "" ? named : [...named, ...images.tags(withTag(reference, typed))];
}

/** Those that the registry has listed beside the known ones. */
function listedTags(
  images: KnownImages,
  reference: ImageReference,
  known: readonly string[],
): readonly string[] {
  const listed = images.catalog?.listed?.(reference) ?? [];
  const others = new Set(known);
  return listed.filter((tag) => !others.has(tag));
}

function isSameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}

function shortly(image: ImageFacts): string | undefined {
  const amount = imageAmount(image);
  return amount && estimateInWords(amount.unpacked);
}

function detailOf(image: ImageFacts): { readonly detail: string } | undefined {
  const amount = imageAmount(image);
  if (!amount) return undefined;
  const { download, unpacked } = amount;
  return { detail: t("{0} to download, {1} on disk", estimateInWords(download), estimateInWords(unpacked)) };
}

function documentationOf(
  reference: ImageReference,
  image: ImageFacts | undefined,
  today: string | undefined,
): string {
  return blocks(
    image && imageInWords(reference, image),
    supportInWords(reference, image?.os, today),
    image && originInWords(image),
  );
}
