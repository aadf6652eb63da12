import { withTag } from "../../core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../../core/images/types.ts";
import type { KnownImages } from "../../core/known.ts";

export interface Alternative {
  readonly familiar: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly saved: number;
}

const maxShown = 3;
const leastShare = 0.3;
const leastBytes = 50_000_000;

/**
 * Tags of the same version on the same operating system that are clearly smaller, the smallest first. Another system
 * is another matter: its packages have other names and its C library other habits.
 */
export function smallerAlternatives(
  reference: ImageReference,
  current: ImageFacts,
  images: KnownImages,
): readonly Alternative[] {
  const { uncompressedBytes: now, os, platform } = current;
  const version = versionOf(reference.tag);
  if (now === undefined || os === undefined || version === undefined) return [];
  const found: Alternative[] = [];
  for (const tag of images.tags(reference)) {
    if (tag === reference.tag || versionOf(tag) !== version) continue;
    const other = withTag(reference, tag);
    const facts = images.facts(other, platform);
    const bytes = facts?.uncompressedBytes;
    if (bytes === undefined || facts?.os !== os || facts.standsInFor !== undefined) continue;
    const saved = now - bytes;
    if (saved >= leastBytes && saved >= now * leastShare)
      found.push({ familiar: other.familiar, bytes, saved });
  }
  return found.sort((a, b) => a.bytes - b.bytes || a.familiar.length - b.familiar.length).slice(0, maxShown);
}

/** `20` of `20-bookworm-slim`. A tag without a version, such as `latest`, promises nothing to compare with. */
function versionOf(tag: string | undefined): string | undefined {
  const first = tag?.split("-")[0];
  return first !== undefined && /\d/.test(first) ? first : undefined;
}
