import { shortShareInWords } from "../../cache/words.ts";
import type { CacheStep, CacheStrip, Report } from "../model.ts";
import { filled, legend, link, rect, type Section, type Table, text, width } from "./chart.ts";
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
    { id: "now", title: "Now", strip: before, room: width / longest },
    { id: "all", title: "With all fixes", strip: after, room: (width * after.work) / longest },
  ].slice(0, isSame(before, after) ? 1 : 2);
  return {
    id: "cache",
    heading: "What a change rebuilds",
    lead: `When ${cache.change} changes. The width of a step is its share of the estimated work of a whole build.`,
    drawing: drawing(strips),
    tables: strips.map(tableOf),
  };
}

const levels = {
  no: { words: "from the cache", fill: "kept" },
  possible: { words: "perhaps, if its files come out different", fill: "perhaps" },
  certain: { words: "runs again", fill: "again" },
} as const;

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
    present.has(level) ? levels[level] : [],
  );
  return {
    width,
    height: 8 + strips.length * rowHeight,
    body: [...legend(0, items), ...strips.flatMap((strip, at) => stripAt(22 + at * rowHeight, strip))],
  };
}

/** Measured by the build as it is now, so that the two can be compared. */
export function shareOfNow({ share, work }: CacheStrip): CacheStrip["share"] {
  return { certain: share.certain * work, possible: share.possible * work };
}

function stripAt(y: number, { id, title, strip, room }: Named): readonly Markup[] {
  const top = y + 24;
  const shapes: Markup[] = [
    text(0, y + 16, "strong", title),
    text(
      width,
      y + 16,
      "end",
      `${shortShareInWords({ share: shareOfNow(strip) })} of a whole build as it is now`,
    ),
  ];
  let x = 0;
  for (const block of blocksOf(strip.steps, room)) {
    const w = block.work * room;
    const [first] = block.steps;
    if (!first) continue;
    const { step, at } = first;
    const words = block.steps.length > 1 ? `${block.steps.length} short steps` : stepInWords(step);
    const name = block.steps.length > 1 || w < 40 ? "" : fitted(step.label, w - 14, 11);
    const tone = step.isRebuilt === "certain" ? "on" : "onlight";
    shapes.push(
      link(
        rowId(id, at),
        { line: step.currentLine, words: `${words}: ${levels[step.isRebuilt].words}` },
        rect(x, top, w, barHeight, filled(levels[step.isRebuilt].fill, "gap")),
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
  const place = currentLine === null ? label : `line ${currentLine}: ${label}`;
  return why === null ? place : `${place} (${why})`;
}

function tableOf({ id, title, strip: { steps } }: Named): Table {
  return {
    caption: `${title}: the steps of the build, with the lines of that file`,
    columns: [
      { title: "Line", isNumber: true },
      { title: "Step" },
      { title: "Stage" },
      { title: "Share", isNumber: true },
      { title: "Again" },
      { title: "Why" },
    ],
    rows: steps.map((step, at) => ({
      id: rowId(id, at),
      line: step.currentLine,
      cells: [
        String(step.line),
        step.label,
        step.stage,
        step.work < 0.01 ? "< 1 %" : `${Math.round(step.work * 100)} %`,
        levels[step.isRebuilt].words,
        step.why ?? "",
      ],
    })),
  };
}

function rowId(strip: string, at: number): string {
  return `step-${strip}-${at + 1}`;
}
