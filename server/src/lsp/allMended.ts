import { type Optimized, optimize } from "../core/optimize.ts";
import type { Analysed } from "./analyses.ts";

const known = new WeakMap<Analysed, Optimized>();

/** What a document becomes by all safe and reviewable fixes. Worked out once for each version. */
export function mendedOf(outcome: Analysed): Optimized {
  const { document, input } = outcome;
  const mended = known.get(outcome) ?? optimize(document.getText(), { ...input, allow: ["safe", "review"] });
  known.set(outcome, mended);
  return mended;
}
