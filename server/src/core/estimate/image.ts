import { officialImage } from "../images/official.ts";
import { parseReference } from "../images/reference.ts";
import type { ImageFacts } from "../images/types.ts";
import { type Amount, between, type Estimate, exactly, type FigureSource, widen } from "./amount.ts";

/** How many times bigger an image is unpacked than compressed. */
interface Ratio {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/**
 * p10, median and p90 of unpacked : compressed over 938 official images, matched by image id (docker-library/repo-info,
 * 2018). The three Alpine run-times measured in 2026 (node 2.87, python 3.07, golang 3.38) lie above the old median,
 * so `likely` and `high` of that row follow them; as those of the slim Debian follow one of 2026 that was built (2.65).
 */
const ratios = {
  debian: { low: 2.18, likely: 2.39, high: 2.84 },
  debianSlim: { low: 2.45, likely: 2.65, high: 2.7 },
  alpine: { low: 1.99, likely: 2.1, high: 2.25 },
  rpm: { low: 1.48, likely: 2.72, high: 2.9 },
  runtimeOnDebian: { low: 2.38, likely: 2.58, high: 3.04 },
  runtimeOnSlim: { low: 2.46, likely: 2.73, high: 2.97 },
  runtimeOnAlpine: { low: 2.11, likely: 2.87, high: 3.4 },
  javaOnDebian: { low: 1.8, likely: 2.11, high: 2.34 },
  javaOnAlpine: { low: 1.22, likely: 1.45, high: 1.8 },
  any: { low: 1.48, likely: 2.42, high: 2.93 },
} as const satisfies Readonly<Record<string, Ratio>>;

const systems =
  /^(alpine|debian|ubuntu|busybox|buildpack-deps|almalinux|amazonlinux|archlinux|centos|fedora|oraclelinux|rockylinux)$/;
/** Java and Erlang archives are compressed already. */
const archives =
  /temurin|corretto|openjdk|jdk|jre|maven|gradle|tomcat|semeru|sapmachine|jetty|clojure|elixir|erlang|elasticsearch|sonarqube/;

/** What an image weighs; undefined when neither size is known. */
export function imageAmount(facts: ImageFacts): Amount | undefined {
  const { compressedBytes, uncompressedBytes, spread } = facts;
  const ratio = ratioOf(facts);
  const stated = (bytes: number): Estimate =>
    spread ? widen(exactly(bytes), spread.down, spread.up) : exactly(bytes);
  const reasons = [reasonOf(facts)];
  const source = sourceOf(facts);
  if (compressedBytes === undefined) {
    if (uncompressedBytes === undefined) return undefined;
    const unpacked = stated(uncompressedBytes);
    return { download: compressed(unpacked, ratio), unpacked, source, reasons };
  }
  const download = stated(compressedBytes);
  const unpacked = uncompressedBytes === undefined ? expanded(download, ratio) : stated(uncompressedBytes);
  return { download, unpacked, source, reasons };
}

function expanded({ low, likely, high }: Estimate, ratio: Ratio): Estimate {
  return between(low * ratio.low, likely * ratio.likely, high * ratio.high);
}

function compressed({ low, likely, high }: Estimate, ratio: Ratio): Estimate {
  return between(low / ratio.high, likely / ratio.likely, high / ratio.low);
}

function ratioOf({ reference, osFamily }: ImageFacts): Ratio {
  const read = parseReference(reference);
  const name = (read && officialImage(read)?.name) ?? read?.repository ?? "";
  const isSlim = /slim/.test(read?.tag ?? "");
  if (archives.test(name)) {
    if (osFamily === "alpine") return ratios.javaOnAlpine;
    return osFamily === "debian" || osFamily === "ubuntu" ? ratios.javaOnDebian : ratios.any;
  }
  const isSystem = systems.test(name) && name !== "buildpack-deps";
  switch (osFamily) {
    case "alpine":
      return isSystem ? ratios.alpine : ratios.runtimeOnAlpine;
    case "rpm":
      return ratios.rpm;
    case "debian":
    case "ubuntu":
      if (isSystem) return isSlim ? ratios.debianSlim : ratios.debian;
      return isSlim ? ratios.runtimeOnSlim : ratios.runtimeOnDebian;
    default:
      return ratios.any;
  }
}

function sourceOf({ source, standsInFor }: ImageFacts): FigureSource {
  if (standsInFor !== undefined) return "neighbour";
  return source === "engine" ? "measured" : source;
}

function reasonOf({ reference, source, standsInFor, asOf }: ImageFacts): string {
  if (source === "engine") return `${reference} on this machine`;
  return standsInFor === undefined
    ? `${reference} as of ${asOf.slice(0, 10)}`
    : `${reference} as of ${asOf.slice(0, 10)} (${standsInFor})`;
}
