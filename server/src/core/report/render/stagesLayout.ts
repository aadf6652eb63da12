import type { StageEdge, StageMap, StageNode } from "../model.ts";

export const box = { width: 156, height: 50, gap: 18, between: 116 } as const;

export interface Placed {
  readonly node: StageNode;
  readonly x: number;
  readonly y: number;
}

export type Point = readonly [x: number, y: number];

/** An edge goes from point to point, in bends between the columns and straight through them. */
export interface Routed {
  readonly edge: StageEdge;
  readonly from: StageNode;
  readonly to: StageNode;
  readonly points: readonly Point[];
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly routed: readonly Routed[];
  readonly width: number;
  readonly height: number;
  /** Nodes that there is no room for. */
  readonly leftOut: number;
}

const mostNodes = 24;

/** Columns from left to right: whatever a stage takes something from stands to its left. */
export function layoutOf({ nodes, edges }: StageMap): Layout {
  const needed = nodes.filter(({ isBuilt }) => isBuilt);
  const others = nodes.filter(({ isBuilt }) => !isBuilt);
  // The last stages are the nearest to the image.
  const shown = [...needed.slice(-mostNodes), ...others.slice(0, Math.max(0, mostNodes - needed.length))];
  const ids = new Set(shown.map(({ id }) => id));
  const kept = edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const levels = levelsOf(shown, kept);
  const columns = columnsOf(shown, kept, levels);
  const height = columns.reduce((most, column) => Math.max(most, heightOf(column)), 0);
  const places = new Map<Slot, Point>();
  for (const [at, column] of columns.entries()) {
    let y = (height - heightOf(column)) / 2 + 1;
    for (const slot of ordered(column, places)) {
      places.set(slot, [1 + at * (box.width + box.between), y]);
      y += slotHeight(slot) + box.gap;
    }
  }
  return {
    placed: [...places].flatMap(([{ node }, [x, y]]) => (node ? { node, x, y } : [])),
    routed: routesOf(kept, columns.flat(), places),
    width: columns.length * (box.width + box.between) - box.between + 2,
    height: height + 2,
    leftOut: nodes.length - shown.length,
  };
}

/** A node, or room for an edge that passes through the column. */
interface Slot {
  readonly node?: StageNode;
  readonly edge?: StageEdge;
  /** What leads here, in the column before. */
  readonly sources: Slot[];
}

function slotHeight({ node }: Slot): number {
  return node ? box.height : 8;
}

function heightOf(column: readonly Slot[]): number {
  return column.reduce((sum, slot) => sum + slotHeight(slot) + box.gap, -box.gap);
}

/**
 * Edges lead from a node to a later one, so that one pass in the order of the file settles the columns. What takes
 * nothing itself stands right in front of the first that needs it.
 */
function levelsOf(nodes: readonly StageNode[], edges: readonly StageEdge[]): ReadonlyMap<string, number> {
  const incoming = grouped(edges, ({ to }) => to);
  const outgoing = grouped(edges, ({ from }) => from);
  const levels = new Map<string, number>();
  for (const { id } of [...nodes.filter(isImage), ...nodes.filter((node) => !isImage(node))]) {
    const before = (incoming.get(id) ?? []).map(({ from }) => levels.get(from) ?? 0);
    levels.set(
      id,
      before.reduce((most, level) => Math.max(most, level + 1), 0),
    );
  }
  for (const { id } of nodes) {
    const users = (outgoing.get(id) ?? []).map(({ to }) => levels.get(to) ?? 0);
    if (incoming.has(id) || users.length === 0) continue;
    levels.set(id, users.reduce((least, level) => Math.min(least, level)) - 1);
  }
  return levels;
}

