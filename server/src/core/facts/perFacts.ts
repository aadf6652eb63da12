import type { Facts } from "./facts.ts";

/**
 * Keeps what was computed for the facts of one file, for questions that would otherwise walk it once per finding. The
 * facts have it with them, so that it goes when they go: kept here, it would hold a whole file in memory, which the
 * garbage collector carries along while the next is read.
 */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  return (facts) => {
    const { derived } = facts;
    const found = derived.get(compute) as T | undefined;
    if (found !== undefined || derived.has(compute)) return found as T;
    const value = compute(facts);
    derived.set(compute, value);
    return value;
  };
}
