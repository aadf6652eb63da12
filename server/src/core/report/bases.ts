import { imageAmount } from "../estimate/image.ts";
import type { Facts } from "../facts/facts.ts";
import { officialImage } from "../images/official.ts";
import { withTag } from "../images/reference.ts";
import { readTag, type TagShape } from "../images/tagShape.ts";
import type { ImageReference } from "../images/types.ts";
import type { BaseImage } from "./model.ts";
import { weightOf } from "./sizes.ts";

/** Windows images and those for the old start-up of .NET are no choice for anybody else. */
const unlikely = /windows|nanoserver|onbuild/;
const mostBases = 10;

/** The bases of the image before and after the fixes, and the other variants of the same line; smallest last. */
export function baseImages(before: Facts, after: Facts): readonly BaseImage[] {
  const [now, then] = [before, after].map((facts) => facts.finalStage?.root.reference);
  const wanted = new Map<string, ImageReference>();
  for (const reference of [now, then]) if (reference) wanted.set(reference.familiar, reference);
  for (const reference of now ? variantsOf(now, before) : []) {
    if (wanted.size >= mostBases) break;
    if (!wanted.has(reference.familiar)) wanted.set(reference.familiar, reference);
  }
  const bases = [...wanted.values()].flatMap((reference): readonly BaseImage[] => {
    const facts = before.known.images.facts(reference, before.known.platform);
    const weight = facts && weightOf(imageAmount(facts));
    if (!facts || !weight) return [];
    return [
      {
        reference: reference.familiar,
        weight,
        os: facts.os ?? null,
        libc: facts.libc ?? null,
        packageManager: facts.packageManager ?? null,
        asOf: facts.asOf,
        isBefore: reference.familiar === now?.familiar,
        isAfter: reference.familiar === then?.familiar,
      },
    ];
  });
  return bases.toSorted((a, b) => b.weight.unpacked.likely - a.weight.unpacked.likely);
}

/** One tag for each variant of the same version, written as the file writes its own. */
function variantsOf(reference: ImageReference, { known }: Facts): readonly ImageReference[] {
  const image = officialImage(reference);
  if (!image) return [];
  const asked = readTag(image.name, reference.tag);
  const best = new Map<string, { readonly tag: string; readonly rank: number }>();
  for (const tag of known.images.tags(reference)) {
    const shape = readTag(image.name, tag);
    if (shape.variant === asked.variant || unlikely.test(tag) || !isSameVersion(shape, asked)) continue;
    const rank = Number(shape.suite === asked.suite) * 2 + Number(shape.suite === undefined);
    const other = best.get(shape.variant);
    if (!other || rank > other.rank || (rank === other.rank && tag.length < other.tag.length))
      best.set(shape.variant, { tag, rank });
  }
  return [...best.values()].map(({ tag }) => withTag(reference, tag));
}

function isSameVersion(a: TagShape, b: TagShape): boolean {
  return a.version?.join(".") === b.version?.join(".");
}
