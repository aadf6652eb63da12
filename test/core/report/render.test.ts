import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../../server/src/core/analyze.ts";
import type { Report } from "../../../server/src/core/report/model.ts";
import {
  noticeHtml,
  reportHtml,
  reportMarkdown,
  reportSvg,
} from "../../../server/src/core/report/render/index.ts";
import { squarify } from "../../../server/src/core/report/render/squarify.ts";
import { bold, fitted, textWidth } from "../../../server/src/core/report/render/textWidth.ts";
import { imageReport } from "../../../server/src/core/report/report.ts";
import { wordsOf } from "../../../server/src/l10n/languages.ts";
import { speaking } from "../../../server/src/l10n/t.ts";
import { linesOf } from "../../../server/src/lsp/positions.ts";
import { contexts } from "../../support/contexts.ts";
import { damaged, dockerfiles, specificationTexts } from "../../support/dockerfiles.ts";
import { specKnown } from "../../support/known.ts";
import { elementsOf, type Found } from "./markup.ts";

type Files = Readonly<Record<string, string | number>>;

function reportOf(text: string, files: Files = {}, file = "Dockerfile"): Report {
  const known = specKnown(new Map(Object.entries(files)));
  return imageReport(text, { file, known, settings: defaultSettings, linesOf });
}

const standalone = { kind: "standalone" } as const;
const webview = { kind: "webview", nonce: "n0nce", uri: "file:///a%20b/Dockerfile" } as const;

const chinese = await wordsOf("zh-cn");

const richText =
  "FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM deps AS build\nCOPY . .\nRUN npm run build\n" +
  "FROM golang:1.25 AS tool\nRUN go install x.example/y@latest\nFROM debian:12\nRUN apt-get update && apt-get install -y curl vim git\n" +
  "COPY --from=build /app/dist /srv\nCOPY --from=tool /go/bin/y /usr/bin/\nCOPY --from=busybox:1 /bin/sh /sh\n";
const richFiles = {
  "package.json": "{}",
  "package-lock.json": "{}",
  "src/a.js": 900,
  "node_modules/x/i.js": 3_000_000,
  ".git/p": 900_000,
};
const rich = reportOf(richText, richFiles);
const richInChinese = speaking(chinese, () => reportOf(richText, richFiles));

describe.each([
  ["English", reportHtml(rich, standalone)],
  ["Chinese", reportHtml(richInChinese, standalone, chinese)],
])("every drawing in %s", (_, html) => {
  const page = elementsOf(html);

  test("is well-formed, in the page and by itself", () => {
    expect(page.filter(({ name }) => name === "svg")).toHaveLength(12);
    expect(elementsOf(reportSvg(rich))[0]?.attributes.xmlns).toBe("http://www.w3.org/2000/svg");
  });

  test("stays within its frame, and no label lies on another", () => {
    for (const svg of page.filter(({ name }) => name === "svg")) {
      const [, , width = 0, height = 0] = (svg.attributes.viewBox ?? "").split(" ").map(Number);
      const inside = page.filter((one) => isIn(one, svg));
      const labels = inside.filter(({ name }) => name === "text").map(boxOf);
      for (const { left, right, top, bottom, words } of labels) {
        expect([words, left >= -1, right <= width + 1, top >= -1, bottom <= height + 1]).toEqual([
          words,
          true,
          true,
          true,
          true,
        ]);
      }
      for (const [at, a] of labels.entries())
        for (const b of labels.slice(at + 1))
          expect(overlap(a, b) ? [a.words, b.words] : undefined).toBeUndefined();
    }
  });

  test("has a name, and its tables say the same in words", () => {
    for (const svg of page.filter(({ name }) => name === "svg")) {
      expect(svg.attributes.role).toBe("group");
      const title = page.find(({ attributes }) => attributes.id === svg.attributes["aria-labelledby"]);
      expect(title?.text).toMatch(/\p{L}/u);
      const section = page.find((one) => one.name === "section" && isIn(svg, one));
      expect(page.some((one) => one.name === "table" && section && isIn(one, section))).toBe(true);
    }
  });

  test("can be walked through by keyboard: every shape with a line is a link that says what it is", () => {
    const links = page.filter(({ name, attributes }) => name === "a" && attributes["aria-label"]);
    expect(links.length).toBeGreaterThan(20);
    for (const { attributes } of links) expect(attributes.href).toMatch(/^#./);
  });

  test("leads to rows that are there, and no id is there twice", () => {
    const ids = page.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of page.filter(({ name }) => name === "a"))
      expect(ids).toContain(attributes.href?.slice(1));
  });

  test("has nothing of an address or script when it stands by itself", () => {
    const names = new Set(elementsOf(reportSvg(rich)).map(({ name }) => name));
    expect([...names].filter((name) => ["a", "script", "image", "foreignObject"].includes(name))).toEqual([]);
  });
});

