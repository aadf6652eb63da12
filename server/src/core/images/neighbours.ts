import type { Candidate } from "./builds.ts";
import { compareVersions, type TagShape } from "./tagShape.ts";
import type { Spread } from "./types.ts";

/** The figures that answer for a tag, and how far they may be off. */
export interface Neighbour {
  readonly candidate: Candidate;
  /** Why it answers, as the second half of "no figures for node:20; node:22 …"; undefined for the tag itself. */
  readonly reason: string | undefined;
  readonly spread: Spread;
  /** True when the build is of the asked line, so that what it says of its system holds. */
  readonly isSameLine: boolean;
}

/** Images whose releases have two numbers: `python:3.12` is a line, `python:3` moves from line to line. */
const twoNumberLines: ReadonlySet<string> = new Set(
  "alpine busybox elixir golang httpd mysql nginx php python ruby rust swift ubuntu".split(" "),
);

/** Lines from which on an image is another thing under the old name; a neighbour is never taken from across. */
const breaks: Readonly<Record<string, readonly number[]>> = {
  // Go no longer ships its compiled standard library: the alpine image went from 119 MB to 64 MB.
  golang: [1, 20],
  // Debian with OpenJDK before, Oracle Linux with Oracle's builds since.
  openjdk: [12],
};

/**
 * Figures for a tag: its own; those of its line for a patch level; those of the same line on another release of the
 * system; those of the nearest other line. Always the same variant: a slim image never answers for a full one.
 */
export function nearest(
  image: string,
  asked: { readonly tag: string; readonly shape: TagShape },
  candidates: readonly Candidate[],
): Neighbour | undefined {
  const own = candidates.find(({ tag }) => tag === asked.tag);
  if (own)
    return { candidate: own, reason: undefined, spread: ownSpread(image, own.shape), isSameLine: true };
  const alike = candidates.filter(({ shape }) => shape.variant === asked.shape.variant && shape.version);
  const { version, suite } = asked.shape;
  if (!version || version.length < depth(image)) return newest(image, alike, version ?? [], suite);
  const line = version.slice(0, depth(image));
  return (
    sameLine(alike, line, suite) ??
    otherLine(image, alike, line, suite) ??
    // All that is left are tags such as `rust:1`.
    newest(image, alike, version.slice(0, 1), suite)
  );
}

/** `nginx:alpine` tripled within five years, while tags of one line drift by 1 to 4 % a year. */
function ownSpread(image: string, { version }: TagShape): Spread {
  const isMoving = (version?.length ?? 0) < depth(image);
  return isMoving ? { down: 0.9, up: 1.25 } : { down: 1, up: 1 };
}

/** `python:3` and `php:fpm-alpine` are whatever came out last. */
function newest(
  image: string,
  alike: readonly Candidate[],
  prefix: readonly number[],
  suite: string | undefined,
): Neighbour | undefined {
  const fitting = alike.filter(({ shape }) => startsWith(shape.version, prefix) && suiteFits(shape, suite));
  const line = ({ shape }: Candidate) => shape.version?.slice(0, depth(image)) ?? [];
  const candidate = best(
    fitting,
    (a, b) => compareVersions(line(b), line(a)) || suiteRank(a.shape, suite) - suiteRank(b.shape, suite),
  );
  const reason = "is the newest of it with figures";
  return candidate && { candidate, reason, spread: { down: 0.8, up: 1.2 }, isSameLine: false };
}

function sameLine(
  alike: readonly Candidate[],
  line: readonly number[],
  suite: string | undefined,
): Neighbour | undefined {
  const inLine = alike.filter(({ shape }) => startsWith(shape.version, line));
  // The shortest version is the tag that follows the line.
  const byLength = (a: Candidate, b: Candidate) =>
    (a.shape.version?.length ?? 0) - (b.shape.version?.length ?? 0);
  const sameSuite = best(
    inLine.filter(({ shape }) => shape.suite === suite),
    byLength,
  );
  if (sameSuite) {
    const reason = "is the newest build of that line";
    return { candidate: sameSuite, reason, spread: { down: 0.9, up: 1.08 }, isSameLine: true };
  }
  const sameSystem = best(
    inLine.filter(
      ({ shape, build }) => suite !== undefined && (shape.suite ?? suiteOf(build.system)) === suite,
    ),
    byLength,
  );
  if (sameSystem) {
    const reason = `is that line on ${sameSystem.build.system ?? suite} too`;
    return { candidate: sameSystem, reason, spread: { down: 0.95, up: 1.05 }, isSameLine: true };
  }
  const any = best(inLine, byLength);
  const reason = "is that line on another release of the system";
  return any && { candidate: any, reason, spread: { down: 0.85, up: 1.15 }, isSameLine: false };
}

