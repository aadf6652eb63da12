import type { ImageFacts, ImageReference } from "../../core/images/types.ts";

/** An answer and when it was given, in milliseconds since 1970. */
export interface DatedFacts {
  readonly facts: ImageFacts;
  readonly fetchedAt: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** After all live sources have said that they do not know the image: it may have been pushed meanwhile. */
export const unknownFor = 10 * minute;
/** After a source has failed, so that a machine without network is not kept busy by typing. */
export const retryAfter = minute;

/** Milliseconds for which the answer need not be asked for again; 0 when it is too old. */
export function freshFor(reference: ImageReference, { facts, fetchedAt }: DatedFacts, now: number): number {
  const age = now - fetchedAt;
  // A date in the future is of a clock that has been set back since, and says nothing.
  return age < 0 ? 0 : Math.max(0, maxAge(reference, facts) - age);
}

function maxAge({ digest, tag }: ImageReference, { source }: ImageFacts): number {
  if (digest !== undefined) return Number.POSITIVE_INFINITY;
  // Any build or pull on this machine may change it, and asking again costs little.
  if (source === "engine") return 5 * minute;
  return isFullVersion(tag) ? 7 * 24 * hour : 12 * hour;
}

/** Such a tag moves only when the image is built again on a newer base. */
function isFullVersion(tag: string | undefined): boolean {
  return tag !== undefined && /^v?\d+\.\d+\.\d+/.test(tag);
}
