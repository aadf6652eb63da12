import { bytesInWords } from "../../estimate/words.ts";
import type { ContextPart, ContextReport, Report } from "../model.ts";
import { filled, hatch, type LegendItem, legend, rect, type Section, text, width } from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { squarify } from "./squarify.ts";
import { bold, fitted, textWidth } from "./textWidth.ts";

const height = 200;
const top = 24;

/** The files that a build is sent, and those that the ignore file keeps out. */
export function contextSection({ context }: Report): Section | undefined {
  if (!context) return undefined;
  return {
    id: "context",
    heading: "Build context",
    lead: leadOf(context),
    drawing: context.bytes === 0 ? undefined : drawing(context),
    tables: [
      {
        caption: "What is in the build context",
        columns: [
          { title: "Path" },
          { title: "Size", isNumber: true },
          { title: "Sent now", isNumber: true },
          { title: "Sent with all fixes", isNumber: true },
        ],
        rows: [
          ...context.entries.map(({ path, bytes, sentBefore, sentAfter }) => ({
            cells: [path, bytesInWords(bytes), bytesInWords(sentBefore), bytesInWords(sentAfter)],
          })),
          ...context.unmeasured.map((path) => ({ cells: [path, "not looked into", "0 B", "0 B"] })),
        ],
      },
    ],
  };
}

function leadOf({ ignoreFile, bytes, sentBefore, sentAfter, unmeasured, complete }: ContextReport): string {
  const kept = ignoreFile === null ? "There is no ignore file" : `${ignoreFile} is in force`;
  const fixed = sentAfter === sentBefore ? "" : `, with all fixes ${bytesInWords(sentAfter)}`;
  const beside =
    unmeasured.length === 0 ? "" : ` Kept out as a whole and not measured: ${listOf(unmeasured)}.`;
  const gap = complete ? "" : " The listing was cut, so there is more.";
  return `${kept}: a build gets ${bytesInWords(sentBefore)} of ${bytesInWords(bytes)}${fixed}.${beside}${gap}`;
}

function listOf(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
}

function drawing({ bytes, entries }: ContextReport) {
  const parts = entries.filter((part) => part.bytes > bytes * 0.0005);
  const areas = squarify(
    parts.map((part) => part.bytes),
    { x: 0, y: top, width, height },
  );
  const present = new Set(parts.map(stateOf));
  const items = states.filter(({ state }) => present.has(state));
  const body: Markup[] = [
    hatch("context-out", "track"),
    hatch("context-fixed", "review"),
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
        element("title", {}, `${part.path}: ${bytesInWords(part.bytes)}, ${sentInWords(part)}`),
        rect(area.x, area.y, area.width, area.height, filled(fill, "gap")),
        state === "sent" || name === "" ? undefined : plate(area, name, size),
        name === "" ? undefined : text(area.x + 8, area.y + 17, `${tone} small strong`, name),
        size === "" ? undefined : text(area.x + 8, area.y + 32, `${tone} small`, size),
      ),
    );
  }
  return { width, height: top + height, body };
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

const states: readonly (LegendItem & { readonly state: State })[] = [
  { state: "sent", words: "sent to the builder", fill: "copy" },
  { state: "fixed", words: "kept out by the fixes", fill: "url(#context-fixed)" },
  { state: "out", words: "kept out by the ignore file", fill: "url(#context-out)" },
];

/** By what happens to most of it. */
function stateOf({ bytes, sentBefore, sentAfter }: ContextPart): State {
  if (sentBefore < bytes / 2) return "out";
  return sentAfter < sentBefore / 2 ? "fixed" : "sent";
}

function sentInWords({ bytes, sentBefore, sentAfter }: ContextPart): string {
  const now =
    sentBefore === bytes ? "sent" : sentBefore === 0 ? "not sent" : `${bytesInWords(sentBefore)} of it sent`;
  return sentAfter === sentBefore ? now : `${now}, with all fixes ${bytesInWords(sentAfter)}`;
}
