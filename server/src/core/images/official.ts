import { remember } from "../remember.ts";
import type { ImageReference, Platform } from "./types.ts";

/** Registries that carry Docker's official images under the same names. */
const mirrors: readonly (readonly [registry: string, prefix: string])[] = [
  ["docker.io", "library/"],
  ["registry.hub.docker.com", "library/"],
  ["public.ecr.aws", "docker/library/"],
  ["mirror.gcr.io", "library/"],
];

/** docker.io/arm64v8/node and the like: the official image of one architecture. */
const architectureNamespaces: Readonly<Record<string, Platform>> = {
  amd64: "linux/amd64",
  arm32v5: "linux/arm/v5",
  arm32v6: "linux/arm/v6",
  arm32v7: "linux/arm/v7",
  arm64v8: "linux/arm64/v8",
  i386: "linux/386",
  ppc64le: "linux/ppc64le",
  riscv64: "linux/riscv64",
  s390x: "linux/s390x",
};

export interface OfficialImage {
  /** `node` */
  readonly name: string;
  /** The one platform that the namespace stands for, when it stands for one. */
  readonly platform: Platform | undefined;
}

/** The Docker official image that a reference names, at Docker Hub or one of its mirrors. */
export const officialImage = remember((reference: ImageReference): OfficialImage | undefined => {
  const { registry, repository } = reference;
  for (const [host, prefix] of mirrors) {
    if (registry !== host || !repository.startsWith(prefix)) continue;
    const name = repository.slice(prefix.length);
    if (!name.includes("/")) return { name, platform: undefined };
  }
  const [namespace = "", name, ...rest] = repository.split("/");
  if (registry !== "docker.io" || name === undefined || rest.length > 0) return undefined;
  if (!Object.hasOwn(architectureNamespaces, namespace)) return undefined;
  return { name, platform: architectureNamespaces[namespace] };
});

/** `linux/arm64` and `linux/arm64/v8` are one platform, as are `linux/arm` and `linux/arm/v7`. */
export function canonicalPlatform(platform: Platform): Platform {
  const [os = "linux", architecture = "amd64", variant] = platform.toLowerCase().split("/");
  const known = architecture === "aarch64" ? "arm64" : architecture === "x86_64" ? "amd64" : architecture;
  if (known === "arm64") return `${os}/arm64/v8`;
  if (known === "arm") return `${os}/arm/${variant ?? "v7"}`;
  return `${os}/${known}`;
}
