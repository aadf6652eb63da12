import type { ImageReference } from "./types.ts";

/** Tags of images that are no Docker official images, as the projects' own README files list them in August 2026. */
export function otherTags({ registry, repository }: ImageReference): readonly string[] {
  if (registry === "gcr.io" && distroless.test(repository))
    return ["latest", "nonroot", "debug", "debug-nonroot"];
  if (registry === "docker.io" && repository === "nginxinc/nginx-unprivileged") return unprivilegedNginx;
  const dotnet =
    registry === "mcr.microsoft.com" ? /^dotnet\/(sdk|aspnet|runtime|runtime-deps)$/.exec(repository) : null;
  if (!dotnet) return [];
  const isSdk = dotnet[1] === "sdk";
  return dotnetForms.filter((tag) => !isSdk || !tag.endsWith("-chiseled"));
}

/** Older ones, such as nodejs20-debian12, can still be pulled, but get no more security fixes. */
const distroless =
  /^distroless\/(?:(?:static|base|base-nossl|cc)-debian1[23]|(?:java-base|java17|java21|java25|nodejs22|nodejs24|nodejs26|python3)-debian13)$/;

const unprivilegedNginx: readonly string[] = ["mainline", "stable"].flatMap((line) =>
  ["", "-alpine", "-alpine-slim"].map((form) => `${line}${form}`),
);

const dotnetForms: readonly string[] = [
  ...["", "-alpine", "-bookworm-slim", "-jammy", "-noble", "-jammy-chiseled", "-noble-chiseled"].map(
    (form) => `8.0${form}`,
  ),
  ...["", "-alpine", "-bookworm-slim", "-noble", "-noble-chiseled"].map((form) => `9.0${form}`),
  ...["", "-alpine", "-noble", "-resolute", "-noble-chiseled", "-resolute-chiseled"].map(
    (form) => `10.0${form}`,
  ),
];