describe("the page", () => {
  test("loads nothing and runs nothing by itself", () => {
    const elements = elementsOf(reportHtml(rich, standalone));
    expect(policyIn(elements)).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(elements.some(({ name }) => name === "script" || name === "link" || name === "img")).toBe(false);
  });

  test("lets only its own script and style run in an editor, and has no style attribute", () => {
    const elements = elementsOf(reportHtml(rich, webview));
    expect(policyIn(elements)).toBe("default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'");
    for (const { attributes } of elements.filter(({ name }) => name === "script" || name === "style"))
      expect(attributes.nonce).toBe("n0nce");
    expect(
      elements.filter(
        ({ attributes }) =>
          attributes.style !== undefined || Object.keys(attributes).some((key) => key.startsWith("on")),
      ),
    ).toEqual([]);
    expect(elements.find(({ name }) => name === "body")?.attributes["data-uri"]).toBe(webview.uri);
  });

  test("tells the editor lines of the file as it is", () => {
    const elements = elementsOf(reportHtml(rich, webview));
    const run = elements.find(({ attributes }) =>
      attributes["aria-label"]?.startsWith("line 11: RUN apt-get update"),
    );
    expect(run?.attributes["data-line"]).toBe("11");
  });

  test("has the headline figures and says when a part is not known", () => {
    const words = elementsOf(reportHtml(reportOf("FROM node:20\nCOPY a /a\n", { a: 1000 }), standalone)).map(
      ({ text }) => text,
    );
    expect(words).toContain("1.09 GB");
    expect(words).toContain("220 MB");
    expect(words).toContain("−80 %");
  });

  test("can say why there is no report", () => {
    const words = elementsOf(noticeHtml("Switched off <here>", webview)).map(({ text }) => text);
    expect(words).toContain("Switched off <here>");
  });
});

