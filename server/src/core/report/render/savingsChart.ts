import { t } from "../../../l10n/t.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { AppliedFix, Report } from "../model.ts";
import {
  changeInWords,
  labelWidth,
  legend,
  legendGrowth,
  link,
  rect,
  type Section,
  type Table,
  text,
  width,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { fitted } from "./textWidth.ts";

const rowHeight = 30;
const usualLabelWidth = 262;
const valueWidth = 84;
const mostBars = 12;
/** Below this nobody sees a bar. */
const leastShare = 0.002;

const labels = (): number => labelWidth(usualLabelWidth);

/** What each fix takes off, from the image as it is to the image with all fixes. */
export function savingsSection({ savings, before, after }: Report): Section | undefined {
  const { fixes, start, end } = savings;
  if (fixes.length === 0) return undefined;
  const effective = fixes.filter(({ change }) => Math.abs(change) >= Math.max(start, end) * leastShare);
  return {
    id: "savings",
    heading: t("What the fixes save"),
    lead: leadOf(effective.length, after.unknownParts + before.unknownParts > 0),
    drawing: effective.length === 0 ? undefined : drawing(effective, savings),
    tables: [tableOf(fixes)],
  };
}

function leadOf(effective: number, hasUnknown: boolean): string {
  if (effective === 0) return t("The fixes are about other things than size: speed, safety, correctness.");
  const lead = t("On disk, in the order of their weight; together they are the whole difference.");
  return hasUnknown ? t("{0} {1}", lead, t("Only what is known counts.")) : lead;
}

function drawing(effective: readonly AppliedFix[], { fixes, start, end }: Report["savings"]) {
  const shown = effective.slice(0, mostBars);
  const rest = fixes.filter((fix) => !shown.includes(fix));
  const restChange = rest.reduce((sum, { change }) => sum + change, 0);
  const bars: readonly Bar[] = [
    ...shown.map((fix) => ({
      words: titleOf(fix),
      change: fix.change,
      fill: fix.change > 0 ? "loss" : fix.safety === "safe" ? "gain" : "review",
      row: rowId(fix.rule),
      line: fix.currentLine,
    })),
    ...(Math.abs(restChange) >= Math.max(start, end) * leastShare
      ? [
          {
            words: t("{0} others", rest.length),
            change: restChange,
            fill: restChange > 0 ? "loss" : "gain",
            row: "savings",
            line: null,
          },
        ]
      : []),
  ];
  const steps = inOrder(start, bars);
  const most = levelsOf(start, steps).reduce((a, b) => Math.max(a, b), 1);
  const room = width() - labels() - valueWidth - 12;
  const scale = (bytes: number): number => (bytes / most) * room;
  const present = new Set(steps.map(({ fill }) => fill));
  const items = legendItems().filter(({ fill }) => present.has(fill));
  let y = 24 + legendGrowth(items);
  const body: Markup[] = [...legend(0, items), ...whole(y, t("Now"), start, scale(start), "base")];
  let level = start;
  for (const step of steps) {
    y += rowHeight;
    body.push(...barAt(y, step, level, scale));
    level += step.change;
  }
  y += rowHeight;
  body.push(...whole(y, t("With all fixes"), end, scale(end), "base"));
  return { width: width(), height: y + rowHeight, body };
}

/** What takes most off comes first, what adds last, unless the image would weigh less than nothing in between. */
function inOrder(start: number, bars: readonly Bar[]): readonly Bar[] {
  const growing = bars.filter(({ change }) => change > 0).values();
  const ordered: Bar[] = [];
  let level = start;
  for (const bar of bars.filter(({ change }) => change <= 0)) {
    while (level + bar.change < 0) {
      const { value } = growing.next();
      if (!value) break;
      ordered.push(value);
      level += value.change;
    }
    ordered.push(bar);
    level += bar.change;
  }
  return [...ordered, ...growing];
}

interface Bar {
  readonly words: string;
  readonly change: number;
  readonly fill: string;
  readonly row: string;
  readonly line: number | null;
}

function legendItems() {
  return [
    { words: t("safe fix"), fill: "gain" },
    { words: t("fix to review"), fill: "review" },
    { words: t("makes it bigger"), fill: "loss" },
  ];
}

function levelsOf(start: number, steps: readonly Bar[]): readonly number[] {
  const levels = [start];
  for (const { change } of steps) levels.push((levels.at(-1) ?? 0) + change);
  return levels;
}

function whole(y: number, words: string, bytes: number, w: number, fill: string): readonly Markup[] {
  return [
    text(0, y + 18, "strong", words),
    rect(labels(), y + 4, w, 20, { class: fill }),
    text(width(), y + 18, "end strong", bytesInWords(bytes)),
  ];
}

function barAt(y: number, bar: Bar, level: number, scale: (bytes: number) => number): readonly Markup[] {
  const { words, change, fill, row, line } = bar;
  const from = labels() + scale(Math.min(level, level + change));
  const next = (labels() + scale(level + change)).toFixed(1);
  const w = Math.max(2, scale(Math.abs(change)));
  return [
    link(
      row,
      { line, words: t("{0}: {1}", words, changeInWords(change)) },
      rect(0, y, width(), rowHeight, { fill: "transparent" }),
      text(0, y + 18, "", fitted(words, labels() - 16, 12)),
      rect(from, y + 4, w, 20, { class: fill }),
    ),
    element("path", { d: `M${next} ${y + 4}v${rowHeight + 6}`, class: "grid", "aria-hidden": "true" }),
    text(width(), y + 18, "end", changeInWords(change)),
  ];
}

function titleOf({ titles, count }: AppliedFix): string {
  const [first = ""] = titles;
  return count === 1 ? first : `${first} (×${count})`;
}

function tableOf(fixes: readonly AppliedFix[]): Table {
  return {
    caption: t("Every fix, and what the image weighs more or less by it"),
    columns: [
      { title: t("Line"), isNumber: true },
      { title: t("Fix") },
      { title: t("Rule") },
      { title: t("Change"), isNumber: true },
      { title: t("Safe, or right if") },
    ],
    rows: fixes.map((fix) => ({
      id: rowId(fix.rule),
      line: fix.currentLine,
      cells: [
        fix.currentLine === null ? "" : String(fix.currentLine),
        fix.titles.length > 3
          ? t("{0} and {1} more", fix.titles.slice(0, 3).join(t("; ")), fix.titles.length - 3)
          : fix.titles.join(t("; ")),
        fix.rule,
        fix.newUnknowns > 0
          ? t("{0} of what is known ({1} more not known)", changeInWords(fix.change), fix.newUnknowns)
          : changeInWords(fix.change),
        fix.safety === "safe" ? t("safe") : fix.assumptions.slice(0, 3).join(t("; ")),
      ],
    })),
  };
}

function rowId(rule: string): string {
  return `fix-${rule}`;
}
