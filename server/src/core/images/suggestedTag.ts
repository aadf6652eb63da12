import { officialImage } from "./official.ts";
import { compareVersions, debianReleases } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

/** How an image numbers the lines that get updates for long. */
interface Lines {
  /** 1 for `node:22`, 2 for `python:3.12`. */
  readonly parts: 1 | 2;
  /** Not a short-lived line in between. */
  isLasting?(version: readonly number[]): boolean;
}

const isEven = (number = 1): boolean => number % 2 === 0;
const longTermJava = ([major = 0]: readonly number[]): boolean =>
  major === 8 || major === 11 || (major >= 17 && (major - 17) % 4 === 0);

const lines: Readonly<Record<string, Lines>> = {
  node: { parts: 1, isLasting: ([major]) => isEven(major) },
  python: { parts: 2, isLasting: ([major]) => major === 3 },
  ubuntu: { parts: 2, isLasting: ([year, month]) => isEven(year) && month === 4 },
  nginx: { parts: 2, isLasting: ([, minor]) => isEven(minor) },
  "eclipse-temurin": { parts: 1, isLasting: longTermJava },
  amazoncorretto: { parts: 1, isLasting: longTermJava },
  ...each(["alpine", "golang", "httpd", "mariadb", "mysql", "php", "ruby"], 2),
  ...each(
    [
      "almalinux",
      "amazonlinux",
      "bash",
      "caddy",
      "composer",
      "fedora",
      "mongo",
      "postgres",
      "redis",
      "rockylinux",
      "rust",
    ],
    1,
  ),
};

/** Tags of .NET's images; even versions are supported for three years. */
const dotnet: Lines = { parts: 2, isLasting: ([major]) => isEven(major) };

/**
 * The tag to write where none is written: the newest line known to get updates for long, never a pre-release and
 * never a single patch version.
 * @param tags the tags known to exist in the repository
 */
export function suggestedTag(reference: ImageReference, tags: readonly string[]): string | undefined {
  const name = officialImage(reference)?.name;
  if (name === "debian" || name === "buildpack-deps") return newestDebian(tags);
  const isDotnet = reference.registry === "mcr.microsoft.com" && reference.repository.startsWith("dotnet/");
  const own = isDotnet ? dotnet : name !== undefined && Object.hasOwn(lines, name) ? lines[name] : undefined;
  return own && newest(own, tags);
}

/** Images without versioned tags: what they are built on is part of their name, and `latest` is all there is. */
export function hasOnlyLatest({ registry, repository }: ImageReference): boolean {
  return registry === "cgr.dev" || (registry === "gcr.io" && repository.startsWith("distroless/"));
}

function newest({ parts, isLasting }: Lines, tags: readonly string[]): string | undefined {
  const versions = tags
    // Longer numbers are the dates of daily builds.
    .filter((tag) => /^\d{1,4}(\.\d+)?$/.test(tag))
    .map((tag) => ({ tag, version: tag.split(".").map(Number) }))
    .filter(({ version }) => version.length <= parts)
    .filter(({ version }) => !isLasting || (version.length === parts && isLasting(version)));
  const major = Math.max(...versions.map(({ version }) => version[0] ?? 0));
  const ofMajor = versions.filter(({ version }) => version[0] === major);
  const fitting = ofMajor.filter(({ version }) => version.length === parts);
  const candidates = fitting.length > 0 ? fitting : ofMajor;
  return candidates.toSorted((a, b) => compareVersions(b.version, a.version))[0]?.tag;
}

/** The testing release has a name already, but is none yet. */
function newestDebian(tags: readonly string[]): string | undefined {
  return Object.keys(debianReleases)
    .filter((name) => name !== "forky" && tags.includes(name))
    .at(-1);
}

function each(names: readonly string[], parts: 1 | 2): Readonly<Record<string, Lines>> {
  return Object.fromEntries(names.map((name) => [name, { parts }]));
}
