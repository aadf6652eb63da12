import { officialImage } from "../images/official.ts";
import type { ImageReference } from "../images/types.ts";

/** The page that tells people about an image; undefined for registries that have none. */
export function imagePage(reference: ImageReference): string | undefined {
  const { registry, repository } = reference;
  const official = officialImage(reference);
  if (official && registry !== "public.ecr.aws" && !official.platform)
    return `https://hub.docker.com/_/${official.name}`;
  switch (registry) {
    case "docker.io":
    case "registry.hub.docker.com":
      return `https://hub.docker.com/r/${repository}`;
    case "quay.io":
      return `https://quay.io/repository/${repository}`;
    case "mcr.microsoft.com":
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    case "public.ecr.aws":
      return `https://gallery.ecr.aws/${repository}`;
    // In a browser these hosts lead to the page of the image.
    case "ghcr.io":
    case "gcr.io":
    case "us.gcr.io":
    case "eu.gcr.io":
    case "asia.gcr.io":
      return repository.includes("/") ? `https://${registry}/${repository}` : undefined;
    default:
      return undefined;
  }
}
