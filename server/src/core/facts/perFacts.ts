import type { Facts } from "./facts.ts";

/** Keeps what was computed for the facts of one file, for questions that would otherwise walk it once per finding. */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  const kept = new WeakMap<Facts, { readonly value: T }>();
  return (facts) => {
    const known = kept.get(facts) ?? { value: compute(facts) };
    kept.set(facts, known);
    return known.value;
  };
}
