import { t } from "../../../l10n/t.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { Bounds } from "../model.ts";
import { type Attributes, type Child, element, type Markup } from "./markup.ts";
import { bold, fitted, textWidth } from "./textWidth.ts";

/** One part of the report: what it says, a drawing, and the same as tables. */
export interface Section {
  /** A word that is unique in the report. */
  readonly id: string;
  readonly heading: string;
  /** What the drawing shows, in a sentence or two. */
  readonly lead: string;
  readonly drawing: Drawing | undefined;
  readonly tables: readonly Table[];
}

/** The inside of an SVG. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: readonly Markup[];
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

export interface Row {
  /** What a drawing refers to. */
  readonly id?: string;
  readonly cells: readonly string[];
  /** In the file as it is. */
  readonly line?: number | null;
}

/** Of most drawings, in a window that has the room, and in a narrow one; labels can be read in both. */
export const widths = { wide: 680, narrow: 420 } as const;

let current: number = widths.wide;

/** Of most drawings, as they are drawn now. */
export function width(): number {
  return current;
}

/** For as long as `draw` takes. */
export function drawnAt<T>(wanted: number, draw: () => T): T {
  const usual = current;
  current = wanted;
  try {
    return draw();
  } finally {
    current = usual;
  }
}

/** Names in front of the bars leave these more than half of the room. */
export function labelWidth(usual: number): number {
  return Math.min(usual, Math.round(current * 0.4));
}

/** An id of a pattern; one page may have a drawing in two widths. */
export function patternId(name: string): string {
  return `${name}-${current}`;
}

/** A shape that leads to its row in the table and, where the editor listens, to its line in the file. */
export function link(
  row: string,
  { line, words }: { readonly line: number | null; readonly words: string },
  ...children: readonly Child[]
): Markup {
  return element(
    "a",
    { href: `#${row}`, "data-line": line ?? undefined, "aria-label": words },
    element("title", {}, words),
    ...children,
  );
}

export function rect(x: number, y: number, w: number, h: number, attributes: Attributes): Markup {
  return element("rect", { x, y, width: Math.max(w, 0.5), height: h, ...attributes });
}

export function text(x: number, y: number, classes: string, words: string): Markup {
  return element("text", { x, y, class: classes }, words);
}

/** A title, and at the other end of the row the first of the words, the longest of which come first, that has room. */
export function titleRow(y: number, title: string, words: readonly string[]): readonly Markup[] {
  const room = width() - textWidth(title, 12 * bold) - 16;
  const fitting = words.find((one) => textWidth(one, 12) <= room) ?? fitted(words.at(-1) ?? "", room, 12);
  return [text(0, y, "strong", title), text(width(), y, "end", fitting)];
}

/** Stripes for what is not known or not there; by an id of the drawing. */
export function hatch(id: string, background: string): Markup {
  return element(
    "defs",
    {},
    element(
      "pattern",
      { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      element("rect", { width: 7, height: 7, class: background }),
      element("path", { d: "M0 0V7", class: "hatching" }),
    ),
  );
}

export interface LegendItem {
  readonly words: string;
  /** A class, or a pattern as `url(#…)`. */
  readonly fill: string;
}

const legendRow = 18;

/** Rows of coloured squares with words, from the left. */
export function legend(y: number, items: readonly LegendItem[]): readonly Markup[] {
  return legendPlaces(items).flatMap(({ words, fill, x, row }) => {
    const top = y + row * legendRow;
    return [rect(x, top, 11, 11, { rx: 2, ...filled(fill) }), text(x + 16, top + 10, "small muted", words)];
  });
}

/** What the rows of a legend take up beyond the first one. */
export function legendGrowth(items: readonly LegendItem[]): number {
  return (legendPlaces(items).at(-1)?.row ?? 0) * legendRow;
}

function legendPlaces(items: readonly LegendItem[]) {
  let [x, row] = [0, 0];
  return items.map(({ words, fill }) => {
    const w = 16 + textWidth(words, 11);
    if (x > 0 && x + w > width()) [x, row] = [0, row + 1];
    const place = { words, fill, x, row };
    x += w + 18;
    return place;
  });
}

/** A class or a pattern as the attributes of a shape. */
export function filled(fill: string, classes = ""): Attributes {
  return fill.startsWith("url(")
    ? { fill, class: `hatched ${classes}`.trim() }
    : { class: `${fill} ${classes}`.trim() };
}

/** "≈ 310 MB", "≈ 310 MB+" where a part is not known, "12 kB" when exact. */
export function sizeInWords({ low, likely, high }: Bounds): string {
  return `${low === high ? "" : "≈ "}${bytesInWords(likely)}${high === null ? "+" : ""}`;
}

/** "300 MB – 340 MB" */
export function rangeOf({ low, high }: Bounds): string {
  if (high === null) return t("at least {0}", bytesInWords(low));
  return low === high ? bytesInWords(low) : `${bytesInWords(low)} – ${bytesInWords(high)}`;
}

/** "−309 MB", "+2 MB", "0 B" */
export function changeInWords(bytes: number): string {
  return bytes === 0 ? "0 B" : `${bytes < 0 ? "−" : "+"}${bytesInWords(Math.abs(bytes))}`;
}

/** Round figures for the lines of a scale: at most six of them, from 0. */
export function ticks(most: number): readonly number[] {
  if (most <= 0) return [0];
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => most / one <= 5) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

/** Stages without a name go by their number. */
export function stageInWords(name: string): string {
  const [, number] = /^stage (\d+)$/.exec(name) ?? [];
  return number === undefined ? name : t("stage {0}", number);
}
