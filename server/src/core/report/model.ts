import type { FigureSource } from "../estimate/amount.ts";
import type { Platform } from "../images/types.ts";

/**
 * What the image report shows. Plain data that survives JSON: sizes in bytes, lines from 1, shares of 1, and `null` for
 * "not known". Fields are only ever added within a version.
 */
export interface Report {
  readonly version: 1;
  /** As the caller names it. */
  readonly file: string;
  readonly platform: Platform;
  /** The image as the file stands. */
  readonly before: ImageSizes;
  /** With every safe fix. */
  readonly safe: ImageSizes;
  /** With every safe and reviewed fix. */
  readonly after: ImageSizes;
  readonly savings: Savings;
  readonly stages: { readonly before: StageMap; readonly after: StageMap };
  /** `null` where nothing is taken from the build context. */
  readonly cache: CacheReport | null;
  /** `null` where the build context is not known. */
  readonly context: ContextReport | null;
  readonly bases: readonly BaseImage[];
}

export interface Bounds {
  readonly low: number;
  readonly likely: number;
  /** `null` where only a lower bound is known. */
  readonly high: number | null;
}

export interface Weight {
  readonly download: Bounds;
  readonly unpacked: Bounds;
  readonly source: FigureSource;
}

/** The final image. */
export interface ImageSizes {
  /** `null` when there is no image, or its base is not known. */
  readonly total: Weight | null;
  /** Likely bytes on disk of all parts that are known: what the segments add up to. */
  readonly knownBytes: number;
  readonly unknownParts: number;
  readonly layers: number;
  readonly segments: readonly Segment[];
}

/** The base image, or one layer on top of it. */
export interface Segment extends Place {
  readonly kind: "base" | "run" | "copy" | "other";
  readonly weight: Weight | null;
  /** Where the figure comes from, or why there is none. */
  readonly note: string;
}

/** An instruction. */
export interface Place {
  /** In the text that the instruction stands in: the file as it is, or the one with the fixes. */
  readonly line: number;
  /** Where the same instruction stands in the file as it is; `null` when a fix has made it. */
  readonly currentLine: number | null;
  /** Keyword and words in one line, cut where it is long; for a base image the image. */
  readonly label: string;
  /** "build", "stage 0" */
  readonly stage: string;
}

/** `start` and all changes together are `end`: likely bytes on disk of what is known. */
export interface Savings {
  readonly start: number;
  readonly end: number;
  /** The one that takes most off comes first. */
  readonly fixes: readonly AppliedFix[];
}

/** What one rule does. */
export interface AppliedFix {
  readonly rule: string;
  /** Of each of its fixes, once. */
  readonly titles: readonly string[];
  readonly count: number;
  readonly safety: "safe" | "review";
  readonly assumptions: readonly string[];
  /** Of the first finding in the file as it is; `null` when it only comes up after other fixes. */
  readonly currentLine: number | null;
  /** Bytes; below zero when the image becomes smaller. */
  readonly change: number;
  /** How many parts more are not known after it: what is known then says less. */
  readonly newUnknowns: number;
}

export interface StageMap {
  readonly nodes: readonly StageNode[];
  readonly edges: readonly StageEdge[];
}

export interface StageNode {
  readonly id: string;
  readonly kind: "image" | "stage";
  readonly name: string;
  readonly currentLine: number | null;
  readonly weight: Weight | null;
  readonly isFinal: boolean;
  /** The final stage needs it. */
  readonly isBuilt: boolean;
}

/** `to` is built with something of `from`. */
export interface StageEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "base" | "copy" | "mount";
  /** The paths that are copied. */
  readonly paths: readonly string[];
  readonly currentLine: number | null;
  readonly weight: Weight | null;
}

export interface CacheReport {
  /** What changes, in words: "src/index.ts", "what COPY . . takes". */
  readonly change: string;
  readonly before: CacheStrip;
  readonly after: CacheStrip;
}

export interface CacheStrip {
  readonly steps: readonly CacheStep[];
  /** All work of this build, where that of the file as it is counts 1. */
  readonly work: number;
  /** Shares of this build. `possible` includes `certain`. */
  readonly share: { readonly certain: number; readonly possible: number };
}

export interface CacheStep extends Place {
  readonly isRebuilt: "certain" | "possible" | "no";
  /** Share of the estimated work of this build. */
  readonly work: number;
  readonly why: string | null;
}

export interface ContextReport {
  /** The ignore file in force. */
  readonly ignoreFile: string | null;
  /** False when the listing was cut. */
  readonly complete: boolean;
  readonly bytes: number;
  readonly sentBefore: number;
  readonly sentAfter: number;
  /** Largest first; together they are everything that was measured. */
  readonly entries: readonly ContextPart[];
  /** Folders that the ignore file keeps out as a whole: nobody looks into them, so their size is not known. */
  readonly unmeasured: readonly string[];
}

export interface ContextPart {
  /** A file, a folder with all below it, or "…" for the rest of a folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sentBefore: number;
  readonly sentAfter: number;
}

/** The base of the final image, or another tag of the same line. */
export interface BaseImage {
  readonly reference: string;
  readonly weight: Weight;
  readonly os: string | null;
  readonly libc: string | null;
  readonly packageManager: string | null;
  /** ISO date of the figures. */
  readonly asOf: string;
  readonly isBefore: boolean;
  readonly isAfter: boolean;
}