function otherLine(
  image: string,
  alike: readonly Candidate[],
  line: readonly number[],
  suite: string | undefined,
): Neighbour | undefined {
  const near = alike
    .filter(
      ({ shape }) =>
        (shape.version?.length ?? 0) >= depth(image) && !isAcrossBreak(image, line, shape.version),
    )
    .map((candidate) => ({ candidate, far: distance(image, line, candidate.shape.version ?? []) }));
  const [first] = near.sort(
    (a, b) =>
      a.far - b.far ||
      suiteRank(a.candidate.shape, suite) - suiteRank(b.candidate.shape, suite) ||
      compareVersions(b.candidate.shape.version ?? [], a.candidate.shape.version ?? []) ||
      a.candidate.tag.length - b.candidate.tag.length,
  );
  if (!first) return undefined;
  const rivals = near.filter(({ far }) => far <= first.far + 2).map(({ candidate }) => candidate);
  return {
    candidate: first.candidate,
    reason: "is the same image of another line",
    spread: spreadOver(first.candidate, rivals, first.far),
    isSameLine: false,
  };
}

/**
 * The further off the line, the wider; and at least as wide as the lines around it differ, because some images change
 * a lot from line to line (eclipse-temurin 21 is half as big again as 25).
 */
function spreadOver(chosen: Candidate, rivals: readonly Candidate[], far: number): Spread {
  const own = chosen.size.compressed;
  const ratios = rivals.flatMap(({ size }) => (own && size.compressed ? [size.compressed / own] : []));
  const down = Math.max(0.35, 0.9 - 0.04 * far);
  const up = Math.min(1.6, 1.1 + 0.03 * far);
  return {
    down: Math.min(down, ...ratios.map((r) => r * 0.95)),
    up: Math.max(up, ...ratios.map((r) => r * 1.05)),
  };
}

/** How many releases lie between two lines, roughly; a new first number counts for ten. */
function distance(image: string, a: readonly number[], b: readonly number[]): number {
  const [older, younger] = compareVersions(a, b) < 0 ? [a, b] : [b, a];
  const first = (younger[0] ?? 0) - (older[0] ?? 0);
  if (depth(image) === 1 || image === "ubuntu") return first;
  // From 2.7 it is nearer to 3.7 than to 3.14.
  return Math.max(1, first * 10 + (younger[1] ?? 0) - (older[1] ?? 0));
}

function isAcrossBreak(image: string, a: readonly number[], b: readonly number[] | undefined): boolean {
  const line = Object.hasOwn(breaks, image) ? breaks[image] : undefined;
  if (!line || !b) return false;
  return compareVersions(a, line) < 0 !== compareVersions(b, line) < 0;
}

function depth(image: string): number {
  return twoNumberLines.has(image) ? 2 : 1;
}

function startsWith(version: readonly number[] | undefined, prefix: readonly number[]): boolean {
  return version !== undefined && prefix.every((part, at) => version[at] === part);
}

function suiteFits(shape: TagShape, suite: string | undefined): boolean {
  return suite === undefined || shape.suite === undefined || shape.suite === suite;
}

function suiteRank(shape: TagShape, suite: string | undefined): number {
  return shape.suite === suite ? 0 : 1;
}

/** "debian bookworm" → `bookworm`, "alpine 3.24.1" → `alpine3.24`. */
function suiteOf(system: string | undefined): string | undefined {
  const [name, release = ""] = system?.split(" ") ?? [];
  if (name === "alpine") return `alpine${release.split(".").slice(0, 2).join(".")}`;
  return name === "debian" ? release : undefined;
}

/** The first in the given order; among equals the one with figures of its own, then the youngest. */
function best(
  candidates: readonly Candidate[],
  order: (a: Candidate, b: Candidate) => number,
): Candidate | undefined {
  const youngest = (a: Candidate, b: Candidate) => (a.build.asOf < b.build.asOf ? 1 : -1);
  return candidates.toSorted(
    (a, b) => order(a, b) || Number(b.isPrimary) - Number(a.isPrimary) || youngest(a, b),
  )[0];
}
