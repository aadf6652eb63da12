import { t } from "../../l10n/t.ts";
import type { Amount, Estimate } from "./amount.ts";

/** Decimal units as Docker prints them: 384 MB, 1.1 GB, 12 kB. Takes bytes. */
export function bytesInWords(bytes: number): string {
  if (!Number.isFinite(bytes)) return "?";
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return inUnit(bytes / 1e3, "kB");
  if (bytes < 999_500_000) return inUnit(bytes / 1e6, "MB");
  return `${Number((bytes / 1e9).toFixed(2))} GB`;
}

/** "384 MB" when exact, "≈ 384 MB" when not. */
export function estimateInWords(estimate: Estimate): string {
  const exact = estimate.low === estimate.high;
  return `${exact ? "" : "≈ "}${bytesInWords(estimate.likely)}`;
}

/** The same, and "≈ 384 MB or more" when a part is not known. */
export function boundedInWords(estimate: Estimate): string {
  return Number.isFinite(estimate.high)
    ? estimateInWords(estimate)
    : t("{0} or more", estimateInWords({ ...estimate, high: estimate.likely }));
}

/** "≈ 310 MB – 420 MB", or "at least 310 MB". What rules say has an upper bound, and so no words in it. */
export function rangeInWords({ low, high }: Estimate): string {
  if (low === high) return bytesInWords(low);
  if (!Number.isFinite(high)) return t("at least {0}", bytesInWords(low));
  return `${bytesInWords(low)} – ${bytesInWords(high)}`;
}

/** The gain of a fix as it stands in titles and messages, on disk (unpacked): "≈ 19 MB". */
export function gainInWords(saves: Amount): string {
  return estimateInWords(saves.unpacked);
}

/** "≈ 75 MB on disk, ≈ 28 MB to download" */
export function bothInWords({ unpacked, download }: Amount): string {
  return t("{0} on disk, {1} to download", estimateInWords(unpacked), estimateInWords(download));
}

function inUnit(value: number, unit: string): string {
  return `${Number(value.toFixed(value < 9.95 ? 1 : 0))} ${unit}`;
}
