import { imageFamily } from "../../core/images/families.ts";
import { canonicalPlatform } from "../../core/images/official.ts";
import type { ImageFacts, ImageReference, Platform } from "../../core/images/types.ts";
import type { ImageSource } from "../images/source.ts";
import type { FindEngine } from "./engine.ts";
import { listAt, numberAt, textAt } from "./json.ts";

/**
 * Images that the container engine of this machine has, with their unpacked sizes. An engine that keeps images in
 * containerd's store counts compressed content too, so its sizes are not taken.
 */
export function localImages(findEngine: FindEngine): ImageSource {
  return {
    name: "container engine",
    async lookup(reference, platform, signal) {
      const engine = await findEngine();
      if (!engine) return undefined;
      const image = await engine.get(`/images/${encodeURIComponent(nameOf(reference))}/json`, signal);
      if (image === undefined) return undefined;
      const facts = factsOf(reference, image);
      if (canonicalPlatform(facts.platform) !== canonicalPlatform(platform)) return undefined;
      return keepsCompressed(image) ? { ...facts, uncompressedBytes: undefined } : facts;
    },
  };
}

function nameOf({ familiar, tag, digest }: ImageReference): string {
  return tag === undefined && digest === undefined ? `${familiar}:latest` : familiar;
}

function keepsCompressed(image: unknown): boolean {
  return (
    textAt(image, "GraphDriver", "Name") === undefined || textAt(image, "GraphDriver", "Name") === "overlayfs"
  );
}

function factsOf(reference: ImageReference, image: unknown): ImageFacts {
  const layers = listAt(image, "RootFS", "Layers");
  const [digest] = listAt(image, "RepoDigests").flatMap((one) =>
    typeof one === "string" && one.includes("@") ? [one.slice(one.indexOf("@") + 1)] : [],
  );
  const user = textAt(image, "Config", "User");
  const isRoot = user === undefined || /^(root|0)(:|$)/.test(user);
  const { flavour: _, ...family } = imageFamily(reference);
  const platform = platformOf(image);
  return {
    reference: reference.familiar,
    standsInFor: undefined,
    platform,
    compressedBytes: undefined,
    layers: undefined,
    uncompressedBytes: numberAt(image, "Size"),
    layerCount: layers.length,
    created: textAt(image, "Created")?.slice(0, 10),
    digest,
    user: isRoot ? undefined : user,
    ...family,
    runtime: undefined,
    platforms: [platform],
    source: "engine",
    asOf: new Date().toISOString(),
  };
}

function platformOf(image: unknown): Platform {
  const variant = textAt(image, "Variant");
  const parts = [textAt(image, "Os") ?? "linux", textAt(image, "Architecture") ?? "amd64"];
  return [...parts, ...(variant === undefined ? [] : [variant])].join("/");
}
