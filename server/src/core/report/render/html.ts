import { english, speaking, t, type Words } from "../../../l10n/t.ts";
import type { Report } from "../model.ts";
import { type Column, type Drawing, drawnAt, type Row, type Section, type Table, widths } from "./chart.ts";
import { type Attributes, type Child, element, type Markup, verbatim } from "./markup.ts";
import { type Fact, factsOf, headlineOf, sectionsOf } from "./sections.ts";
import { drawingStyle, editorColours, pageStyle, standaloneColours } from "./theme.ts";

/**
 * A page by itself, or one in an editor's webview, where only what has the nonce is taken and where a click on
 * something that has a line tells the editor so.
 */
export type Surroundings =
  | { readonly kind: "standalone" }
  | { readonly kind: "webview"; readonly nonce: string; readonly uri: string };

/** The whole report as a page that needs nothing from elsewhere and works without scripts. */
export function reportHtml(report: Report, surroundings: Surroundings, words: Words = english): string {
  return speaking(words, () => {
    const title = t("Image report: {0}", report.file);
    return pageOf({ title, surroundings }, [head(report), sections(report), footer(report)]);
  });
}

/** The same page where there is no report, which says why. */
export function noticeHtml(reason: string, surroundings: Surroundings, words: Words = english): string {
  return speaking(words, () =>
    pageOf({ title: t("Image report"), surroundings }, [element("header", {}, element("p", {}, reason))]),
  );
}

interface Page {
  readonly title: string;
  readonly surroundings: Surroundings;
}

function pageOf({ title, surroundings }: Page, content: readonly Child[]): string {
  const isWebview = surroundings.kind === "webview";
  const style = (isWebview ? editorColours : standaloneColours) + drawingStyle + pageStyle;
  const nonce = isWebview ? surroundings.nonce : undefined;
  const page = element(
    "html",
    { lang: t("en") },
    element(
      "head",
      {},
      element("meta", { charset: "utf-8" }),
      element("meta", { "http-equiv": "Content-Security-Policy", content: policyOf(nonce) }),
      element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      element("title", {}, title),
      element("style", { nonce }, verbatim(style)),
    ),
    element(
      "body",
      isWebview ? { "data-uri": surroundings.uri } : {},
      element("main", {}, content),
      isWebview ? element("div", { id: "focused", "aria-hidden": "true" }) : undefined,
      isWebview ? element("script", { nonce }, verbatim(goToLine + tellFocused)) : undefined,
    ),
  );
  return `<!DOCTYPE html>\n${page.markup}\n`;
}

function policyOf(nonce: string | undefined): string {
  return nonce === undefined
    ? "default-src 'none'; style-src 'unsafe-inline'"
    : `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
}

/** The page remembers what it is about, so that the editor can bring it back after a restart. */
const goToLine = `
const editor = acquireVsCodeApi();
editor.setState({ uri: document.body.dataset.uri });
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-line]");
  if (!place) return;
  event.preventDefault();
  editor.postMessage({ line: Number(place.dataset.line) });
});
`;

/** Whoever goes through a drawing by keyboard reads what a tooltip tells the others; screen readers have it already. */
const tellFocused = `
const focused = document.getElementById("focused");
document.addEventListener("focusin", ({ target }) => {
  const shape = target.closest("svg a:focus-visible");
  focused.textContent = shape ? shape.getAttribute("aria-label") : "";
});
document.addEventListener("focusout", () => {
  focused.textContent = "";
});
`;

function head(report: Report): Markup {
  const { before, after, change, isWorse, note } = headlineOf(report);
  const figures: Child[] = [element("span", {}, before)];
  if (after !== undefined)
    figures.push(
      element("span", { class: "arrow", "aria-label": t("becomes") }, "→"),
      element("span", { class: "to" }, after),
    );
  if (change !== undefined) figures.push(element("span", { class: isWorse ? "chip worse" : "chip" }, change));
  return element(
    "header",
    {},
    element("h1", {}, report.file),
    element("div", { class: "headline" }, figures),
    element("p", {}, t("{0}. For {1}.", note, report.platform)),
    element("dl", {}, factsOf(report).map(factOf)),
  );
}

function factOf({ name, value, more }: Fact): Markup {
  return element(
    "div",
    {},
    element("dt", {}, name),
    element("dd", {}, value, more === "" ? undefined : element("small", {}, more)),
  );
}

/** Each drawing stands there in two widths, of which the style sheet shows one. */
function sections(report: Report): readonly Markup[] {
  const narrow = drawnAt(widths.narrow, () => sectionsOf(report));
  return sectionsOf(report).map((section, at) => sectionOf(section, narrow[at]?.drawing));
}

function sectionOf({ id, heading, lead, drawing, tables }: Section, narrow: Drawing | undefined): Markup {
  const [title, description] = [`${id}-title`, `${id}-lead`];
  const labels = { "aria-labelledby": title, "aria-describedby": description };
  return element(
    "section",
    { id, "aria-labelledby": title },
    element("h2", { id: title }, heading),
    element("p", { id: description }, lead),
    drawing &&
      element(
        "figure",
        {},
        svgOf(drawing, { class: "wide", ...labels }),
        narrow && svgOf(narrow, { class: "narrow", ...labels }),
      ),
    tables.map(tableOf),
  );
}

function svgOf({ width, height, body }: Drawing, attributes: Attributes): Markup {
  const viewBox = `0 0 ${width} ${height}`;
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox, role: "group", ...attributes }, body);
}

const mostRows = 1000;

/** Tables are folded: the drawing says the same, and a link of it opens the table that it leads to. */
function tableOf({ caption, columns, rows }: Table): Markup {
  return element(
    "details",
    {},
    element("summary", {}, t("Table: {0}", caption)),
    element(
      "div",
      { class: "scroll" },
      element(
        "table",
        {},
        element("caption", {}, caption),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            columns.map(({ title, isNumber }) =>
              element("th", { scope: "col", class: numberClass(isNumber) }, title),
            ),
          ),
        ),
        element(
          "tbody",
          {},
          rows.slice(0, mostRows).map((row) => rowOf(row, columns)),
        ),
      ),
    ),
    rows.length > mostRows
      ? element("p", {}, t("{0} more rows are left out.", rows.length - mostRows))
      : undefined,
  );
}

function rowOf(row: Row, columns: readonly Column[]): Markup {
  const { id, cells } = row;
  return element(
    "tr",
    { id },
    cells.map((cell, at) =>
      element("td", { class: numberClass(columns[at]?.isNumber) }, cellOf(cell, at, row)),
    ),
  );
}

/** The first cell of a row that has a line leads there. */
function cellOf(cell: string, at: number, { id, line }: Row): Child {
  if (at > 0 || cell === "" || id === undefined || line === undefined || line === null) return cell;
  return element("a", { href: `#${id}`, "data-line": line }, cell);
}

function numberClass(isNumber: boolean | undefined): string | undefined {
  return isNumber ? "number" : undefined;
}

function footer({ context }: Report): Markup {
  const parts = [
    t(
      "Sizes are estimates with a lowest and a highest figure: of images from the table that Plimsoll brings along, of packages from the distribution's index.",
    ),
    ...(context ? [t("Files of the build context are measured.")] : []),
    t("Shares of the build work are rules of thumb."),
  ];
  return element(
    "footer",
    {},
    parts.reduce((before, part) => t("{0} {1}", before, part)),
  );
}
