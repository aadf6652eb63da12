import { t } from "../../../l10n/t.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { ImageSizes, Report, Segment } from "../model.ts";
import {
  filled,
  hatch,
  type LegendItem,
  legend,
  legendGrowth,
  link,
  patternId,
  type Row,
  rangeOf,
  rect,
  type Section,
  sizeInWords,
  type Table,
  text,
  ticks,
  titleRow,
  width,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { fitted, textWidth } from "./textWidth.ts";

const barHeight = 30;
const rowHeight = 74;
const unknownWidth = 12;
const mostUnknown = 8;
/** What is narrower is drawn together with its neighbours. */
const leastWidth = 3;

/** Base and layers of the final image, now and with the fixes. */
export function sizesSection({ before, safe, after }: Report): Section | undefined {
  if (before.segments.length === 0) return undefined;
  const bars: readonly Bar[] = [
    { id: "now", title: t("Now"), sizes: before },
    { id: "safe", title: t("With the safe fixes"), sizes: safe },
    { id: "all", title: t("With all fixes"), sizes: after },
  ].filter(({ id, sizes }) => id === "now" || !isSame(sizes, before));
  return {
    id: "sizes",
    heading: t("Where the bytes are"),
    lead: t(
      "Base image and layers, on disk. The thin line is the range; an arrow means that a part is not known.",
    ),
    drawing: drawing(bars),
    tables: bars.map(tableOf),
  };
}

interface Bar {
  readonly id: string;
  readonly title: string;
  readonly sizes: ImageSizes;
}

function isSame(a: ImageSizes, b: ImageSizes): boolean {
  return a.knownBytes === b.knownBytes && a.layers === b.layers && a.unknownParts === b.unknownParts;
}

function drawing(bars: readonly Bar[]) {
  const most = bars.reduce(
    (sum, { sizes }) => Math.max(sum, sizes.knownBytes, sizes.total?.unpacked.high ?? 0),
    1,
  );
  const room = width() - 2 - unknownWidth * mostUnknown;
  const scale = (bytes: number): number => (bytes / most) * room;
  const hatchId = patternId("sizes-unknown");
  const present = new Set(
    bars.flatMap(({ sizes }) => sizes.segments.filter(hasBytes).map(({ kind }) => kind)),
  );
  const hasUnknown = bars.some(({ sizes }) => sizes.segments.some(isUnknown));
  const items: LegendItem[] = kinds().flatMap(({ kind, words }) =>
    present.has(kind) ? { words, fill: kind } : [],
  );
  if (hasUnknown) items.push({ words: t("size not known (not to scale)"), fill: `url(#${hatchId})` });
  const top = 26 + legendGrowth(items);
  const bottom = top + bars.length * rowHeight;
  const body = [
    hatch(hatchId, "track"),
    ...legend(0, items),
    ...grid(
      most,
      scale,
      bars.map((_, at) => top + at * rowHeight),
    ),
    ...bars.flatMap((bar, at) => barAt(top + at * rowHeight, bar, scale, hatchId)),
  ];
  return { width: width(), height: bottom + 20, body };
}

function kinds(): readonly { readonly kind: Segment["kind"]; readonly words: string }[] {
  return [
    { kind: "base", words: t("base image") },
    { kind: "run", words: "RUN" },
    { kind: "copy", words: t("COPY, ADD") },
    { kind: "other", words: t("other") },
  ];
}

/** Beside the bars alone, so that no line crosses the words above them. */
function grid(most: number, scale: (bytes: number) => number, tops: readonly number[]): readonly Markup[] {
  const bottom = (tops.at(-1) ?? 0) + rowHeight;
  return ticks(most).map((bytes) => {
    const x = decimal(1 + scale(bytes));
    const [classes, words] = bytes === 0 ? ["small muted", "0"] : ["small muted middle", bytesInWords(bytes)];
    return element(
      "g",
      { "aria-hidden": "true" },
      element("path", { d: tops.map((y) => `M${x} ${y + 22}V${y + rowHeight}`).join(""), class: "grid" }),
      text(Number(x), bottom + 15, classes, words),
    );
  });
}

function barAt(
  y: number,
  { id, title, sizes }: Bar,
  scale: (bytes: number) => number,
  hatchId: string,
): readonly Markup[] {
  const top = y + 24;
  const shapes: Markup[] = [...titleRow(y + 16, title, sizesInWords(sizes))];
  let x = 1;
  for (const block of blocksOf(sizes.segments, scale)) {
    const w = scale(block.bytes);
    const [first] = block.segments;
    if (!first || w === 0) continue;
    const { segment, at } = first;
    const fits = block.segments.length === 1 ? labelFor(segment, w) : "";
    shapes.push(
      link(
        rowId(id, at),
        { line: segment.currentLine, words: blockInWords(block) },
        rect(x, top, w, barHeight, { class: `${segment.kind} gap` }),
        fits === "" ? undefined : text(x + 8, top + 19, "on small", fits),
      ),
    );
    x += w;
  }
  const unknown = sizes.segments.flatMap((segment, at) => (isUnknown(segment) ? { segment, at } : []));
  for (const { segment, at } of unknown.slice(0, mostUnknown)) {
    shapes.push(
      link(
        rowId(id, at),
        {
          line: segment.currentLine,
          words: t("{0}: not known in full, {1}", placeInWords(segment), segment.note),
        },
        rect(x, top, unknownWidth - 1, barHeight, filled(`url(#${hatchId})`)),
      ),
    );
    x += unknownWidth;
  }
  return [...shapes, ...whisker(top + barHeight + 7, sizes, { end: x, scale })];
}

interface Reach {
  /** Where the bar ends. */
  readonly end: number;
  scale(bytes: number): number;
}

/** From the lowest to the highest figure; where the highest is not known an arrow leads beyond the bar. */
function whisker(y: number, { total }: ImageSizes, { end, scale }: Reach): readonly Markup[] {
  const bounds = total?.unpacked;
  if (!bounds || bounds.high === bounds.low) return [];
  const from = decimal(1 + scale(bounds.low));
  const to = decimal(bounds.high === null ? end : 1 + scale(bounds.high));
  const tip = bounds.high === null ? `l-5 -4m5 4l-5 4` : `m0 -4v8`;
  return [element("path", { d: `M${from} ${y - 4}v8m0 -4H${to}${tip}`, class: "whisker" })];
}

function decimal(value: number): string {
  return value.toFixed(1);
}

interface Block {
  readonly segments: readonly { readonly segment: Segment; readonly at: number }[];
  readonly bytes: number;
}

/** Each segment by itself, thin neighbours of one kind together. */
function blocksOf(segments: readonly Segment[], scale: (bytes: number) => number): readonly Block[] {
  const blocks: { segments: { segment: Segment; at: number }[]; bytes: number }[] = [];
  for (const [at, segment] of segments.entries()) {
    const bytes = segment.weight?.unpacked.likely ?? 0;
    const last = blocks.at(-1);
    const isThin = scale(bytes) < leastWidth;
    if (bytes === 0) continue;
    if (isThin && last && scale(last.bytes) < leastWidth && last.segments[0]?.segment.kind === segment.kind) {
      last.segments.push({ segment, at });
      last.bytes += bytes;
    } else blocks.push({ segments: [{ segment, at }], bytes });
  }
  return blocks;
}

/** Less of a name says nothing. */
const leastLetters = 8;

function labelFor({ label, weight }: Segment, w: number): string {
  const size = weight ? bytesInWords(weight.unpacked.likely) : "";
  const room = w - 16;
  const whole = `${label} · ${size}`;
  if (textWidth(whole, 11) <= room) return whole;
  const name = fitted(label, room - textWidth(` · ${size}`, 11), 11);
  if (name.length >= leastLetters) return `${name} · ${size}`;
  return textWidth(size, 11) <= room ? size : "";
}

function blockInWords({ segments, bytes }: Block): string {
  const [first] = segments;
  if (!first || segments.length > 1)
    return t("{0} small layers, {1} together", segments.length, bytesInWords(bytes));
  const { segment } = first;
  const size = segment.weight ? sizeInWords(segment.weight.unpacked) : t("not known");
  return t("{0}: {1}", placeInWords(segment), size);
}

function placeInWords({ label, currentLine }: Segment): string {
  return currentLine === null ? label : t("line {0}: {1}", currentLine, label);
}

function hasBytes({ weight }: Segment): boolean {
  return (weight?.unpacked.likely ?? 0) > 0;
}

function isUnknown({ weight }: Segment): boolean {
  return weight === null || weight.unpacked.high === null;
}

/** The longest first. */
function sizesInWords({ total, knownBytes, layers }: ImageSizes): readonly string[] {
  const own = layers === 1 ? t("1 layer of its own") : t("{0} layers of its own", layers);
  if (!total && knownBytes === 0) return [t("size not known")];
  if (!total) return [t("≈ {0}+ on disk, {1}", bytesInWords(knownBytes), own)];
  const [unpacked, download] = [sizeInWords(total.unpacked), sizeInWords(total.download)];
  return [
    t("{0} on disk, {1} to download, {2}", unpacked, download, own),
    t("{0} on disk, {1} to download", unpacked, download),
    t("{0} on disk", unpacked),
  ];
}

function tableOf({ id, title, sizes }: Bar): Table {
  const rows = sizes.segments.map((segment, at): Row => ({ id: rowId(id, at), ...rowOf(segment) }));
  const { total } = sizes;
  const sum: Row = {
    cells: [
      "",
      t("Total"),
      total ? rangeOf(total.unpacked) : t("not known"),
      total ? rangeOf(total.download) : t("not known"),
      sizes.unknownParts === 0 ? "" : t("{0} not known", sizes.unknownParts),
    ],
  };
  return {
    caption: t("{0}: every part of the final image", title),
    columns: [
      { title: t("Line"), isNumber: true },
      { title: t("Part") },
      { title: t("On disk"), isNumber: true },
      { title: t("To download"), isNumber: true },
      { title: t("Why") },
    ],
    rows: [...rows, sum],
  };
}

function rowOf({ line, currentLine, label, weight, note }: Segment): Row {
  return {
    line: currentLine,
    cells: [
      String(line),
      label,
      weight ? rangeOf(weight.unpacked) : t("not known"),
      weight ? rangeOf(weight.download) : t("not known"),
      note,
    ],
  };
}

function rowId(bar: string, at: number): string {
  return `part-${bar}-${at + 1}`;
}
