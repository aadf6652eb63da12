import { remember } from "../remember.ts";
import { officialImage } from "./official.ts";
import { debianReleases, readTag, systemOfSuite } from "./tagShape.ts";
import type { ImageFacts, ImageReference, OsFamily } from "./types.ts";

/**
 * How much of an operating system an image carries.
 * - `full`: build tools or a whole distribution
 * - `slim`: the distribution's small form: debian-slim, ubi-minimal, a Java run-time on it
 * - `alpine`: Alpine Linux
 * - `distroless`: no shell and no package manager (Google's distroless, Chainguard)
 * - `chiseled`: the same, cut from Ubuntu or Azure Linux (.NET)
 */
export type Flavour = "full" | "slim" | "alpine" | "distroless" | "chiseled";

type System = Pick<ImageFacts, "os" | "osFamily" | "libc" | "packageManager" | "shell">;

/** What an image most likely is, from its name and tag alone. Undefined means "cannot be told from the name". */
export interface ImageFamily extends System {
  readonly flavour: Flavour | undefined;
}

const nothingTold: System = {
  os: undefined,
  osFamily: undefined,
  libc: undefined,
  packageManager: undefined,
  shell: undefined,
};

/** The system that official images stand on when the tag does not say. The rest are Debian. */
const officialSystems: Readonly<Record<string, string>> = {
  ...each("alpine alpinelinux bash caddy composer consul docker registry traefik vault", "alpine"),
  ...each(
    "ubuntu eclipse-temurin gradle ibm-semeru-runtimes mariadb maven mongo rabbitmq sapmachine swift",
    "ubuntu",
  ),
  ...each("almalinux amazonlinux centos fedora oraclelinux rockylinux", "rpm"),
  amazoncorretto: "amazonlinux",
  // Oracle Linux in its slim form.
  mysql: "microdnf",
  archlinux: "archlinux",
  busybox: "busybox",
  "hello-world": "scratch",
  // Built on different systems over the years.
  ...each("elasticsearch kibana logstash sonarqube tomcat clearlinux mageia opensuse photon sl", ""),
};

