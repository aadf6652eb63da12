import type { Facts } from "./facts.ts";

/**
 * Keeps what was computed for the facts of one file, for questions that would otherwise walk it once per finding.
 * Only the file asked about last is kept, as rules ask about one after the other.
 */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  let kept: { readonly facts: Facts; readonly value: T } | undefined;
  return (facts) => {
    if (kept?.facts !== facts) kept = { facts, value: compute(facts) };
    return kept.value;
  };
}
