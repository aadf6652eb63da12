import { rememberText } from "../remember.ts";

/** A tag taken apart: `22.11.0-bookworm-slim` is version 22.11.0, suite bookworm, variant slim. */
export interface TagShape {
  /** Undefined for `latest`, `alpine`, `bookworm-slim`. */
  readonly version: readonly number[] | undefined;
  /** The release of the operating system: `bookworm`, `noble`, `alpine3.22`, `al2023`. */
  readonly suite: string | undefined;
  /** What is left, in order: "", "slim", "fpm-alpine", "jre-alpine". The image's own default is filled in. */
  readonly variant: string;
}

export const debianReleases: Readonly<Record<string, string>> = {
  jessie: "8",
  stretch: "9",
  buster: "10",
  bullseye: "11",
  bookworm: "12",
  trixie: "13",
  forky: "14",
};

const ubuntuReleases: Readonly<Record<string, string>> = {
  trusty: "14.04",
  xenial: "16.04",
  bionic: "18.04",
  focal: "20.04",
  jammy: "22.04",
  noble: "24.04",
  resolute: "26.04",
};

/** Node's long-term lines have names that serve as tags. */
const nodeLines: Readonly<Record<string, string>> = {
  argon: "4",
  boron: "6",
  carbon: "8",
  dubnium: "10",
  erbium: "12",
  fermium: "14",
  gallium: "16",
  hydrogen: "18",
  iron: "20",
  jod: "22",
  krypton: "24",
};

/** Release names that are versions of the image itself, not of what lies below it. */
const versionNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  node: nodeLines,
  debian: debianReleases,
  ubuntu: ubuntuReleases,
};

/** What an image is when its tag does not say: `php:8.3` is `php:8.3-cli`, `eclipse-temurin:21` is `21-jdk`. */
const defaults: Readonly<Record<string, { readonly variant: string; readonly others: RegExp }>> = {
  php: { variant: "cli", others: /^(apache|fpm|zts)\b/ },
  "eclipse-temurin": { variant: "jdk", others: /^jre\b/ },
  openjdk: { variant: "jdk", others: /^(jre|ea)\b/ },
  amazoncorretto: { variant: "jdk", others: /^(jre|full|headless|headful)\b/ },
};

// `21.0.2_13` and `8u392-b08` are how the Java images write a build, `v3.1` how traefik writes a version.
const leadingVersion = /^v?(\d+(?:\.\d+)*)(?:_\d+(?:\.\d+)*|u\d+(?:-b\d+)?)?(?=-|$)/;
const suiteWord =
  /^(?:jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid|trusty|xenial|bionic|focal|jammy|noble|resolute|al2|al2023|(?:oracle|oraclelinux)\d*)$/;

/**
 * Takes the tag of a Docker official image apart.
 * @param image the image's name: `node`
 * @param tag undefined stands for `latest`
 */
export function readTag(image: string, tag = "latest"): TagShape {
  return shapeOfText(`${image}:${tag}`);
}

const shapeOfText = rememberText((text): TagShape => {
  const colon = text.indexOf(":");
  const [image, tag] = [text.slice(0, colon), text.slice(colon + 1)];
  const named = withoutVersionName(image, tag);
  const version = leadingVersion.exec(named);
  const rest = named.slice(version?.[0].length ?? 0).replace(/^-/, "");
  let suite: string | undefined;
  const variant: string[] = [];
  for (const word of rest === "" ? [] : joinedAlpine(rest).split("-")) {
    const alpine = /^alpine(\d.*)?$/.exec(word);
    if (alpine) variant.push("alpine");
    if (alpine?.[1]) suite = word;
    else if (suiteWord.test(word)) suite = word;
    else if (!alpine && !isFiller(word)) variant.push(word);
  }
  return {
    version: version?.[1]?.split(".").map(Number),
    suite,
    variant: withDefault(image, variant.join("-")),
  };
});

/** Negative when `a` is the older version. Missing parts count as zero. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const step = (a[at] ?? 0) - (b[at] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}

/** `debian bookworm`, `alpine 3.22`, `ubuntu 24.04`: the system that a suite names. */
export function systemOfSuite(suite: string): string | undefined {
  if (Object.hasOwn(debianReleases, suite) || suite === "sid") return `debian ${suite}`;
  if (Object.hasOwn(ubuntuReleases, suite)) return `ubuntu ${ubuntuReleases[suite]}`;
  if (suite.startsWith("alpine")) return `alpine ${suite.slice("alpine".length)}`;
  if (suite.startsWith("al2")) return `amazonlinux ${suite === "al2" ? "2" : "2023"}`;
  const oracle = /^oracle(?:linux)?(\d+)$/.exec(suite);
  return oracle ? `oraclelinux ${oracle[1]}` : undefined;
}

function withoutVersionName(image: string, tag: string): string {
  const names = Object.hasOwn(versionNames, image) ? versionNames[image] : undefined;
  const [first = "", ...rest] = tag.split("-");
  if (!names || !Object.hasOwn(names, first)) return tag;
  return [names[first], ...rest].join("-");
}

/** `alpine-3.24`, as the Temurin images write it, means `alpine3.24`. */
function joinedAlpine(words: string): string {
  return words.replace(/\balpine-(?=\d+\.\d+)/, "alpine");
}

/** Words that name the newest build, and the dates of daily builds: they say nothing about what is inside. */
function isFiller(word: string): boolean {
  return /^(latest|current|mainline|\d{8})$/.test(word);
}

function withDefault(image: string, variant: string): string {
  const own = Object.hasOwn(defaults, image) ? defaults[image] : undefined;
  if (!own || own.others.test(variant) || new RegExp(`^${own.variant}\\b`).test(variant)) return variant;
  return variant === "" ? own.variant : `${own.variant}-${variant}`;
}
