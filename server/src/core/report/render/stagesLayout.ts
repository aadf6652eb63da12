import type { StageEdge, StageMap, StageNode } from "../model.ts";

export const box = { width: 150, height: 50, gap: 18, between: 130 } as const;

export interface Placed {
  readonly node: StageNode;
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly edges: readonly StageEdge[];
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
  const columns = columnsOf(nodes, shown, kept);
  const tallest = columns.reduce((most, column) => Math.max(most, column.length), 0);
  const height = tallest * (box.height + box.gap) - box.gap;
  const placed = new Map<string, Placed>();
  for (const [at, column] of columns.entries()) {
    const own = column.length * (box.height + box.gap) - box.gap;
    for (const [row, node] of ordered(column, kept, placed).entries()) {
      const y = (height - own) / 2 + row * (box.height + box.gap);
      placed.set(node.id, { node, x: 1 + at * (box.width + box.between), y: y + 1 });
    }
  }
  const width = columns.length * (box.width + box.between) - box.between + 2;
  return { placed, edges: kept, width, height: height + 2, leftOut: nodes.length - shown.length };
}

/** Edges lead from a node to a later one, so that one pass in the order of the file settles the columns. */
function columnsOf(
  nodes: readonly StageNode[],
  shown: readonly StageNode[],
  edges: readonly StageEdge[],
): readonly (readonly StageNode[])[] {
  const incoming = new Map<string, StageEdge[]>();
  for (const edge of edges) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge]);
  const levels = new Map<string, number>();
  for (const { id } of [...nodes.filter(isImage), ...nodes.filter((node) => !isImage(node))]) {
    const before = (incoming.get(id) ?? []).map(({ from }) => levels.get(from) ?? 0);
    levels.set(id, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  const columns: StageNode[][] = [];
  for (const node of shown) {
    const level = levels.get(node.id) ?? 0;
    const column = columns[level];
    if (column) column.push(node);
    else columns[level] = [node];
  }
  return columns.filter((column) => column !== undefined);
}

function isImage({ kind }: StageNode): boolean {
  return kind === "image";
}

/** Near to what they take from, so that few edges cross. */
function ordered(
  column: readonly StageNode[],
  edges: readonly StageEdge[],
  placed: ReadonlyMap<string, Placed>,
): readonly StageNode[] {
  const heights = new Map(
    column.map(({ id }) => {
      const sources = edges.flatMap(({ from, to }) => (to === id ? (placed.get(from)?.y ?? []) : []));
      return [id, sources.length === 0 ? 0 : sources.reduce((sum, y) => sum + y, 0) / sources.length];
    }),
  );
  return column.toSorted((a, b) => (heights.get(a.id) ?? 0) - (heights.get(b.id) ?? 0));
}
