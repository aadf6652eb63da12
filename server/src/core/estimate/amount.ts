/**
 * Where a figure comes from, best first.
 * - `measured`: an image built on this machine, or files on disk
 * - `registry`: the manifest of that very image
 * - `table`: the bundled table, with its date
 * - `neighbour`: the table's figure of a closely related tag, widened
 * - `package-index`: installed sizes that the distribution's package index states
 * - `rule-of-thumb`: ratios measured over many images
 */
export type FigureSource =
  | "measured"
  | "registry"
  | "table"
  | "neighbour"
  | "package-index"
  | "rule-of-thumb";

/** A number of bytes with its uncertainty: low ≤ likely ≤ high, all in bytes. `high` may be Infinity ("at least"). */
export interface Estimate {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** The two sizes of one thing. They are never mixed: registries state the first, `docker images` shows the second. */
export interface Amount {
  /** Compressed bytes, as transferred. */
  readonly download: Estimate;
  /** Unpacked bytes, as on disk. */
  readonly unpacked: Estimate;
  /** The worst source that a part of this amount rests on. */
  readonly source: FigureSource;
  /** Short phrases that say where the figure comes from: "node:22 as of 2026-09-19". Never empty. */
  readonly reasons: readonly string[];
}

const worstLast: readonly FigureSource[] = [
  "measured",
  "registry",
  "table",
  "neighbour",
  "package-index",
  "rule-of-thumb",
];

export function exactly(bytes: number): Estimate {
  return { low: bytes, likely: bytes, high: bytes };
}

export function between(low: number, likely: number, high: number): Estimate {
  return { low: Math.round(low), likely: Math.round(likely), high: Math.round(high) };
}

/** Widens an estimate by the factors `down` ≤ 1 ≤ `up`. */
export function widen(e: Estimate, down: number, up: number): Estimate {
  return between(e.low * down, e.likely, e.high * up);
}

function addEstimates(a: Estimate, b: Estimate): Estimate {
  return { low: a.low + b.low, likely: a.likely + b.likely, high: a.high + b.high };
}

export function addAmounts(amounts: readonly Amount[]): Amount | undefined {
  const [first, ...rest] = amounts;
  if (!first) return undefined;
  return rest.reduce<Amount>(
    (sum, next) => ({
      download: addEstimates(sum.download, next.download),
      unpacked: addEstimates(sum.unpacked, next.unpacked),
      source: worstSource(sum.source, next.source),
      reasons: [...sum.reasons, ...next.reasons],
    }),
    first,
  );
}

/** What is saved by going from `before` to `after`; never below zero. */
export function difference(before: Amount, after: Amount): Amount {
  return {
    download: subtract(before.download, after.download),
    unpacked: subtract(before.unpacked, after.unpacked),
    source: worstSource(before.source, after.source),
    reasons: [...new Set([...before.reasons, ...after.reasons])],
  };
}

function worstSource(a: FigureSource, b: FigureSource): FigureSource {
  return worstLast.indexOf(a) >= worstLast.indexOf(b) ? a : b;
}

function subtract(a: Estimate, b: Estimate): Estimate {
  const likely = Math.max(0, a.likely - b.likely);
  const low = Math.min(likely, Math.max(0, a.low - b.high));
  const high = Math.max(likely, a.high - b.low);
  return { low, likely, high };
}

/** The known part of an amount of which another part is not known: open at the upper end. */
export function atLeast(known: Amount): Amount {
  const open = { high: Number.POSITIVE_INFINITY };
  return { ...known, download: { ...known.download, ...open }, unpacked: { ...known.unpacked, ...open } };
}

export function isAtLeast({ unpacked }: Amount): boolean {
  return !Number.isFinite(unpacked.high);
}

/** Zero bytes, and why. */
export function nothing(reason: string): Amount {
  const zero = { low: 0, likely: 0, high: 0 };
  return { download: zero, unpacked: zero, source: "measured", reasons: [reason] };
}

/** Text and program files compress to a fifth up to all of their size. */
const compression = { low: 0.2, likely: 0.4, high: 1 };

/** Files whose size was read, in bytes. */
export function measured(bytes: number, reason: string): Amount {
  const { low, likely, high } = compression;
  const download = between(bytes * low, bytes * likely, bytes * high);
  return { download, unpacked: exactly(bytes), source: "measured", reasons: [reason] };
}
