import { type OptimizedAround, optimizeAround } from "../host/inline/optimizeAround.ts";
import { type Analysed, variablesIn } from "./analyses.ts";

const known = new WeakMap<Analysed, OptimizedAround>();

/** What a document becomes by all safe and reviewable fixes. Worked out once for each version. */
export function mendedOf(outcome: Analysed): OptimizedAround {
  const { document, input } = outcome;
  const mended =
    known.get(outcome) ??
    optimizeAround(document.getText(), variablesIn(outcome), { ...input, allow: ["safe", "review"] });
  known.set(outcome, mended);
  return mended;
}
