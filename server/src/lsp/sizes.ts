import { estimateImage, type ImageEstimate } from "../core/estimate/estimate.ts";
import { totalBoth, totalDownload, totalOrigin, totalShort } from "../core/estimate/summary.ts";
import type { Facts } from "../core/facts/facts.ts";
import type { StageFacts } from "../core/facts/stages.ts";
import { t } from "../l10n/t.ts";
import type { SizeSummary } from "../protocol/messages.ts";

const estimates = new WeakMap<Facts, ImageEstimate>();

/** Status, hints, lenses and hovers of one version ask for the same. */
export function estimateOf(facts: Facts): ImageEstimate {
  const estimate = estimates.get(facts) ?? estimateImage(facts);
  estimates.set(facts, estimate);
  return estimate;
}

/** What the image of this file weighs, in words. */
export function sizeSummary(facts: Facts): SizeSummary {
  const final = estimateOf(facts).final;
  const short = final && totalShort(final);
  if (!final || short === undefined) return { layers: final?.layers ?? 0 };
  const { layers, baseFacts } = final;
  const long = t("{0} ({1})", `${totalBoth(final)}`, `${totalOrigin(final)}`);
  const download = totalDownload(final);
  return {
    short,
    ...(download !== undefined && { download }),
    long,
    layers,
    ...(baseFacts && { asOf: baseFacts.asOf.slice(0, 10) }),
  };
}

/** Both sizes of one stage with everything below it; undefined when its base is not known. */
export function stageSize(facts: Facts, stage: StageFacts): string | undefined {
  const estimate = estimateOf(facts).stages[stage.stage.index];
  return estimate && totalBoth(estimate);
}
