import type { Facts } from "./facts.ts";
import { remember } from "./remember.ts";

/** Keeps what was computed for the facts of one file, for questions that would otherwise walk it once per finding. */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  return remember(compute);
}
