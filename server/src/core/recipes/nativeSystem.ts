import type { System } from "../facts/runtimeLibraries.ts";
import { alpine, builtOn, debianSlim, isAlpine, knownBase, type RuntimeBase } from "./runtimeBase.ts";
import { isOfficial, type SingleStage } from "./singleStage.ts";

/** The distribution that programs of the build stage are linked with. */
export function systemOf(single: SingleStage): System {
  const stated = builtOn(single);
  if (isAlpine(single) || isOfficial(single.image, "alpine"))
    return { family: "alpine", release: /alpine ?(\d+\.\d+)/.exec(stated)?.[1] };
  if (isOfficial(single.image, "ubuntu")) return { family: "ubuntu", release: ubuntuRelease(stated) };
  const named = debianReleases.find((name) => stated.includes(name));
  return { family: "debian", release: named ?? releaseOfLine(single) };
}

const debianReleases = ["trixie", "bookworm", "bullseye", "buster"];
const ubuntuNames: Readonly<Record<string, string>> = { noble: "24.04", jammy: "22.04", focal: "20.04" };

function ubuntuRelease(stated: string): string | undefined {
  const name = Object.keys(ubuntuNames).find((other) => stated.includes(other));
  return name === undefined ? /\b\d\d\.\d\d\b/.exec(stated)?.[0] : ubuntuNames[name];
}

/** What the tags without a suite stood for when the line was built last. Source: docker-library/official-images. */
function releaseOfLine({ image }: SingleStage): string | undefined {
  const tag = image.tag ?? "latest";
  if (/^(latest|slim|1|1-slim)$/.test(tag)) return "trixie";
  const [, major = 0, minor = Number.NaN] = (/^(\d+)(?:\.(\d+))?/.exec(tag) ?? []).map(Number);
  if (isOfficial(image, "gcc")) return major === 12 || major === 13 ? "bookworm" : undefined;
  if (!isOfficial(image, "rust") || major !== 1) return undefined;
  if (minor >= 90) return "trixie";
  if (minor >= 71 && minor <= 88) return "bookworm";
  return minor >= 57 && minor <= 68 ? "bullseye" : undefined;
}

/** The small image of the distribution and release that the build image is made of. */
export function systemBase(single: SingleStage): RuntimeBase | undefined {
  const { family, release } = systemOf(single);
  if (family === "alpine") return alpine(single);
  if (family !== "debian" || /\b(sid|unstable|testing|experimental)\b/.test(single.image.tag ?? ""))
    return undefined;
  return debianSlim(single, release);
}

/** Images without a shell that carry glibc and the libraries of GCC, for the same release. */
export function distrolessWithLibraries(single: SingleStage): RuntimeBase | undefined {
  const { family, release } = systemOf(single);
  const number = family === "debian" ? { bookworm: 12, trixie: 13 }[release ?? ""] : undefined;
  const { user } = single.atEnd;
  const tag = user === undefined || /^(root|0)$/.test(user) ? "latest" : "nonroot";
  if (number === undefined || !(tag === "latest" || /^\d+(:\d+)?$/.test(user ?? ""))) return undefined;
  return knownBase(single, `gcr.io/distroless/cc-debian${number}:${tag}`, "distroless");
}