function columnsOf(
  nodes: readonly StageNode[],
  edges: readonly StageEdge[],
  levels: ReadonlyMap<string, number>,
): readonly (readonly Slot[])[] {
  const columns: Slot[][] = [];
  const put = (level: number, slot: Slot): Slot => {
    while (columns.length <= level) columns.push([]);
    columns[level]?.push(slot);
    return slot;
  };
  const slots = new Map(nodes.map((node) => [node.id, put(levels.get(node.id) ?? 0, { node, sources: [] })]));
  for (const edge of edges) {
    let last = slots.get(edge.from);
    const end = levels.get(edge.to) ?? 0;
    for (let level = (levels.get(edge.from) ?? 0) + 1; level < end; level += 1)
      last = put(level, { edge, sources: last ? [last] : [] });
    if (last) slots.get(edge.to)?.sources.push(last);
  }
  return columns;
}

function grouped(
  edges: readonly StageEdge[],
  keyOf: (edge: StageEdge) => string,
): ReadonlyMap<string, readonly StageEdge[]> {
  const groups = new Map<string, StageEdge[]>();
  for (const edge of edges) {
    const group = groups.get(keyOf(edge));
    if (group) group.push(edge);
    else groups.set(keyOf(edge), [edge]);
  }
  return groups;
}

function isImage({ kind }: StageNode): boolean {
  return kind === "image";
}

/** Near to what they take from, so that few edges cross. */
function ordered(column: readonly Slot[], places: ReadonlyMap<Slot, Point>): readonly Slot[] {
  const heights = new Map(
    column.map((slot) => {
      const sum = slot.sources.reduce((all, source) => all + middleOf(source, places), 0);
      return [slot, slot.sources.length === 0 ? 0 : sum / slot.sources.length];
    }),
  );
  return column.toSorted((a, b) => (heights.get(a) ?? 0) - (heights.get(b) ?? 0));
}

function middleOf(slot: Slot, places: ReadonlyMap<Slot, Point>): number {
  return (places.get(slot)?.[1] ?? 0) + slotHeight(slot) / 2;
}

function routesOf(
  edges: readonly StageEdge[],
  slots: readonly Slot[],
  places: ReadonlyMap<Slot, Point>,
): readonly Routed[] {
  const byId = new Map(slots.flatMap((slot) => (slot.node ? [[slot.node.id, slot] as const] : [])));
  const passing = new Map<StageEdge, Point[]>();
  for (const slot of slots) {
    const [x, y] = places.get(slot) ?? [0, 0];
    if (!slot.edge) continue;
    const middle = y + slotHeight(slot) / 2;
    const points = passing.get(slot.edge) ?? [];
    passing.set(slot.edge, [...points, [x, middle], [x + box.width, middle]]);
  }
  const end = (id: string): number => {
    const slot = byId.get(id);
    return slot ? middleOf(slot, places) : 0;
  };
  const outs = portsOf(
    edges,
    ({ from }) => from,
    (edge) => passing.get(edge)?.[0]?.[1] ?? end(edge.to),
  );
  const ins = portsOf(
    edges,
    ({ to }) => to,
    (edge) => passing.get(edge)?.at(-1)?.[1] ?? end(edge.from),
  );
  return edges.flatMap((edge): readonly Routed[] => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    const [start, stop] = [from && places.get(from), to && places.get(to)];
    if (!from?.node || !to?.node || !start || !stop) return [];
    const first: Point = [start[0] + box.width, start[1] + (outs.get(edge) ?? 0)];
    const last: Point = [stop[0], stop[1] + (ins.get(edge) ?? 0)];
    return [{ edge, from: from.node, to: to.node, points: [first, ...(passing.get(edge) ?? []), last] }];
  });
}

/** Where along the side of a box each of its edges begins or ends, so that they neither meet nor cross there. */
function portsOf(
  edges: readonly StageEdge[],
  boxOf: (edge: StageEdge) => string,
  otherEnd: (edge: StageEdge) => number,
): ReadonlyMap<StageEdge, number> {
  const ports = new Map<StageEdge, number>();
  for (const group of grouped(edges, boxOf).values()) {
    const sorted = group.toSorted((a, b) => otherEnd(a) - otherEnd(b));
    for (const [at, edge] of sorted.entries()) ports.set(edge, (box.height * (at + 1)) / (sorted.length + 1));
  }
  return ports;
}
