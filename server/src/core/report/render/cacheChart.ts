import { t } from "../../../l10n/t.ts";
import { shortShareInWords } from "../../cache/words.ts";
import type { CacheStep, CacheStrip, Report } from "../model.ts";
import {
  filled,
  type LegendItem,
  legend,
  legendGrowth,
  link,
  rect,
  type Section,
  stageInWords,
  type Table,
  text,
  titleRow,
  width,
} from "./chart.ts";
import type { Markup } from "./markup.ts";
import { fitted } from "./textWidth.ts";

const rowHeight = 82;
const barHeight = 34;
const leastWidth = 3;

/** What runs again after a change of the sources, in the order of the build. */
export function cacheSection({ cache }: Report): Section | undefined {
  if (!cache || cache.before.steps.length === 0) return undefined;
  const { before, after } = cache;
  const longest = Math.max(1, after.work);
  const strips: readonly Named[] = [
    { id: "now", title: t("Now"), strip: before, room: width() / longest },
    { id: "all", title: t("With all fixes"), strip: after, room: (width() * after.work) / longest },
  ].slice(0, isSame(before, after) ? 1 : 2);
  return {
    id: "cache",
    heading: t("What a change rebuilds"),
    lead: t(
      "When {0} changes. The width of a step is its share of the estimated work of a whole build.",
      cache.change,
    ),
    drawing: drawing(strips),
    tables: strips.map(tableOf),
  };
}

function levelOf(isRebuilt: CacheStep["isRebuilt"]): LegendItem {
  switch (isRebuilt) {
    case "no":
      return { words: t("from the cache"), fill: "kept" };
    case "possible":
      return { words: t("perhaps, if its files come out different"), fill: "perhaps" };
    case "certain":
      return { words: t("runs again"), fill: "again" };
  }
}

interface Named {
  readonly id: string;
  readonly title: string;
  readonly strip: CacheStrip;
  /** How wide the strip is. */
  readonly room: number;
}

function isSame(before: CacheStrip, after: CacheStrip): boolean {
  const outline = ({ steps, work }: CacheStrip): string =>
    JSON.stringify([work, steps.map(({ label, isRebuilt }) => [label, isRebuilt])]);
  return outline(before) === outline(after);
}

function drawing(strips: readonly Named[]) {
  const present = new Set(strips.flatMap(({ strip }) => strip.steps.map(({ isRebuilt }) => isRebuilt)));
  const items = (["no", "possible", "certain"] as const).flatMap((level) =>
    present.has(level) ? levelOf(level) : [],
  );
  const growth = legendGrowth(items);
  return {
    width: width(),
    height: 8 + growth + strips.length * rowHeight,
    body: [
      ...legend(0, items),
      ...strips.flatMap((strip, at) => stripAt(22 + growth + at * rowHeight, strip)),
    ],
  };
}

/** Measured by the build as it is now, so that the two can be compared. */
export function shareOfNow({ share, work }: CacheStrip): CacheStrip["share"] {
  return { certain: share.certain * work, possible: share.possible * work };
}

function stripAt(y: number, { id, title, strip, room }: Named): readonly Markup[] {
  const top = y + 24;
  const share = shortShareInWords({ share: shareOfNow(strip) });
  const shapes: Markup[] = [
    ...titleRow(y + 16, title, [t("{0} of a whole build as it is now", share), share]),
  ];
  let x = 0;
  for (const block of blocksOf(strip.steps, room)) {
    const w = block.work * room;
    const [first] = block.steps;
    if (!first) continue;
    const { step, at } = first;
    const words = block.steps.length > 1 ? t("{0} short steps", block.steps.length) : stepInWords(step);
    const name = block.steps.length > 1 || w < 40 ? "" : fitted(step.label, w - 14, 11);
    const tone = step.isRebuilt === "certain" ? "on" : "onlight";
    shapes.push(
      link(
        rowId(id, at),
        { line: step.currentLine, words: t("{0}: {1}", words, levelOf(step.isRebuilt).words) },
        rect(x, top, w, barHeight, filled(levelOf(step.isRebuilt).fill, "gap")),
        name === "" ? undefined : text(x + 7, top + 21, `${tone} small`, name),
      ),
    );
    x += w;
  }
  return shapes;
}

interface Block {
  readonly steps: readonly { readonly step: CacheStep; readonly at: number }[];
  readonly work: number;
}

/** Thin neighbours of one kind together. */
function blocksOf(steps: readonly CacheStep[], room: number): readonly Block[] {
  const blocks: { steps: { step: CacheStep; at: number }[]; work: number }[] = [];
  const isThin = (work: number): boolean => work * room < leastWidth;
  for (const [at, step] of steps.entries()) {
    const last = blocks.at(-1);
    if (last && isThin(step.work) && isThin(last.work) && last.steps[0]?.step.isRebuilt === step.isRebuilt) {
      last.steps.push({ step, at });
      last.work += step.work;
    } else blocks.push({ steps: [{ step, at }], work: step.work });
  }
  return blocks;
}

function stepInWords({ label, currentLine, why }: CacheStep): string {
  const place = currentLine === null ? label : t("line {0}: {1}", currentLine, label);
  return why === null ? place : t("{0} ({1})", place, why);
}

function tableOf({ id, title, strip: { steps } }: Named): Table {
  return {
    caption: t("{0}: the steps of the build, with the lines of that file", title),
    columns: [
      { title: t("Line"), isNumber: true },
      { title: t("Step") },
      { title: t("Stage") },
      { title: t("Share"), isNumber: true },
      { title: t("Again") },
      { title: t("Why") },
    ],
    rows: steps.map((step, at) => ({
      id: rowId(id, at),
      line: step.currentLine,
      cells: [
        String(step.line),
        step.label,
        stageInWords(step.stage),
        step.work < 0.01 ? "< 1 %" : `${Math.round(step.work * 100)} %`,
        levelOf(step.isRebuilt).words,
        step.why ?? "",
      ],
    })),
  };
}

function rowId(strip: string, at: number): string {
  return `step-${strip}-${at + 1}`;
}
