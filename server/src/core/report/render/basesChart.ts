import { t } from "../../../l10n/t.ts";
import type { BaseImage, Report } from "../model.ts";
import {
  labelWidth,
  legend,
  legendGrowth,
  rangeOf,
  rect,
  type Section,
  sizeInWords,
  text,
  width,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { bold, fitted } from "./textWidth.ts";

const rowHeight = 38;
const usualLabelWidth = 220;

/** The base and its smaller relatives. */
export function basesSection({ bases }: Report): Section | undefined {
  if (bases.length === 0) return undefined;
  const asOf =
    bases
      .map((base) => base.asOf)
      .toSorted()
      .at(-1) ?? "";
  return {
    id: "bases",
    heading: t("Base images of the same line"),
    lead: t(
      "On disk and to download, as of {0}. A smaller base brings fewer programs: see what each one has in the table.",
      asOf,
    ),
    drawing: drawing(bases),
    tables: [
      {
        caption: t("Base images"),
        columns: [
          { title: t("Image") },
          { title: t("On disk"), isNumber: true },
          { title: t("To download"), isNumber: true },
          { title: t("System") },
          { title: t("C library") },
          { title: t("Packages") },
          { title: t("Figures of") },
        ],
        rows: bases.map((base) => ({
          cells: [
            isPlain(base) ? base.reference : t("{0}, {1}", base.reference, roleOf(base)),
            rangeOf(base.weight.unpacked),
            rangeOf(base.weight.download),
            base.os ?? t("not known"),
            base.libc ?? t("not known"),
            base.packageManager ?? t("not known"),
            base.asOf,
          ],
        })),
      },
    ],
  };
}

function drawing(bases: readonly BaseImage[]) {
  const most = bases.reduce((sum, { weight }) => Math.max(sum, weight.unpacked.likely), 1);
  const labels = labelWidth(usualLabelWidth);
  const room = width() - labels - 110;
  const items = [
    { words: t("on disk"), fill: "base" },
    ...(bases.some(({ isAfter }) => isAfter) ? [{ words: t("on disk, after the fixes"), fill: "gain" }] : []),
    { words: t("to download"), fill: "kept" },
  ];
  const top = 24 + legendGrowth(items);
  const bars = bases.flatMap((base, at): readonly Markup[] => {
    const y = top + at * rowHeight;
    const { unpacked, download } = base.weight;
    const widest = (Math.max(unpacked.likely, download.likely) / most) * room;
    return [
      element(
        "g",
        {},
        element(
          "title",
          {},
          t("{0}: {1} on disk, {2} to download", base.reference, rangeOf(unpacked), rangeOf(download)),
        ),
        text(
          0,
          y + 16,
          base.isBefore || base.isAfter ? "strong" : "",
          fitted(base.reference, labels - 14, 12 * bold),
        ),
        text(0, y + 29, "small muted", roleOf(base)),
        rect(labels, y + 4, (unpacked.likely / most) * room, 13, {
          class: base.isAfter ? "gain" : "base",
        }),
        rect(labels, y + 19, (download.likely / most) * room, 5, { class: "kept" }),
        text(labels + Math.max(0.5, widest) + 8, y + 15, "", `${sizeInWords(unpacked)}`),
        text(labels + Math.max(0.5, widest) + 8, y + 28, "small muted", sizeInWords(download)),
      ),
    ];
  });
  return { width: width(), height: top + bases.length * rowHeight, body: [...legend(0, items), ...bars] };
}

/** Neither the base as it is nor the one that the fixes take. */
function isPlain({ isBefore, isAfter }: BaseImage): boolean {
  return !isBefore && !isAfter;
}

function roleOf({ isBefore, isAfter }: BaseImage): string {
  if (isBefore && isAfter) return t("now and with all fixes");
  return isBefore ? t("now") : isAfter ? t("with all fixes") : "";
}