/** Images elsewhere whose system is known. The first pattern that fits `registry/repository:tag` wins. */
const otherSystems: readonly (readonly [pattern: RegExp, system: string])[] = [
  [/^gcr\.io\/distroless\/|^cgr\.dev\/chainguard\/(?!wolfi-base)/, "distroless"],
  [/windowsservercore|nanoserver|^mcr\.microsoft\.com\/windows/, "windows"],
  [/^mcr\.microsoft\.com\/dotnet\/.*(chiseled|distroless)/, "distroless"],
  [/[:-]alpine|\/alpine(:|$|-)/, "alpine"],
  [/\/ubi\d*-minimal|ubi\d*-minimal/, "microdnf"],
  [/\/ubi\d*-micro/, "distroless"],
  [/^registry\.(access\.)?redhat\.(com|io)\/|^quay\.io\/(centos|fedora|rockylinux|almalinux)/, "rpm"],
  [/^public\.ecr\.aws\/amazonlinux\/amazonlinux:2(\.\d+)*$/, "yum"],
  [/^public\.ecr\.aws\/amazonlinux\/|[:-](rockylinux|ubi|almalinux)\d/, "rpm"],
  [/^mcr\.microsoft\.com\/(azurelinux|cbl-mariner)\//, "rpm"],
  [/opensuse|\/sles?\d*\b|\/bci\//, "zypper"],
  [/[:-](bionic|focal|jammy|noble|resolute)\b|[:-]ubuntu-?\d/, "ubuntu"],
  [/[:-](stretch|buster|bullseye|bookworm|trixie)\b|[:-]debian-?\d/, "debian"],
  // .NET went from Debian to Ubuntu with version 10.
  [/^mcr\.microsoft\.com\/dotnet\/[^:]+:[1-9]\d\b/, "ubuntu"],
  [/^mcr\.microsoft\.com\/dotnet\//, "debian"],
  [/^docker\.io\/(bitnami|bitnamilegacy)\/|^docker\.io\/(jenkins\/jenkins|nginxinc\/)/, "debian"],
  [/^docker\.io\/cimg\/|^docker\.io\/nvidia\/cuda:.*ubuntu/, "ubuntu"],
];

/** What can be told of an image from its name and tag. */
export const imageFamily = remember((reference: ImageReference): ImageFamily => {
  const official = officialImage(reference);
  const system = official ? officialSystem(official.name, reference.tag) : otherSystem(reference);
  return { ...systemFacts(system), flavour: flavourOf(reference, system) };
});

/** What follows from the name of a system: "debian bookworm", "alpine 3.22", "ubi9-minimal". */
export function systemFacts(system: string | undefined): System {
  const [name = "", release] = system?.split(" ") ?? [];
  const os = release === undefined ? undefined : system;
  const rpm = { ...nothingTold, os, osFamily: "rpm", libc: "glibc", shell: "/bin/bash" } as const;
  switch (name.replace(/\d+$/, "")) {
    case "debian":
    case "ubuntu":
      return {
        os,
        osFamily: debianLike(name),
        libc: "glibc",
        packageManager: "apt",
        shell: "/bin/bash + /bin/sh (dash)",
      };
    case "alpine":
      return { os, osFamily: "alpine", libc: "musl", packageManager: "apk", shell: "/bin/sh (busybox)" };
    case "busybox":
      return { ...nothingTold, osFamily: "busybox", shell: "/bin/sh (busybox)" };
    case "archlinux":
      return {
        ...nothingTold,
        osFamily: "arch",
        libc: "glibc",
        packageManager: "pacman",
        shell: "/bin/bash",
      };
    case "distroless":
      return { ...nothingTold, os, osFamily: "distroless", libc: "glibc", shell: "none" };
    case "windows":
      return { ...nothingTold, os, osFamily: "windows" };
    case "scratch":
      return { ...nothingTold, osFamily: "scratch", shell: "none" };
    case "zypper":
      return { ...rpm, packageManager: "zypper" };
    case "yum":
      return { ...rpm, packageManager: "yum" };
    case "microdnf":
      return { ...rpm, packageManager: "microdnf" };
    case "amazonlinux":
      return { ...rpm, packageManager: release === "2" || release === "1" ? "yum" : "dnf" };
    case "rpm":
    case "almalinux":
    case "centos":
    case "fedora":
    case "oraclelinux":
    case "rockylinux":
    case "ubi":
      return { ...rpm, packageManager: release === "7" ? "yum" : "dnf" };
    default:
      return name.endsWith("-minimal") ? { ...rpm, os: system, packageManager: "microdnf" } : nothingTold;
  }
}

function debianLike(name: string): OsFamily {
  return name === "ubuntu" ? "ubuntu" : "debian";
}

function officialSystem(name: string, tag: string | undefined): string | undefined {
  const { version, suite, variant } = readTag(name, tag);
  const words = variant.split("-");
  if (words.includes("windowsservercore") || words.includes("nanoserver")) return "windows";
  const minimal = words.find((word) => /^ubi\d*$/.test(word));
  if (minimal) return words.includes("minimal") ? `${minimal}-minimal` : `${minimal}`;
  const named = suite === undefined ? undefined : systemOfSuite(suite);
  if (named) return named;
  if (words.includes("alpine")) return "alpine";
  if (name === "debian") return release("debian", version, debianReleases);
  if (name === "ubuntu") return release("ubuntu", version, undefined);
  if (name === "alpine") return version ? `alpine ${version.slice(0, 2).join(".")}` : "alpine";
  // Plain OpenJDK images moved from Debian to Oracle Linux with version 12.
  if (name === "openjdk" && (version?.[0] ?? 99) >= 12 && !words.includes("slim")) return "oraclelinux";
  if (name === "mysql" && words.includes("debian")) return "debian";
  const system = Object.hasOwn(officialSystems, name) ? officialSystems[name] : "debian";
  if (system !== "rpm") return system || undefined;
  const minimalOf = words.includes("minimal") || words.includes("slim");
  return minimalOf ? "microdnf" : version ? `${name} ${version[0]}` : name;
}

function otherSystem({ registry, repository, tag = "latest" }: ImageReference): string | undefined {
  const text = `${registry}/${repository}:${tag}`;
  return otherSystems.find(([pattern]) => pattern.test(text))?.[1];
}

/** `debian:12` → "debian bookworm", `ubuntu:22.04` → "ubuntu 22.04" */
function release(
  name: string,
  version: readonly number[] | undefined,
  names: Readonly<Record<string, string>> | undefined,
): string {
  if (!version) return name;
  if (!names)
    return `${name} ${version.map((part, at) => (at === 0 ? part : String(part).padStart(2, "0"))).join(".")}`;
  const found = Object.entries(names).find(([, number]) => number === String(version[0]));
  return found ? `${name} ${found[0]}` : name;
}

function flavourOf(reference: ImageReference, system: string | undefined): Flavour | undefined {
  const tag = reference.tag ?? "";
  if (/chiseled/.test(tag)) return "chiseled";
  const { osFamily, packageManager } = systemFacts(system);
  if (osFamily === "distroless") return "distroless";
  if (osFamily === "alpine") return "alpine";
  if (/(^|-)(slim|minimal|jre|headless)(-|$)/.test(tag) || packageManager === "microdnf") return "slim";
  return osFamily === "debian" || osFamily === "ubuntu" || osFamily === "rpm" ? "full" : undefined;
}

function each(names: string, system: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, system]));
}
