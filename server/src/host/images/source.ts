import { canonicalPlatform } from "../../core/images/official.ts";
import type { ImageFacts, ImageReference, Platform } from "../../core/images/types.ts";

/**
 * Somebody who may know an image. `undefined` means "I do not know", a rejection means "I failed"; the chain logs the
 * rejection, so its message must not repeat the reference, which is text of the user's file.
 *
 * Whether a host may be asked at all, and how often, is for the source to decide: the chain hands it every image that
 * a Dockerfile names, private ones and half-typed ones too.
 */
export interface ImageSource {
  /** As the log calls it: "container engine". */
  readonly name: string;
  lookup(
    reference: ImageReference,
    platform: Platform,
    signal: AbortSignal,
    /** What is remembered of the last answer, whoever gave it, for those who can ask whether it still holds. */
    previous?: ImageFacts,
  ): Promise<ImageFacts | undefined>;
}

/** One key for all ways to write an image and a platform. */
export function imageKey(reference: ImageReference, platform: Platform): string {
  return `${reference.familiar} ${canonicalPlatform(platform)}`;
}
