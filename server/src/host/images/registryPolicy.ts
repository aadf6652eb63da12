import type { ImageReference } from "../../core/images/types.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import { isOfficialName } from "./officialNames.ts";

/** Registries that anybody may ask. A name in capitals is not one of them. */
const publicRegistries = [
  "docker.io",
  "registry.hub.docker.com",
  "ghcr.io",
  "mcr.microsoft.com",
  "quay.io",
  "public.ecr.aws",
  "gcr.io",
  "*.gcr.io",
  "*.pkg.dev",
  "registry.k8s.io",
  "registry.gitlab.com",
  "registry.access.redhat.com",
  "registry.fedoraproject.org",
  "registry.opensuse.org",
  "cgr.dev",
  "docker.elastic.co",
  "lscr.io",
  "nvcr.io",
];

/** Why the registry of an image is not to be asked about it. */
export type Refusal = "offline" | "not-official" | "not-allowed";

/** Whether the registry of an image may be asked about it. */
export function mayAsk(reference: ImageReference, settings: RegistrySettings): boolean {
  return refusal(reference, settings) === undefined;
}

export function refusal(
  { registry, repository }: ImageReference,
  { mode, allowHosts }: RegistrySettings,
): Refusal | undefined {
  if (mode === "offline") return "offline";
  // A name without a host that is no official image is most likely one that only this machine or project knows.
  if (registry === "docker.io" && /^library\/[^/]+$/.test(repository) && !isOfficialName(repository.slice(8)))
    return "not-official";
  const allowed = mode === "all" || [...publicRegistries, ...allowHosts].some((host) => fits(registry, host));
  return allowed ? undefined : "not-allowed";
}

/** The host as such, with its port when it has one, or everything below it: `*.example.com`. */
function fits(registry: string, pattern: string): boolean {
  return pattern.startsWith("*.") ? registry.endsWith(pattern.slice(1)) : registry === pattern;
}
