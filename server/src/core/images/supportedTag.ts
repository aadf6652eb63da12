import type { KnownImages } from "../known.ts";
import {
  type EndedLine,
  endedSystem,
  familyName,
  hasShortLines,
  lineOf,
  shapeOf,
  supportedLines,
} from "./lifecycle.ts";
import { parseReference, withTag } from "./reference.ts";
import { compareVersions, systemOfSuite, type TagShape } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

/** A tag that is known to exist, in the place of one whose support has ended. */
export interface SupportedTag {
  readonly reference: ImageReference;
  readonly tag: string;
  readonly family: string;
  readonly line: string | undefined;
}

/** The same form of the image (slim, alpine, JRE …) on a line that is supported. */
export function supportedTag(
  { reference, ended, date }: { reference: ImageReference; ended: EndedLine; date: string },
  images: KnownImages,
): SupportedTag | undefined {
  const target = ended.successor === undefined ? reference : parseReference(ended.successor);
  const family = ended.successor ?? ended.family;
  const old = shapeOf(ended.family, reference.tag);
  if (!target) return undefined;
  for (const line of supportedLines(family, ended.line, date)) {
    const parts = line.split(".").length;
    const fits = ({ version, variant }: TagShape) =>
      lineOf(family, version) === line &&
      // A shorter one follows another line where not every line lasts: `nginx:1` is the newest, stable or not.
      ((version?.length ?? 0) >= parts || !hasShortLines(family)) &&
      form(family, variant) === form(family, old.variant);
    const wanted = { family, old: { ...old, tag: reference.tag ?? "" }, date, parts, fits };
    const tag = bestTag(wanted, images.tags(withTag(target, line)));
    if (tag !== undefined) return { reference: withTag(target, tag), tag, family, line };
  }
  return undefined;
}

/** The same version and form of the image on a system that is supported. */
export function tagOnSupportedSystem(
  { reference, date }: { reference: ImageReference; date: string },
  images: KnownImages,
): SupportedTag | undefined {
  const family = familyName(reference) ?? "";
  const old = shapeOf(family, reference.tag);
  const fits = ({ version, variant }: TagShape) =>
    variant === old.variant && version?.join(".") === old.version?.join(".");
  const parts = old.version?.length ?? 0;
  const wanted = { family, old: { ...old, tag: reference.tag ?? "" }, date, parts, fits };
  const tag = bestTag(wanted, images.tags(reference));
  return tag === undefined ? undefined : { reference: withTag(reference, tag), tag, family, line: undefined };
}

interface Wanted {
  readonly family: string;
  readonly old: TagShape & { readonly tag: string };
  readonly date: string;
  /** How many numbers the version should have. */
  readonly parts: number;
  fits(shape: TagShape): boolean;
}

function bestTag({ family, old, date, parts, fits }: Wanted, tags: readonly string[]): string | undefined {
  const fitting = tags
    .map((tag) => ({ tag, shape: shapeOf(family, tag) }))
    .filter(({ tag, shape }) => fits(shape) && tag !== old.tag && !endedSystem(shape.suite, date));
  return fitting.toSorted(
    (a, b) =>
      suiteRank(a.shape, old) - suiteRank(b.shape, old) ||
      Number(isNamed(a.tag) !== isNamed(old.tag)) - Number(isNamed(b.tag) !== isNamed(old.tag)) ||
      distance(a.shape, parts) - distance(b.shape, parts) ||
      compareVersions(b.shape.version ?? [], a.shape.version ?? []) ||
      a.tag.length - b.tag.length ||
      (a.tag < b.tag ? -1 : 1),
  )[0]?.tag;
}

function distance({ version = [] }: TagShape, parts: number): number {
  return Math.abs(version.length - parts);
}

/** Who named a release of the system gets it, or another one of it; who did not gets none named. */
function suiteRank({ suite }: TagShape, old: TagShape): number {
  if (suite === old.suite) return 0;
  if (suite === undefined) return 2;
  return old.suite !== undefined && systemName(suite) === systemName(old.suite) ? 1 : 3;
}

function systemName(suite: string): string {
  return systemOfSuite(suite)?.split(" ")[0] ?? suite;
}

/** `bookworm-slim`, not `12-slim`. */
function isNamed(tag: string): boolean {
  return /^[a-z]/.test(tag);
}

/** Temurin has no slim images, and .NET's plain ones are Ubuntu's since version 10. */
function form(family: string, variant: string): string {
  if (family !== "eclipse-temurin" && family !== "dotnet") return variant;
  return variant
    .split("-")
    .filter((word) => word !== "slim" && word !== "")
    .join("-");
}
