import type { Amount } from "../estimate/amount.ts";
import { difference } from "../estimate/amount.ts";
import { imageAmount } from "../estimate/image.ts";
import type { KnownImages } from "../known.ts";
import { officialImage } from "./official.ts";
import { withTag } from "./reference.ts";
import { readTag, systemOfSuite, type TagShape } from "./tagShape.ts";
import type { ImageFacts, ImageReference, Platform } from "./types.ts";

/**
 * - `slim`: the same system without build tools
 * - `runtime`: the Java run-time instead of the development kit
 * - `alpine`: another system, with musl instead of glibc
 * - `minimal`: the same without optional modules
 */
export type AlternativeKind = "slim" | "runtime" | "alpine" | "minimal";

/** A smaller tag of the same image and version. */
export interface Alternative {
  /** `node:22-slim` */
  readonly reference: string;
  readonly tag: string;
  readonly facts: ImageFacts;
  readonly saves: Amount;
  readonly kind: AlternativeKind;
  /** What is no longer there, as an object: "glibc, bash and apt". */
  readonly loses: string;
}

const safestFirst: readonly AlternativeKind[] = ["slim", "runtime", "alpine", "minimal"];

const losses: Readonly<Record<AlternativeKind, string>> = {
  slim: "compilers, git, curl and other build tools",
  runtime: "javac, jlink and the other development tools",
  alpine: "glibc (programs and prebuilt modules made for Debian do not run), bash and apt",
  minimal: "optional modules",
};

const minShare = 0.3;
const minUnpackedBytes = 50e6;
/** From slim to Alpine there is less to gain, and what there is counts. */
const minShareFromSlim = 0.15;
const maxShareOfSafer = 0.9;

/** Smaller tags of the same image and version that are known to exist, safest first. Empty when sizes are not known. */
export function smallerAlternatives(
  reference: ImageReference,
  platform: Platform,
  known: KnownImages,
): readonly Alternative[] {
  const image = officialImage(reference);
  const facts = known.facts(reference, platform);
  const before = facts && imageAmount(facts);
  if (!image || !before) return [];
  const asked = readTag(image.name, reference.tag);
  const found: Alternative[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const kind of safestFirst) {
    const tag = bestTag({
      kind,
      image: image.name,
      asked,
      askedTag: reference.tag ?? "latest",
      reference,
      platform,
      known,
    });
    const smaller = tag === undefined ? undefined : withTag(reference, tag);
    const smallerFacts = smaller && known.facts(smaller, platform);
    const after = smallerFacts && imageAmount(smallerFacts);
    if (tag === undefined || !after || !isWorthIt(kind, asked, before, after)) continue;
    // An Alpine image that is hardly smaller than the slim one is only another system.
    if (after.download.likely > least * maxShareOfSafer) continue;
    least = after.download.likely;
    const saves = difference(before, after);
    found.push({ reference: smaller.familiar, tag, facts: smallerFacts, saves, kind, loses: losses[kind] });
  }
  return found;
}

/** A run-time image in place of a JDK's. */
export interface RuntimeImage {
  /** `eclipse-temurin:21-jre` */
  readonly reference: string;
  readonly tag: string;
  /** Undefined where one of the two sizes is not known. */
  readonly saves: Amount | undefined;
}

/** The tag without the development tools, of the same version on the same system, that is known to exist. */
export function runtimeImage(
  reference: ImageReference,
  platform: Platform,
  known: KnownImages,
): RuntimeImage | undefined {
  const image = officialImage(reference);
  if (!image) return undefined;
  const asked = readTag(image.name, reference.tag);
  const askedTag = reference.tag ?? "latest";
  const tag = bestTag({ kind: "runtime", image: image.name, asked, askedTag, reference, platform, known });
  if (tag === undefined) return undefined;
  const smaller = withTag(reference, tag);
  const [from, to] = [known.facts(reference, platform), known.facts(smaller, platform)];
  // Amazon's short tags name different systems.
  if (from?.os !== undefined && to?.os !== undefined && from.os !== to.os) return undefined;
  const [before, after] = [from && imageAmount(from), to && imageAmount(to)];
  const saves = before && after && difference(before, after);
  return { reference: smaller.familiar, tag, saves };
}

function isWorthIt(kind: AlternativeKind, asked: TagShape, before: Amount, after: Amount): boolean {
  const share = 1 - after.download.likely / before.download.likely;
  if (kind === "alpine" && asked.variant.split("-").includes("slim")) return share >= minShareFromSlim;
  return share >= minShare && before.unpacked.likely - after.unpacked.likely >= minUnpackedBytes;
}

interface Search {
  readonly kind: AlternativeKind;
  readonly image: string;
  readonly asked: TagShape;
  readonly askedTag: string;
  readonly reference: ImageReference;
  readonly platform: Platform;
  readonly known: KnownImages;
}

function bestTag(search: Search): string | undefined {
  const { kind, image, asked, reference, known } = search;
  const wanted = smallerVariants(kind, asked.variant);
  const fitting = known.tags(reference).filter((tag) => {
    const shape = readTag(image, tag);
    if (!wanted.includes(sortedWords(shape.variant)) || !sameVersion(shape, asked)) return false;
    return kind === "alpine" || kind === "minimal"
      ? shape.suite === undefined
      : isOnAskedSystem(tag, shape, search);
  });
  return fitting.toSorted((a, b) => {
    const likeness = likenessOf(b, search) - likenessOf(a, search);
    return likeness || a.length - b.length;
  })[0];
}

/** The way the author writes tags is kept: the release named or not, the form behind what stands there now. */
function likenessOf(tag: string, { image, asked, askedTag }: Search): number {
  return Number(readTag(image, tag).suite === asked.suite) * 2 + Number(tag.startsWith(`${askedTag}-`));
}

/** The variants of a kind that an asked one can shrink to, words sorted. */
function smallerVariants(kind: AlternativeKind, variant: string): readonly string[] {
  const words = variant.split("-").filter(Boolean);
  const isAlpine = words.includes("alpine");
  const isSlim = words.includes("slim");
  const isJdk = words.includes("jdk");
  switch (kind) {
    case "slim":
      return isAlpine || isSlim ? [] : [sortedWords([...words, "slim"])];
    case "alpine":
      return isAlpine ? [] : [sortedWords([...words.filter((word) => word !== "slim"), "alpine"])];
    case "minimal":
      return isAlpine && !isSlim ? [sortedWords([...words, "slim"])] : [];
    case "runtime":
      return isJdk
        ? ["jre", "headless"].map((run) => sortedWords(words.map((word) => (word === "jdk" ? run : word))))
        : [];
  }
}

function sortedWords(words: string | readonly string[]): string {
  const list = typeof words === "string" ? words.split("-") : words;
  return list.filter(Boolean).toSorted().join("-");
}

function sameVersion(a: TagShape, b: TagShape): boolean {
  return a.version?.join(".") === b.version?.join(".");
}

/** Nobody who names a release of the system gets another one. */
function isOnAskedSystem(
  tag: string,
  shape: TagShape,
  { asked, reference, platform, known }: Search,
): boolean {
  if (shape.suite === asked.suite) return true;
  if (shape.suite !== undefined || asked.suite === undefined) return false;
  const system = systemOfSuite(asked.suite);
  return system !== undefined && known.facts(withTag(reference, tag), platform)?.os === system;
}
