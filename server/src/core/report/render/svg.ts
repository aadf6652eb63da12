import { english, speaking, t, type Words } from "../../../l10n/t.ts";
import type { Report } from "../model.ts";
import { type Section, text, width } from "./chart.ts";
import { element, type Markup, verbatim } from "./markup.ts";
import { headlineOf, sectionsOf } from "./sections.ts";
import { bold, fitted, textWidth } from "./textWidth.ts";
import { drawingStyle, standaloneColours } from "./theme.ts";

const margin = 28;

/** All drawings below each other, as one picture that stands by itself: for a README or a pull request. */
export function reportSvg(report: Report, words: Words = english): string {
  return speaking(words, () => svgOf(report));
}

function svgOf(report: Report): string {
  const sections = sectionsOf(report).filter(({ drawing }) => drawing);
  const { before, after, change, note } = headlineOf(report);
  const head = [
    text(0, 14, "strong", fitted(report.file, width(), 12)),
    ...headline(after === undefined ? [before] : [before, "→", after], change),
    text(0, 82, "small muted", fitted(note, width(), 11)),
  ];
  const parts: Markup[] = [element("g", {}, head)];
  let y = 116;
  let widest = width();
  for (const section of sections) {
    const { drawing } = section;
    if (!drawing) continue;
    parts.push(sectionAt(y, section));
    y += drawing.height + 64;
    widest = Math.max(widest, drawing.width);
  }
  const size = { width: widest + 2 * margin, height: y + margin };
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": t(
        "Image report of {0}: {1}",
        report.file,
        [before, after, change].filter(Boolean).join(t(", ")),
      ),
    },
    element("style", {}, verbatim(standaloneColours + drawingStyle)),
    element("rect", { class: "page", width: size.width, height: size.height }),
    element("g", { transform: `translate(${margin} ${margin})` }, parts),
  );
  return `${withoutLinks(svg.markup)}\n`;
}

function headline(words: readonly string[], change: string | undefined): readonly Markup[] {
  let x = 0;
  return [...words, ...(change === undefined ? [] : [change])].map((word, at) => {
    const isChange = at === words.length;
    const classes = isChange ? "big accent" : word === "→" ? "big muted" : at > 0 ? "big accent" : "big";
    const place = text(x, 56, classes, word);
    x += textWidth(word, 30 * bold) + 16;
    return place;
  });
}

function sectionAt(y: number, { heading, lead, drawing }: Section): Markup {
  return element(
    "g",
    { transform: `translate(0 ${y})` },
    text(0, 14, "strong", heading),
    text(0, 32, "small muted", fitted(lead, drawing?.width ?? width(), 11)),
    element("g", { transform: "translate(0 46)" }, drawing?.body),
  );
}

/** There are no tables here that a link could lead to. */
function withoutLinks(markup: string): string {
  return markup
    .replace(/<a href="[^"]*"( data-line="\d+")? aria-label/g, "<g aria-label")
    .replace(/<\/a>/g, "</g>");
}
