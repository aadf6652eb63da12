import type { KnownImages } from "../known.ts";
import { type Build, type Candidate, candidatesFor, type ImageTableText, readBuild } from "./builds.ts";
import { imageFamily, systemFacts } from "./families.ts";
import { type Neighbour, nearest } from "./neighbours.ts";
import { canonicalPlatform, officialImage } from "./official.ts";
import { otherTags } from "./otherTags.ts";
import { readTag, systemOfSuite, type TagShape } from "./tagShape.ts";
import type { ImageFacts, ImageReference, Platform, Spread } from "./types.ts";
import { imageUsers } from "./users.ts";
import { publishedVariants } from "./variants.ts";

/**
 * The bundled figures of Docker's official images. Where a tag has none, its nearest relative answers and says so in
 * `standsInFor`; figures are never invented, and a slim image never answers for a full one.
 */
export function imageTable(text: ImageTableText): KnownImages {
  const builds = new Map<string, readonly Build[]>();
  const candidates = new Map<string, readonly Candidate[]>();

  function buildsOf(image: string): readonly Build[] {
    const lines = Object.hasOwn(text.images, image) ? text.images[image] : undefined;
    const found = builds.get(image) ?? (lines ?? []).map(readBuild);
    builds.set(image, found);
    return found;
  }

  function candidatesOf(image: string, platform: Platform): readonly Candidate[] {
    const key = `${image} ${platform}`;
    const found = candidates.get(key) ?? candidatesFor(image, buildsOf(image), platform);
    candidates.set(key, found);
    return found;
  }

  function facts(reference: ImageReference, platform: Platform): ImageFacts | undefined {
    const image = officialImage(reference);
    if (!image) return otherFacts(reference, platform);
    if (reference.tag === undefined && reference.digest !== undefined) return undefined;
    const wanted = image.platform ?? canonicalPlatform(platform);
    const asked = { tag: reference.tag ?? "latest", shape: readTag(image.name, reference.tag) };
    const answers = [wanted, fallbackPlatform(wanted)].flatMap((answering) => {
      const found = answering && nearest(image.name, asked, candidatesOf(image.name, answering));
      if (!found) return [];
      const answer = { reference, image: image.name, asked: asked.shape, wanted, answering, found };
      return { answer, spread: spreadOf(answer) };
    });
    // The same tag on another platform is nearer than another line on the same one.
    const [best] = answers.sort((a, b) => a.spread.up / a.spread.down - b.spread.up / b.spread.down);
    return best && imageFacts(best.answer, best.spread);
  }

  /** Images of other registries answer for themselves alone, with the round figure that their project states. */
  function otherFacts(reference: ImageReference, platform: Platform): ImageFacts | undefined {
    const tag = reference.tag ?? "latest";
    const build = buildsOf(`${reference.registry}/${reference.repository}`).find((one) =>
      one.tags.includes(tag),
    );
    const size = build?.sizes.get(canonicalPlatform(platform));
    if (!build || !size || reference.digest !== undefined) return undefined;
    const { flavour: _, ...family } = imageFamily(reference);
    return {
      reference: reference.familiar,
      standsInFor: undefined,
      spread: roundFigure,
      platform,
      compressedBytes: size.compressed,
      layers: size.layers,
      uncompressedBytes: size.unpacked,
      layerCount: size.layers?.length,
      created: undefined,
      digest: undefined,
      user: imageUsers(reference).runsAs === "non-root" ? userText(reference) : undefined,
      ...family,
      os: build.system,
      runtime: undefined,
      platforms: [...build.sizes.keys()],
      source: "table",
      asOf: build.asOf,
    };
  }

  function tags(reference: ImageReference): readonly string[] {
    const image = officialImage(reference);
    if (!image) return otherTags(reference);
    const named = buildsOf(image.name).flatMap((build) => build.tags);
    return [...new Set([...named, ...publishedVariants(image.name, reference.tag)])];
  }

  return { facts, tags, catalog: { names: Object.keys(text.images), facts } };
}

/** Most rows are of linux/amd64, whose sizes are near those of every other Linux platform. */
function fallbackPlatform(wanted: Platform): Platform | undefined {
  return wanted.startsWith("linux/") && wanted !== "linux/amd64" ? "linux/amd64" : undefined;
}

interface Answer {
  readonly reference: ImageReference;
  readonly image: string;
  readonly asked: TagShape;
  readonly wanted: Platform;
  readonly answering: Platform;
  readonly found: Neighbour;
}

function imageFacts(answer: Answer, spread: Spread): ImageFacts {
  const { reference, image, answering, found } = answer;
  const { build, size, tag } = found.candidate;
  const isOwn = found.reason === undefined;
  const standsInFor = whyItAnswers(answer);
  return {
    reference: isOwn && !reference.digest ? reference.familiar : `${image}:${tag}`,
    standsInFor,
    ...(spread.down === 1 && spread.up === 1 ? {} : { spread }),
    platform: answering,
    compressedBytes: size.compressed,
    layers: size.layers,
    uncompressedBytes: size.unpacked,
    layerCount: size.layers?.length,
    created: standsInFor === undefined ? build.created : undefined,
    digest: undefined,
    user: imageUsers(reference).runsAs === "non-root" ? userText(reference) : undefined,
    ...systemOf(answer),
    runtime: isOwn ? build.runtime : undefined,
    platforms: [...build.sizes.keys()],
    source: "table",
    asOf: build.asOf,
  };
}

function whyItAnswers({ reference, image, wanted, answering, found }: Answer): string | undefined {
  const { tag } = found.candidate;
  const reasons: string[] = [];
  if (found.reason !== undefined)
    reasons.push(`no figures for ${reference.familiar}; ${image}:${tag} ${found.reason}`);
  else if (reference.digest) reasons.push(`pinned by digest; the figures are those of ${image}:${tag}`);
  if (answering !== wanted) reasons.push(`no figures for ${wanted}; those of ${answering} stand in`);
  return reasons.length === 0 ? undefined : reasons.join("; ");
}

/** "Around 2 MiB". */
const roundFigure: Spread = { down: 0.75, up: 1.5 };
/** Over 36 tags the arm64 image was 0.86 to 1.09 times as big as the amd64 one. */
const otherArchitecture: Spread = { down: 0.86, up: 1.09 };
/** Node's 32-bit images are 12 % smaller; the rest was not measured. */
const distantArchitecture: Spread = { down: 0.75, up: 1.15 };
const pinnedBuild: Spread = { down: 0.9, up: 1.1 };

function spreadOf({ reference, wanted, answering, found }: Answer): Spread {
  const spreads = [found.spread];
  if (found.reason === undefined && reference.digest) spreads.push(pinnedBuild);
  if (answering !== wanted)
    spreads.push(wanted === "linux/arm64/v8" ? otherArchitecture : distantArchitecture);
  return spreads.reduce((a, b) => ({ down: a.down * b.down, up: a.up * b.up }));
}

/** What a build says of its system holds for its line; of another line's image only the tag itself tells. */
function systemOf({ reference, asked, found }: Answer) {
  const { flavour: _, ...family } = imageFamily(reference);
  const named = asked.suite === undefined ? undefined : systemOfSuite(asked.suite);
  const { system } = found.candidate.build;
  const stated = systemFacts(named ?? (found.isSameLine ? system : undefined));
  if (stated.osFamily === undefined) return family;
  // The name says "minimal" or "slim" where the stated system does not.
  return family.packageManager === "microdnf" ? { ...stated, packageManager: family.packageManager } : stated;
}

function userText(reference: ImageReference): string | undefined {
  return imageUsers(reference).existing?.name;
}
