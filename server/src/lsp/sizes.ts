import type { Amount, Estimate, FigureSource } from "../core/estimate/amount.ts";
import { estimateImage, type StageEstimate } from "../core/estimate/estimate.ts";
import { bytesInWords, estimateInWords } from "../core/estimate/words.ts";
import type { Facts } from "../core/facts/facts.ts";
import type { StageFacts } from "../core/facts/stages.ts";
import type { SizeSummary } from "../protocol/messages.ts";

/** What the image of this file weighs, in words. */
export function sizeSummary(facts: Facts): SizeSummary {
  const final = estimateImage(facts).final;
  if (!final) return { layers: 0 };
  const { layers, total } = final;
  if (!total || saysNothing(total)) return { layers };
  const origin = `${sources[total.source]}${unknownParts(final)}`;
  return { short: boundedInWords(total.unpacked), long: `${bothSizes(total)} (${origin})`, layers };
}

/** Both sizes of one stage with everything below it; undefined when its base is not known. */
export function stageSize(facts: Facts, stage: StageFacts): string | undefined {
  const total = estimateImage(facts).stages[stage.stage.index]?.total;
  return total && !saysNothing(total) ? bothSizes(total) : undefined;
}

/** "At least 0 B" */
function saysNothing({ unpacked }: Amount): boolean {
  return unpacked.low === 0 && !Number.isFinite(unpacked.high);
}

const sources: Readonly<Record<FigureSource, string>> = {
  measured: "measured on this machine",
  registry: "from the registry's figures",
  table: "from Plimsoll's own table",
  neighbour: "from the figures of a related tag",
  "package-index": "from the package index",
  "rule-of-thumb": "estimated",
};

function bothSizes({ download, unpacked }: Amount): string {
  return `${boundedInWords(unpacked)} on disk, ${boundedInWords(download)} to download`;
}

/** The upper end is open where a part is not known: then all that is certain is the least. */
function boundedInWords(estimate: Estimate): string {
  return Number.isFinite(estimate.high)
    ? estimateInWords(estimate)
    : `at least ${bytesInWords(estimate.low)}`;
}

function unknownParts({ unknownSteps }: StageEstimate): string {
  if (unknownSteps === 0) return "";
  return unknownSteps === 1 ? "; one part is not known" : `; ${unknownSteps} parts are not known`;
}
