import { familyName, isEnded, lineOf, shapeOf } from "./lifecycle.ts";
import { officialImage } from "./official.ts";
import { withTag } from "./reference.ts";
import { compareVersions, readTag, type TagShape } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

interface Wish {
  /** Tags that the file names of this image: other tags of their lines come first. */
  readonly like: readonly string[];
  /** ISO date. */
  readonly date: string;
}

/**
 * The tags of a repository, those to write first: the lines that the file has, then the newest ones that get security
 * fixes, each with its short tags first, and the slim one before the full one.
 */
export function fittingFirst(
  reference: ImageReference,
  tags: readonly string[],
  { like, date }: Wish,
): readonly string[] {
  const read = (tag: string): Ranked => rankedTag(reference, tag, date);
  const wanted = new Set(like.map((tag) => read(tag).line).filter((line) => line !== undefined));
  const isWanted = ({ line }: Ranked): boolean => line !== undefined && wanted.has(line);
  return [...new Set(tags)]
    .map(read)
    .sort((a, b) => Number(isWanted(b)) - Number(isWanted(a)) || byRank(a, b))
    .map(({ tag }) => tag);
}

interface Ranked {
  readonly tag: string;
  readonly shape: TagShape;
  /** "22" of `22.11-slim` */
  readonly line: string | undefined;
  /** Supported, nameless (`latest`), ended. */
  readonly standing: 0 | 1 | 2;
}

function rankedTag(reference: ImageReference, tag: string, date: string): Ranked {
  const family = familyName(reference);
  const shape =
    family === undefined ? readTag(officialImage(reference)?.name ?? "", tag) : shapeOf(family, tag);
  const line = family === undefined ? shape.version?.join(".") : lineOf(family, shape.version);
  const hasEnded = isEnded(withTag(reference, tag), date);
  return { tag, shape, line, standing: hasEnded ? 2 : line === undefined ? 1 : 0 };
}

function byRank(a: Ranked, b: Ranked): number {
  return (
    a.standing - b.standing ||
    compareVersions(versionOf(b.line), versionOf(a.line)) ||
    (a.shape.version?.length ?? 0) - (b.shape.version?.length ?? 0) ||
    compareVersions(b.shape.version ?? [], a.shape.version ?? []) ||
    Number(isNamed(a)) - Number(isNamed(b)) ||
    Number(a.shape.suite !== undefined) - Number(b.shape.suite !== undefined) ||
    variantRank(a.shape) - variantRank(b.shape) ||
    a.tag.length - b.tag.length ||
    (a.tag < b.tag ? -1 : 1)
  );
}

/** `jod` for Node.js 22, `trixie` for Debian 13. */
function isNamed({ tag }: Ranked): boolean {
  return !/^v?\d/.test(tag);
}

function versionOf(line: string | undefined): readonly number[] {
  return line?.split(".").map(Number) ?? [];
}

function variantRank({ variant }: TagShape): number {
  const words = variant.split("-");
  if (words.includes("alpine")) return 2;
  if (words.some((word) => /^(slim|minimal|jre|headless)$/.test(word))) return 0;
  return /windowsservercore|nanoserver/.test(variant) ? 3 : 1;
}
