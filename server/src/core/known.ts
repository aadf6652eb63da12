import type { ImageFacts, ImageReference, Platform } from "./images/types.ts";

/**
 * What is known about the world around the Dockerfile, as values. Everything here is a snapshot: asking costs
 * nothing, cannot fail, and answers `undefined` for "not known".
 */
export interface Known {
  readonly images: KnownImages;
  readonly context: BuildContext | undefined;
  /** The platform that is built for when a FROM does not say: `linux/amd64`. */
  readonly platform: Platform;
  /** ISO date: `2026-09-30`. */
  readonly today: string | undefined;
}

export interface KnownImages {
  /** Facts of exactly this image, or of a close neighbour (then `standsInFor` says so). */
  facts(reference: ImageReference, platform: Platform): ImageFacts | undefined;
  /** Tags known to exist in the repository, in no special order; empty when nothing is known about it. */
  tags(reference: ImageReference): readonly string[];
}

/** The files that COPY and ADD can see. Paths are relative to the context, with `/` and without a leading `./`. */
export interface BuildContext {
  has(path: string): boolean;
  /** Paths that match a Dockerfile COPY pattern, after .dockerignore. */
  find(pattern: string): readonly string[];
  isIgnored(path: string): boolean;
  /** Text of a manifest or lock file, when it was read. */
  read(path: string): string | undefined;
  /** Bytes of a file, or of everything below a folder, after .dockerignore. */
  size(path: string): number | undefined;
  /** False when the listing was cut, so that absence proves nothing. */
  readonly complete: boolean;
}

export const noImages: KnownImages = { facts: () => undefined, tags: () => [] };

export const nothingKnown: Known = {
  images: noImages,
  context: undefined,
  platform: "linux/amd64",
  today: undefined,
};
