import { t } from "../../../l10n/t.ts";
import type { Report, StageEdge, StageMap, StageNode } from "../model.ts";
import {
  type Drawing,
  link,
  rect,
  type Section,
  sizeInWords,
  stageInWords,
  type Table,
  text,
  width,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { box, type Layout, layoutOf, type Placed, type Point, type Routed } from "./stagesLayout.ts";
import { bold, fitted, textWidth } from "./textWidth.ts";

/** Which stage takes what from where. */
export function stagesSection({ stages: { before, after } }: Report): Section | undefined {
  if (before.nodes.length === 0) return undefined;
  const isChanged = JSON.stringify(shapeOf(before)) !== JSON.stringify(shapeOf(after));
  const maps: readonly Titled[] = [
    { id: "now", title: t("Now"), map: before },
    ...(isChanged ? [{ id: "all", title: t("With all fixes"), map: after }] : []),
  ];
  return {
    id: "stages",
    heading: t("Stages"),
    lead: t(
      "Each stage with its size on disk. Only the stage with the coloured frame is shipped, with all that it is built FROM.",
    ),
    drawing: drawing(maps),
    tables: maps.map(tableOf),
  };
}

interface Titled {
  readonly id: string;
  readonly title: string;
  readonly map: StageMap;
}

function shapeOf({ nodes, edges }: StageMap): unknown {
  return [nodes.map(({ name }) => name), edges.map(({ from, to, paths }) => [from, to, paths])];
}

function drawing(maps: readonly Titled[]): Drawing {
  const layouts = maps.map(({ id, title, map }) => ({ id, title, layout: layoutOf(map) }));
  const widest = layouts.reduce((most, { layout }) => Math.max(most, layout.width), width());
  const body: Markup[] = [];
  let y = 0;
  for (const { id, title, layout } of layouts) {
    const heading = layout.leftOut === 0 ? title : t("{0}, without {1} more", title, layout.leftOut);
    body.push(text(0, y + 14, "strong", heading));
    body.push(element("g", { transform: `translate(0 ${y + 28})` }, graph(id, layout)));
    y += 28 + layout.height + 26;
  }
  return { width: widest, height: y - 20, body };
}

function graph(id: string, { placed, routed }: Layout): readonly Markup[] {
  const taken: Box[] = placed.map(({ x, y }) => ({ x, y, w: box.width, h: box.height }));
  const lines = routed.map((route, at) => edgeAt(edgeId(id, at), route));
  const labels = routed.flatMap((route) => labelAt(route, taken));
  return [...lines, ...labels, ...placed.map((one) => nodeAt(id, one))];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function edgeAt(row: string, { edge, from, to, points }: Routed): Markup {
  const kind = `from${edge.kind}`;
  const [tipX, tipY] = points.at(-1) ?? [0, 0];
  const way = bendsOf(points).map(([[x1, y1], [x2, y2]], at, all) => {
    const [bend, end] = [(x2 - x1) / 2, at === all.length - 1 ? x2 - 5 : x2];
    return `${at === 0 ? `M${x1} ${y1}` : `H${x1}`}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${end} ${y2}`;
  });
  return link(
    row,
    { line: edge.currentLine, words: edgeInWords(edge, from, to) },
    element("path", { d: way.join(""), class: `edge ${kind}` }),
    element("path", { d: `M${tipX} ${tipY}l-8 -4v8z`, class: `arrow ${kind}` }),
  );
}

/** The parts of an edge that lie between two columns. */
function bendsOf(points: readonly Point[]): readonly (readonly [Point, Point])[] {
  return points.flatMap((point, at): readonly (readonly [Point, Point])[] => {
    const next = points[at + 1];
    return at % 2 === 0 && next ? [[point, next]] : [];
  });
}

/** Somewhere along the edge where nothing stands yet; left out where there is no such place. */
function labelAt({ edge, points }: Routed, taken: Box[]): readonly Markup[] {
  const words = edgeWords(edge);
  const w = textWidth(words, 11);
  for (const bend of bendsOf(points)) {
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const [x, y] = curveAt(share, bend);
      const place: Box = { x: x - w / 2 - 3, y: y - 8, w: w + 6, h: 16 };
      if (taken.some((other) => overlap(place, other))) continue;
      taken.push(place);
      return [
        rect(place.x, place.y, place.w, place.h, { class: "page", "aria-hidden": "true" }),
        element("text", { x, y: y + 4, class: "small muted middle", "aria-hidden": "true" }, words),
      ];
    }
  }
  return [];
}

/** A point of the curve that `edgeAt` draws. */
function curveAt(t: number, [[x1, y1], [x2, y2]]: readonly [Point, Point]): Point {
  const bend = (x2 - x1) / 2;
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number): number =>
    u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
  return [mix(x1, x1 + bend, x2 - bend, x2), mix(y1, y1, y2, y2)];
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function nodeAt(id: string, { node, x, y }: Placed): Markup {
  const classes = ["box", node.kind, node.isFinal ? "final" : "", node.isBuilt ? "" : "unused"];
  const size = node.weight ? sizeInWords(node.weight.unpacked) : t("size not known");
  const role = node.isBuilt ? size : t("not built");
  return link(
    nodeId(id, node),
    {
      line: node.currentLine,
      words: node.isBuilt
        ? t("{0}: {1}", nodeInWords(node), size)
        : t("{0}: {1}, not built", nodeInWords(node), size),
    },
    element("rect", {
      x,
      y,
      width: box.width,
      height: box.height,
      rx: 7,
      class: classes.filter(Boolean).join(" "),
    }),
    text(x + 12, y + 21, "strong", fitted(stageInWords(node.name), box.width - 22, 12 * bold)),
    text(x + 12, y + 38, "small muted", role),
  );
}

function nodeInWords({ kind, name, isFinal }: StageNode): string {
  if (kind === "image") return t("image {0}", name);
  const stage = /^stage \d+$/.test(name) ? stageInWords(name) : t("stage {0}", name);
  return isFinal ? t("{0}, the final image", stage) : stage;
}

/** "≈ 210 MB", "/app/dist", "3 paths" */
function edgeWords({ kind, paths, weight }: StageEdge): string {
  if (weight) return sizeInWords(weight.unpacked);
  if (kind === "base") return "FROM";
  if (kind === "mount") return t("mount");
  const [first = "COPY"] = paths;
  return paths.length > 1 ? t("{0} paths", paths.length) : fitted(first, box.between - 24, 11);
}

function edgeInWords({ kind, paths, weight }: StageEdge, from: StageNode, to: StageNode): string {
  const size = weight ? sizeInWords(weight.unpacked) : t("size not known");
  const [giver, taker] = [nodeInWords(from), nodeInWords(to)];
  if (kind === "base") return t("{0} takes everything from {1}: {2}", taker, giver, size);
  if (kind === "mount") return t("{0} takes a mount from {1}: {2}", taker, giver, size);
  return t("{0} takes {1} from {2}: {3}", taker, paths.slice(0, 5).join(t(", ")), giver, size);
}

function tableOf({ id, title, map: { nodes, edges } }: Titled): Table {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nameOf = (node: string): string => stageInWords(byId.get(node)?.name ?? node);
  return {
    caption: t("{0}: stages, and what goes from one to the other", title),
    columns: [
      { title: t("From") },
      { title: t("To") },
      { title: t("What") },
      { title: t("On disk"), isNumber: true },
    ],
    rows: [
      ...nodes.map((node) => ({
        id: nodeId(id, node),
        line: node.currentLine,
        cells: [
          "",
          stageInWords(node.name),
          roleOf(node),
          node.weight ? sizeInWords(node.weight.unpacked) : t("not known"),
        ],
      })),
      ...edges.map((edge, at) => ({
        id: edgeId(id, at),
        line: edge.currentLine,
        cells: [
          nameOf(edge.from),
          nameOf(edge.to),
          edge.kind === "base" ? "FROM" : edge.kind === "mount" ? t("mount") : edge.paths.join(" "),
          edge.weight ? sizeInWords(edge.weight.unpacked) : t("not known"),
        ],
      })),
    ],
  };
}

function roleOf({ kind, isFinal, isBuilt }: StageNode): string {
  if (kind === "image") return t("an image");
  return isFinal ? t("the final image") : isBuilt ? t("a stage") : t("a stage that is not built");
}

function nodeId(map: string, { id }: StageNode): string {
  return `node-${map}-${id.replace(/[^\w.-]/g, "-")}`;
}

function edgeId(map: string, at: number): string {
  return `edge-${map}-${at + 1}`;
}