describe("text of a hostile Dockerfile", () => {
  const attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`|[x](javascript:1)";
  const hostile = reportOf(
    `FROM node:20 AS ${attack.replaceAll(" ", "_")}\nRUN echo ${attack} \u202egnp\u0007 ${"x".repeat(5000)}\nCOPY ${attack} /a\nFROM ${attack}\n` +
      `FROM node:20\nCOPY --from=0 ${attack} /b\nRUN echo ${attack}\n`,
    { [`${attack}/a`]: 2_000_000, "]]>": 1_000_000, a: 10 },
    attack,
  );

  test.each([
    ["page", reportHtml(hostile, standalone)],
    ["page in an editor", reportHtml(hostile, { ...webview, uri: attack })],
    ["picture", reportSvg(hostile)],
  ])("stays text in the %s", (_, markup) => {
    const elements = elementsOf(markup);
    expect(elements.filter(({ name }) => name === "script").length).toBeLessThanOrEqual(1);
    expect(elements.some(({ name }) => name === "img")).toBe(false);
    expect(
      elements.some(({ attributes }) => Object.keys(attributes).some((key) => key.startsWith("on"))),
    ).toBe(false);
    expect(markup).not.toContain("<script>alert");
    for (const character of ["\u202e", "\u0007"]) expect(markup).not.toContain(character);
  });

  test("stays text in Markdown: no tag, no link, no further column", () => {
    const markdown = reportMarkdown(hostile);
    expect(markdown).not.toMatch(/(?<!\\)<(script|img)/);
    expect(markdown).not.toMatch(/(?<!\\)\]\(/);
    for (const line of markdown.split("\n").filter((one) => one.startsWith("| "))) {
      const [head] = /^\|( ---:? \||[^|\\]|\\.|\|)*$/.exec(line) ?? [];
      expect(head).toBe(line);
    }
  });

  test("is cut where it is long", () => {
    const longest = elementsOf(reportHtml(hostile, standalone)).reduce(
      (most, { text, name }) => (name === "style" ? most : Math.max(most, text.length)),
      0,
    );
    expect(longest).toBeLessThan(400);
  });
});

/** But not in the name of a rule. */
const unfinished = /NaN|Infinity|(?<![\w-])undefined(?![\w-])/;

test("whatever the file is, page and picture are well-formed", () => {
  const texts = fc.oneof(dockerfiles, damaged(specificationTexts().slice(0, 60)));
  fc.assert(
    fc.property(texts, contexts, (text, files) => {
      const report = imageReport(text, {
        file: "Dockerfile",
        known: specKnown(files),
        settings: defaultSettings,
        linesOf,
      });
      for (const markup of [reportHtml(report, webview), reportSvg(report)]) {
        expect(elementsOf(markup).length).toBeGreaterThan(5);
        expect(markup).not.toMatch(unfinished);
      }
      expect(reportMarkdown(report)).not.toMatch(unfinished);
    }),
    { numRuns: 40, seed: 11 },
  );
});

describe("in Chinese", () => {
  const page = reportHtml(richInChinese, standalone, chinese);

  test("every heading, column and legend is, and the page says so", () => {
    const elements = elementsOf(page);
    expect(elements[0]?.attributes.lang).toBe("zh-CN");
    const words = elements
      .filter(({ name }) => ["h2", "th", "caption", "dt", "summary", "footer"].includes(name))
      .map(({ text }) => text);
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word) => !/\p{Script=Han}/u.test(word))).toEqual([]);
    expect(page).toContain("需下载");
  });

  test("so are picture, Markdown and notice, and what comes after them is English again", () => {
    expect(reportSvg(richInChinese, chinese)).toContain("各项修复省下多少");
    expect(reportMarkdown(richInChinese, chinese)).toMatch(
      /^# 镜像报告：Dockerfile\n\n\*\*≈ .*\n\n最终镜像在磁盘上的大小/,
    );
    expect(noticeHtml("原因", webview, chinese)).toContain("<title>镜像报告</title>");
    expect(reportMarkdown(rich)).toMatch(/^# Image report: Dockerfile\n/);
  });
});

test("thousands of lines give a page of a size that a browser takes", { timeout: 60_000 }, () => {
  const lines = Array.from({ length: 2500 }, (_, at) => `RUN apt-get install -y p${at}\nCOPY f${at} /srv/\n`);
  const stages = Array.from(
    { length: 300 },
    (_, at) => `FROM debian:12 AS s${at}\nCOPY --from=s${at - 1} /a /a\n`,
  );
  const report = reportOf(`FROM node:20\n${lines.join("")}${stages.join("")}`);
  const page = reportHtml(report, standalone);
  expect(page.length).toBeLessThan(3_000_000);
  expect(elementsOf(page).length).toBeGreaterThan(100);
});

describe("the treemap", () => {
  test("fills its frame with areas in the ratio of the weights, none on another", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 40 }), (numbers) => {
        const weights = numbers.toSorted((a, b) => b - a);
        const areas = squarify(weights, { x: 5, y: 7, width: 300, height: 200 });
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        expect(areas).toHaveLength(weights.length);
        for (const [at, area] of areas.entries()) {
          expect(area.width * area.height).toBeCloseTo((60_000 * (weights[at] ?? 0)) / total, 3);
          expect(area.x + area.width).toBeLessThan(305.001);
          expect(area.y + area.height).toBeLessThan(207.001);
        }
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test("is empty where there is nothing", () => {
    expect(squarify([], { x: 0, y: 0, width: 10, height: 10 })).toEqual([]);
  });
});

test("a label is cut to its room, and left out where nothing readable is left", () => {
  expect(fitted("node:20", 200, 12)).toBe("node:20");
  const cut = fitted("a very long name of an image", 80, 12);
  expect(cut).toMatch(/…$/);
  expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
  expect(fitted("node:20", 12, 12)).toBe("");
});

function policyIn(elements: readonly Found[]): string | undefined {
  return elements.find(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy")?.attributes
    .content;
}

function isIn(one: Found, ancestor: Found): boolean {
  for (let at: Found | undefined = one; at; at = at.parent) if (at === ancestor) return true;
  return false;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly words: string;
}

/** By the widths that the drawings reckon with, and the groups that move a label. */
function boxOf({ attributes, text, parent }: Found): Box {
  const classes = (attributes.class ?? "").split(" ");
  const size = classes.includes("small") ? 11 : 12;
  const width = textWidth(text, classes.includes("strong") ? size * bold : size);
  const [dx, dy] = moved(parent);
  const x = Number(attributes.x) + dx;
  const y = Number(attributes.y) + dy;
  const left = classes.includes("end") ? x - width : classes.includes("middle") ? x - width / 2 : x;
  return { left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.2, words: text };
}

function moved(group: Found | undefined): readonly [x: number, y: number] {
  if (!group) return [0, 0];
  const [x, y] = moved(group.parent);
  const own = /^translate\(([\d.]+) ([\d.]+)\)$/.exec(group.attributes.transform ?? "");
  return [x + Number(own?.[1] ?? 0), y + Number(own?.[2] ?? 0)];
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
