import { t } from "../../../l10n/t.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { ContextPart, ContextReport, Report } from "../model.ts";
import {
  filled,
  hatch,
  type LegendItem,
  legend,
  legendGrowth,
  patternId,
  rect,
  type Section,
  text,
  width,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { squarify } from "./squarify.ts";
import { bold, fitted, textWidth } from "./textWidth.ts";

const height = 200;

/** The files that a build is sent, and those that the ignore file keeps out. */
export function contextSection({ context }: Report): Section | undefined {
  if (!context) return undefined;
  return {
    id: "context",
    heading: t("Build context"),
    lead: leadOf(context),
    drawing: context.bytes === 0 ? undefined : drawing(context),
    tables: [
      {
        caption: t("What is in the build context"),
        columns: [
          { title: t("Path") },
          { title: t("Size"), isNumber: true },
          { title: t("Sent now"), isNumber: true },
          { title: t("Sent with all fixes"), isNumber: true },
        ],
        rows: [
          ...context.entries.map(({ path, bytes, sentBefore, sentAfter }) => ({
            cells: [path, bytesInWords(bytes), bytesInWords(sentBefore), bytesInWords(sentAfter)],
          })),
          ...context.unmeasured.map((path) => ({ cells: [path, t("not looked into"), "0 B", "0 B"] })),
        ],
      },
    ],
  };
}

function leadOf({ ignoreFile, bytes, sentBefore, sentAfter, unmeasured, complete }: ContextReport): string {
  const kept = ignoreFile === null ? t("There is no ignore file") : t("{0} is in force", ignoreFile);
  const [all, sent, fixed] = [bytes, sentBefore, sentAfter].map(bytesInWords);
  const parts = [
    sentAfter === sentBefore
      ? t("{0}: a build gets {1} of {2}.", kept, `${sent}`, `${all}`)
      : t("{0}: a build gets {1} of {2}, with all fixes {3}.", kept, `${sent}`, `${all}`, `${fixed}`),
    ...(unmeasured.length === 0 ? [] : [t("Kept out as a whole and not measured: {0}.", listOf(unmeasured))]),
    ...(complete ? [] : [t("The listing was cut, so there is more.")]),
  ];
  return parts.reduce((before, part) => t("{0} {1}", before, part));
}

function listOf(names: readonly string[]): string {
  return names.length > 6
    ? t("{0} and {1} more", names.slice(0, 6).join(t(", ")), names.length - 6)
    : names.join(t(", "));
}

function drawing({ bytes, entries }: ContextReport) {
  const parts = entries.filter((part) => part.bytes > bytes * 0.0005);
  const present = new Set(parts.map(stateOf));
  const states = legendItems();
  const items = states.filter(({ state }) => present.has(state));
  const top = 24 + legendGrowth(items);
  const areas = squarify(
    parts.map((part) => part.bytes),
    { x: 0, y: top, width: width(), height },
  );
  const body: Markup[] = [
    hatch(patternId("context-out"), "track"),
    hatch(patternId("context-fixed"), "review"),
    ...legend(0, items),
  ];
  for (const [at, part] of parts.entries()) {
    const area = areas[at];
    if (!area) continue;
    const state = stateOf(part);
    const fill = states.find((one) => one.state === state)?.fill ?? "kept";
    const name = area.height < 22 ? "" : fitted(part.path, area.width - 14, 11 * bold);
    const size = area.height < 40 || name === "" ? "" : fitted(bytesInWords(part.bytes), area.width - 14, 11);
    const tone = state === "sent" ? "on" : "onlight";
    body.push(
      element(
        "g",
        {},
        element("title", {}, t("{0}: {1}, {2}", part.path, bytesInWords(part.bytes), sentInWords(part))),
        rect(area.x, area.y, area.width, area.height, filled(fill, "gap")),
        state === "sent" || name === "" ? undefined : plate(area, name, size),
        name === "" ? undefined : text(area.x + 8, area.y + 17, `${tone} small strong`, name),
        size === "" ? undefined : text(area.x + 8, area.y + 32, `${tone} small`, size),
      ),
    );
  }
  return { width: width(), height: top + height, body };
}

/** Words on stripes need a quiet ground. */
function plate(
  { x, y, width: w }: { readonly x: number; readonly y: number; readonly width: number },
  name: string,
  size: string,
) {
  const longest = Math.max(fittedWidth(name), fittedWidth(size));
  return rect(x + 4, y + 4, Math.min(w - 8, longest + 8), size === "" ? 18 : 33, {
    class: "page",
    opacity: "0.85",
    rx: 3,
  });
}

function fittedWidth(words: string): number {
  return textWidth(words, 11 * bold);
}

type State = "sent" | "fixed" | "out";

function legendItems(): readonly (LegendItem & { readonly state: State })[] {
  return [
    { state: "sent", words: t("sent to the builder"), fill: "copy" },
    { state: "fixed", words: t("kept out by the fixes"), fill: `url(#${patternId("context-fixed")})` },
    { state: "out", words: t("kept out by the ignore file"), fill: `url(#${patternId("context-out")})` },
  ];
}

/** By what happens to most of it. */
function stateOf({ bytes, sentBefore, sentAfter }: ContextPart): State {
  if (sentBefore < bytes / 2) return "out";
  return sentAfter < sentBefore / 2 ? "fixed" : "sent";
}

function sentInWords({ bytes, sentBefore, sentAfter }: ContextPart): string {
  const now =
    sentBefore === bytes
      ? t("sent")
      : sentBefore === 0
        ? t("not sent")
        : t("{0} of it sent", bytesInWords(sentBefore));
  return sentAfter === sentBefore ? now : t("{0}, with all fixes {1}", now, bytesInWords(sentAfter));
}
