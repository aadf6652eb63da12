import { readTag, type TagShape } from "./tagShape.ts";
import type { Platform } from "./types.ts";

/** The content of data/images.json. Every line is one build of an image; see `readBuild`. */
export interface ImageTableText {
  /** Official image name → its builds. */
  readonly images: Readonly<Record<string, readonly string[]>>;
}

/** One build of an official image, under all tags that name it. */
export interface Build {
  /** The tag that the figures were read under, then the others. */
  readonly tags: readonly string[];
  /** ISO date of the figures, sometimes only the month or the year. */
  readonly asOf: string;
  readonly created: string | undefined;
  /** "debian bookworm" */
  readonly system: string | undefined;
  readonly runtime: string | undefined;
  readonly sizes: ReadonlyMap<Platform, BuildSize>;
}

/** All in bytes. */
export interface BuildSize {
  readonly compressed: number | undefined;
  /** Compressed bytes of each layer, base first. */
  readonly layers: readonly number[] | undefined;
  readonly unpacked: number | undefined;
}

/** One tag of a build on one platform. */
export interface Candidate {
  readonly tag: string;
  readonly shape: TagShape;
  readonly build: Build;
  readonly size: BuildSize;
  /** The tag that the figures were read under, not one of its other names. */
  readonly isPrimary: boolean;
}

/** Reads `tags; date of the figures; build date; system; runtime; platform=layers/unpacked; …`. */
export function readBuild(line: string): Build {
  const [tags = "", asOf = "", created = "", system = "", runtime = "", ...platforms] = line.split(";");
  return {
    tags: tags.split(" "),
    asOf,
    created: created || asOf,
    system: system || undefined,
    runtime: runtime || undefined,
    sizes: new Map(platforms.map(readPlatform)),
  };
}

/** Every tag with figures for the platform, the best build of each tag only. */
export function candidatesFor(
  image: string,
  builds: readonly Build[],
  platform: Platform,
): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  for (const build of builds) {
    const size = build.sizes.get(platform);
    if (!size) continue;
    for (const [index, tag] of build.tags.entries()) {
      const rival = best.get(tag);
      const isPrimary = index === 0;
      if (rival && !isBetter({ build, size, isPrimary }, rival)) continue;
      best.set(tag, { tag, shape: readTag(image, tag), build, size, isPrimary });
    }
  }
  return [...best.values()];
}

type Ranked = Pick<Candidate, "build" | "size" | "isPrimary">;

/** Download sizes are worth more than none; a tag's own figures more than those under another name; then the youngest. */
function isBetter(a: Ranked, b: Ranked): boolean {
  const hasDownload = Number(a.size.compressed !== undefined) - Number(b.size.compressed !== undefined);
  if (hasDownload !== 0) return hasDownload > 0;
  if (a.isPrimary !== b.isPrimary) return a.isPrimary;
  return a.build.asOf > b.build.asOf;
}

function readPlatform(field: string): readonly [Platform, BuildSize] {
  const equals = field.indexOf("=");
  const [sizes = "", unpacked] = field.slice(equals + 1).split("/");
  const isTotal = sizes.startsWith("~");
  const layers = isTotal || sizes === "" ? undefined : sizes.split("+").map(Number);
  const compressed = isTotal ? Number(sizes.slice(1)) : layers?.reduce((sum, layer) => sum + layer, 0);
  const size = { compressed, layers, unpacked: unpacked === undefined ? undefined : Number(unpacked) };
  return [`linux/${field.slice(0, equals)}`, size];
}
