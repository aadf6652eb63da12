import { t } from "../../l10n/t.ts";
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
  return t("{0} on disk, {1} to download", boundedInWords(total.unpacked), boundedInWords(total.download));
}

/** "≈ 410 MB" */
export function totalDownload({ total }: StageEstimate): string | undefined {
  return total && !saysNothing(total) ? boundedInWords(total.download) : undefined;
}

/** Where the total comes from and what it leaves out: "from Plimsoll's own table; 2 parts are not known". */
export function totalOrigin({ total, unknownSteps }: StageEstimate): string | undefined {
  if (!total) return undefined;
  const origin = originInWords(total.source);
  if (unknownSteps === 0) return origin;
  return unknownSteps === 1
    ? t("{0}; one part is not known", origin)
    : t("{0}; {1} parts are not known", origin, unknownSteps);
}

/** "from the package index" */
export function originInWords(source: FigureSource): string {
  switch (source) {
    case "measured":
      return t("measured on this machine");
    case "registry":
      return t("from the registry's figures");
    case "table":
      return t("from Plimsoll's own table");
    case "neighbour":
      return t("from the figures of a related tag");
    case "package-index":
      return t("from the package index");
    case "rule-of-thumb":
      return t("estimated");
  }
}

/** Nothing known, "or more". */
function saysNothing({ unpacked }: Amount): boolean {
  return unpacked.likely === 0 && !Number.isFinite(unpacked.high);
}
