export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles whose areas stand in the ratio of the weights, as near to squares as they get (Bruls, Huizing and van
 * Wijk, 2000). Weights above zero, the largest first; one rectangle for each, in the same order.
 */
export function squarify(weights: readonly number[], area: Area): readonly Area[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return [];
  const sizes = weights.map((weight) => (weight / total) * area.width * area.height);
  const areas: Area[] = [];
  let free = area;
  let start = 0;
  while (start < sizes.length) {
    const side = Math.min(free.width, free.height);
    let end = start + 1;
    let sum = sizes[start] ?? 0;
    const largest = sum;
    let worst = worstRatio(largest, largest, sum, side);
    while (end < sizes.length) {
      const next = sizes[end] ?? 0;
      const ratio = worstRatio(largest, next, sum + next, side);
      if (ratio > worst) break;
      worst = ratio;
      sum += next;
      end += 1;
    }
    free = placeRow({ sizes: sizes.slice(start, end), sum }, free, areas);
    start = end;
  }
  return areas;
}

function worstRatio(largest: number, smallest: number, sum: number, side: number): number {
  const squared = side * side;
  return Math.max((squared * largest) / (sum * sum), (sum * sum) / (squared * smallest));
}

/** Puts a row along the shorter side, and says what is left. */
function placeRow(
  { sizes, sum }: { readonly sizes: readonly number[]; readonly sum: number },
  { x, y, width, height }: Area,
  areas: Area[],
): Area {
  const isColumn = width >= height;
  const side = isColumn ? height : width;
  const depth = side === 0 ? 0 : sum / side;
  let at = 0;
  for (const size of sizes) {
    const length = depth === 0 ? 0 : size / depth;
    areas.push(
      isColumn
        ? { x, y: y + at, width: depth, height: length }
        : { x: x + at, y, width: length, height: depth },
    );
    at += length;
  }
  return isColumn
    ? { x: x + depth, y, width: Math.max(0, width - depth), height }
    : { x, y: y + depth, width, height: Math.max(0, height - depth) };
}
