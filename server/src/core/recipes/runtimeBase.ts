import type { Estimate } from "../estimate/amount.ts";
import { type Amount, difference, exactly } from "../estimate/amount.ts";
import { imageAmount } from "../estimate/image.ts";
import { parseReference } from "../images/reference.ts";
import type { ImageFacts } from "../images/types.ts";
import type { SingleStage } from "./singleStage.ts";

/** An image that a runtime stage can be built from. */
export interface RuntimeBase {
  /** As it is written behind FROM. */
  readonly text: string;
  readonly family: "debian" | "alpine" | "distroless" | "scratch";
  /** What a container has less than on the base that the file has now, when both are known. */
  readonly saves: Amount | undefined;
}

/** A base by its literal name, where the tag is known to exist. */
export function knownBase(
  single: SingleStage,
  name: string,
  family: RuntimeBase["family"],
  text = name,
): RuntimeBase | undefined {
  const reference = parseReference(name);
  if (!reference) return undefined;
  const { images } = single.facts.known;
  const found = images.facts(reference, platformOf(single));
  const isExact = found !== undefined && found.standsInFor === undefined;
  if (!isExact && !images.tags(reference).includes(reference.tag ?? "latest")) return undefined;
  return { text, family, saves: savedBy(single, found && imageAmount(found)) };
}

function scratch(single: SingleStage): RuntimeBase {
  const nothing: Estimate = exactly(0);
  const amount: Amount = {
    download: nothing,
    unpacked: nothing,
    source: "measured",
    reasons: ["scratch is empty"],
  };
  return { text: "scratch", family: "scratch", saves: savedBy(single, amount) };
}

/** For static programs: distroless where it is known; scratch always exists. Both have no shell and few accounts. */
export function withoutShell(single: SingleStage): readonly RuntimeBase[] {
  const user = single.atEnd.user === "root" ? undefined : single.atEnd.user;
  const isNumeric = user === undefined || /^\d+(:\d+)?$/.test(user);
  const tag = user === undefined || user === "0" ? "latest" : "nonroot";
  const distroless = knownBase(single, `gcr.io/distroless/static-debian12:${tag}`, "distroless");
  return [
    ...(distroless && (isNumeric || user === "nobody") ? [distroless] : []),
    ...(isNumeric ? [scratch(single)] : []),
  ];
}

const debianReleases = ["trixie", "bookworm", "bullseye", "buster"];

/**
 * Debian slim of the release that the build image is made of. Where that is not known, the newest one: programs run
 * on a newer glibc than they were linked with, not on an older one. `line` is what is known beside tag and figures.
 */
export function debianSlim(single: SingleStage, line?: string): RuntimeBase | undefined {
  const release = debianReleases.find((name) => builtOn(single).includes(name)) ?? line;
  const candidates = release === undefined ? debianReleases : [release];
  for (const name of candidates) {
    const base = knownBase(single, `${registryPrefix(single)}debian:${name}-slim`, "debian");
    if (base) return base;
  }
  return undefined;
}

/** Alpine of the release that the build image is made of, else the newest one. */
export function alpine(single: SingleStage): RuntimeBase | undefined {
  const release = /alpine ?(\d+\.\d+)/.exec(builtOn(single))?.[1];
  const prefix = registryPrefix(single);
  const repository = parseReference(`${prefix}alpine`);
  const known = repository ? single.facts.known.images.tags(repository) : [];
  const newest = known
    .filter((tag) => /^3\.\d+$/.test(tag))
    .sort((a, b) => Number(b.slice(2)) - Number(a.slice(2)))[0];
  for (const tag of [release, newest]) {
    const base = tag === undefined ? undefined : knownBase(single, `${prefix}alpine:${tag}`, "alpine");
    if (base) return base;
  }
  return undefined;
}

/**
 * The slim variant of the line that the file names, in the file's own variables, where tags end in the release:
 * `python:3.12-bookworm` → `python:3.12-slim-bookworm`. A small image stays what it is.
 */
export function slimVariant(single: SingleStage): RuntimeBase | undefined {
  const { image, stage } = single;
  const written = stage.stage.from.image?.text ?? image.familiar;
  if (isSmallVariant(single))
    return { text: written, family: isAlpine(single) ? "alpine" : "debian", saves: undefined };
  const name = image.familiar.replace(/@.*$/, "");
  if (image.tag === undefined) return knownBase(single, `${name}:slim`, "debian");
  if (image.tag === "latest") return knownBase(single, name.replace(/latest$/, "slim"), "debian");
  const release = debianReleases.find((one) => image.tag?.endsWith(`-${one}`));
  const slim = (text: string): string =>
    release === undefined ? `${text}-slim` : `${text.slice(0, -release.length)}slim-${release}`;
  const keepsVariable =
    /^[\w./-]+:[^$]*\$/.test(written) &&
    image.digest === undefined &&
    (release === undefined || written.endsWith(`-${release}`));
  return knownBase(single, slim(name), "debian", keepsVariable ? slim(written) : slim(name));
}

/** A variant without compilers. */
export function isSmallVariant({ image }: SingleStage): boolean {
  return /alpine|slim/.test(image.tag ?? "");
}

export function isAlpine({ image, stage }: SingleStage): boolean {
  return image.tag?.includes("alpine") === true || stage.image?.osFamily === "alpine";
}

/** The mirror that the build image comes from: `public.ecr.aws/docker/library/`, or nothing. */
export function registryPrefix({ image }: SingleStage): string {
  return image.familiar.slice(0, image.familiar.lastIndexOf("/") + 1);
}

/** What tag and figures say about the distribution below the build image. */
export function builtOn({ image, stage }: SingleStage): string {
  const stated: ImageFacts | undefined = stage.image?.standsInFor === undefined ? stage.image : undefined;
  return `${image.tag ?? ""} ${stated?.os ?? ""}`;
}

function savedBy({ stage }: SingleStage, after: Amount | undefined): Amount | undefined {
  const before = stage.image && imageAmount(stage.image);
  return before && after && difference(before, after);
}

function platformOf({ stage, facts }: SingleStage): string {
  return stage.platform ?? facts.known.platform;
}
