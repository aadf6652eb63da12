import type { Amount, FigureSource } from "./amount.ts";
import type { StageEstimate } from "./estimate.ts";
import { boundedInWords } from "./words.ts";

/** "≈ 1.1 GB", or "≈ 1.1 GB or more" where a part is not known; undefined when that would be all there is. */
export function totalShort({ total }: StageEstimate): string | undefined {
  return total && !saysNothing(total) ? boundedInWords(total.unpacked) : undefined;
}

/** "≈ 1.1 GB on disk, ≈ 410 MB to download" */
export function totalBoth({ total }: StageEstimate): string | undefined {
  if (!total || saysNothing(total)) return undefined;
  return `${boundedInWords(total.unpacked)} on disk, ${boundedInWords(total.download)} to download`;
}

/** Where the total comes from and what it leaves out: "from Plimsoll's own table; 2 parts are not known". */
export function totalOrigin({ total, unknownSteps }: StageEstimate): string | undefined {
  if (!total) return undefined;
  const origin = originInWords(total.source);
  if (unknownSteps === 0) return origin;
  return `${origin}; ${unknownSteps === 1 ? "one part is" : `${unknownSteps} parts are`} not known`;
}

/** "from the package index" */
export function originInWords(source: FigureSource): string {
  return sources[source];
}

const sources: Readonly<Record<FigureSource, string>> = {
  measured: "measured on this machine",
  registry: "from the registry's figures",
  table: "from Plimsoll's own table",
  neighbour: "from the figures of a related tag",
  "package-index": "from the package index",
  "rule-of-thumb": "estimated",
};

/** Nothing known, "or more". */
function saysNothing({ unpacked }: Amount): boolean {
  return unpacked.likely === 0 && !Number.isFinite(unpacked.high);
}
