import type { Amount } from "../estimate/amount.ts";
import { difference } from "../estimate/amount.ts";
import { imageAmount } from "../estimate/image.ts";
import { needsFullImage, needsGlibc } from "../facts/baseNeeds.ts";
import type { Facts } from "../facts/facts.ts";
import type { ImageUse } from "../facts/imageUses.ts";
import { onlyRunsJava } from "../facts/javaUse.ts";
import { needsSystem } from "../facts/shellNeed.ts";
import { type AlternativeKind, smallerAlternatives } from "../images/alternatives.ts";
import { officialImage } from "../images/official.ts";
import { parseReference, withTag } from "../images/reference.ts";
import { debianReleases, readTag } from "../images/tagShape.ts";
import type { ImageReference, Platform } from "../images/types.ts";
import { replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { setTag } from "./imageTag.ts";

/** What a stage could be built on instead: the same family and line, and nothing in the file speaks against it. */
export interface SmallerBase {
  /** As it is written behind FROM. */
  readonly name: string;
  readonly amount: Amount | undefined;
  /** Undefined where one of the two sizes is not known. */
  readonly saves: Amount | undefined;
  /** What is no longer there, as an object: "glibc, bash and apt". */
  readonly loses: string;
  /** The file uses some of what is lost. */
  readonly isMissed: boolean;
  /** Undefined where the place of the name is not certain, or nobody can say whether the stage works with it. */
  readonly edit: Edit | undefined;
}

/** Of the image that the FROM of a stage names. */
export function smallerBases(facts: Facts, use: ImageUse): readonly SmallerBase[] {
  const { reference, stage } = use;
  const platform = stage.platform ?? facts.known.platform;
  const shape = readTag(officialImage(reference)?.name ?? "", reference.tag);
  const fits: Readonly<Record<AlternativeKind, () => boolean>> = {
    slim: () => true,
    minimal: () => true,
    runtime: () => stage.isShipped && onlyRunsJava(facts),
    // In a stage that only makes something, what becomes of it is not known. A release that is named is chosen.
    alpine: () => stage.isShipped && shape.suite === undefined && !needsGlibc(facts),
  };
  const siblings = smallerAlternatives(reference, platform, facts.known.images)
    .filter(({ kind }) => fits[kind]())
    .map(({ reference: name, tag, facts: image, saves, loses, kind }): SmallerBase => {
      const isMissed = kind === "slim" && stage.isShipped && needsFullImage(facts);
      // What only makes something is often there for its tools, and none of them is shipped.
      const edit = stage.isShipped ? setTag(facts, use, tag) : undefined;
      return { name, amount: imageAmount(image), saves, loses, isMissed, edit };
    });
  return stage.isShipped && !needsSystem(facts)
    ? [...siblings, ...withoutSystem(facts, use, platform)]
    : siblings;
}

/** .NET's chiseled images, and Google's distroless image of the same Debian release. */
function withoutSystem(facts: Facts, use: ImageUse, platform: Platform): readonly SmallerBase[] {
  const { images } = facts.known;
  const { reference, part, text } = use;
  const chiseled = chiseledTag(reference, images.tags(reference));
  if (chiseled !== undefined)
    return [
      {
        ...sizesOf(withTag(reference, chiseled), use, facts, platform),
        loses: "a shell, apt and root: it runs as `app`",
        isMissed: false,
        edit: setTag(facts, use, chiseled),
      },
    ];
  const release = debianRelease(reference, facts, platform);
  const isAllowed = facts.policy.registries.length === 0 || facts.policy.registries.includes("gcr.io");
  const distroless =
    release === undefined ? undefined : parseReference(`gcr.io/distroless/cc-debian${release}:latest`);
  if (!distroless || !isAllowed || !images.tags(distroless).includes("latest")) return [];
  return [
    {
      ...sizesOf(distroless, use, facts, platform),
      loses: "a shell, apt and everything but glibc, libgcc, certificates and time zones",
      isMissed: false,
      edit: part.text === text ? replaceSpan(part.span, distroless.familiar) : undefined,
    },
  ];
}

function sizesOf(
  smaller: ImageReference,
  { reference }: ImageUse,
  { known: { images } }: Facts,
  platform: Platform,
): Pick<SmallerBase, "name" | "amount" | "saves"> {
  const [from, to] = [images.facts(reference, platform), images.facts(smaller, platform)];
  const [before, after] = [from && imageAmount(from), to && imageAmount(to)];
  return { name: smaller.familiar, amount: after, saves: before && after && difference(before, after) };
}

/** On the system that the tag names, else on Ubuntu, which is what chiseled images are cut from. */
function chiseledTag(
  { registry, repository, tag }: ImageReference,
  tags: readonly string[],
): string | undefined {
  if (registry !== "mcr.microsoft.com" || !/^dotnet\/(aspnet|runtime|runtime-deps)$/.test(repository))
    return undefined;
  const [version, suite] = /^(\d+\.\d+)(?:-(jammy|noble|resolute))?$/.exec(tag ?? "")?.slice(1) ?? [];
  const suites = suite === undefined ? ["noble", "jammy"] : [suite];
  return suites.map((name) => `${version}-${name}-chiseled`).find((name) => tags.includes(name));
}

/** "12" of `debian:bookworm-slim` */
function debianRelease(reference: ImageReference, { known }: Facts, platform: Platform): string | undefined {
  if (officialImage(reference)?.name !== "debian") return undefined;
  const [, suite = ""] = known.images.facts(reference, platform)?.os?.split(" ") ?? [];
  return debianReleases[suite];
}
