import { t } from "../../../l10n/t.ts";
import { percentsInWords } from "../../cache/words.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { CacheStrip, ImageSizes, Report } from "../model.ts";
import { basesSection } from "./basesChart.ts";
import { cacheSection, shareOfNow } from "./cacheChart.ts";
import { type Section, sizeInWords } from "./chart.ts";
import { contextSection } from "./contextChart.ts";
import { savingsSection } from "./savingsChart.ts";
import { sizesSection } from "./sizesChart.ts";
import { stagesSection } from "./stagesChart.ts";

/** Everything that the report shows, in order; what is not known has no section. */
export function sectionsOf(report: Report): readonly Section[] {
  return [
    sizesSection(report),
    savingsSection(report),
    stagesSection(report),
    cacheSection(report),
    contextSection(report),
    basesSection(report),
  ].filter((section) => section !== undefined);
}

/** "≈ 1.28 GB" → "≈ 214 MB", "−83 %" */
export interface Headline {
  readonly before: string;
  /** Undefined when the fixes change nothing about the size. */
  readonly after: string | undefined;
  readonly change: string | undefined;
  readonly isWorse: boolean;
  /** What the figures leave out. */
  readonly note: string;
}

export function headlineOf({ before, after }: Report): Headline {
  const note = noteOf(before, after);
  const isSame = before.knownBytes === after.knownBytes;
  if (isSame || before.knownBytes === 0)
    return {
      before: sizeOf(before),
      after: isSame ? undefined : sizeOf(after),
      change: undefined,
      isWorse: false,
      note,
    };
  const share = Math.round((after.knownBytes / before.knownBytes - 1) * 100);
  const isWorse = after.knownBytes > before.knownBytes;
  const change = share === 0 ? undefined : `${isWorse ? "+" : "−"}${Math.abs(share)} %`;
  return { before: sizeOf(before), after: sizeOf(after), change, isWorse, note };
}

function sizeOf({ total, knownBytes, segments }: ImageSizes): string {
  if (segments.length === 0) return t("no image");
  if (total) return sizeInWords(total.unpacked);
  return knownBytes === 0 ? t("size not known") : `≈ ${bytesInWords(knownBytes)}+`;
}

function noteOf(before: ImageSizes, after: ImageSizes): string {
  const words = t("Size of the final image on disk, estimated");
  if (before.unknownParts === 0 && after.unknownParts === 0) return words;
  const parts = (count: number): string => (count === 1 ? t("1 part") : t("{0} parts", count));
  const counts =
    before.unknownParts === after.unknownParts
      ? parts(before.unknownParts)
      : t("{0} now and {1} with all fixes", parts(before.unknownParts), parts(after.unknownParts));
  return t("{0}; without {1} of unknown size", words, counts);
}

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly more: string;
}

/** The figures beside the headline. */
export function factsOf(report: Report): readonly Fact[] {
  const { before, after, savings, cache, context } = report;
  const facts: Fact[] = [];
  if (before.total && after.total)
    facts.push({
      name: t("To download"),
      ...change(sizeInWords(before.total.download), sizeInWords(after.total.download)),
    });
  facts.push({ name: t("Layers on the base"), ...change(String(before.layers), String(after.layers)) });
  if (cache)
    facts.push({
      name: t("Rebuilt per change"),
      ...change(rebuiltInWords(cache.before), rebuiltInWords(cache.after)),
    });
  if (context)
    facts.push({
      name: t("Build context"),
      ...change(bytesInWords(context.sentBefore), bytesInWords(context.sentAfter)),
    });
  const safe = savings.fixes.reduce((sum, { safety, count }) => sum + (safety === "safe" ? count : 0), 0);
  const all = savings.fixes.reduce((sum, { count }) => sum + count, 0);
  facts.push({
    name: t("Fixes"),
    value: all === 0 ? t("none needed") : String(all),
    more: all === 0 ? "" : t("{0} safe, {1} to review", safe, all - safe),
  });
  return facts;
}

function rebuiltInWords(strip: CacheStrip): string {
  return percentsInWords({ share: shareOfNow(strip) });
}

function change(before: string, after: string): Pick<Fact, "value" | "more"> {
  return before === after ? { value: before, more: "" } : { value: after, more: t("now {0}", before) };
}
