import path from "node:path";
import { baseNames } from "../../../scripts/engine/bases.ts";
import type { Engine } from "../../../scripts/engine/engine.ts";
import type { Estimate } from "../../../server/src/core/estimate/amount.ts";
import { imageAmount } from "../../../server/src/core/estimate/image.ts";
import { imageFamily } from "../../../server/src/core/images/families.ts";
import { parseReference } from "../../../server/src/core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../../../server/src/core/images/types.ts";
import type { Known, KnownImages } from "../../../server/src/core/known.ts";
import { surroundingsOf } from "../../../server/src/host/buildContext/contexts.ts";
import { usualLimits } from "../../../server/src/host/buildContext/listing.ts";
import { bundledImages } from "../../../server/src/host/images/bundled.ts";
import { inspect } from "./image.ts";

const platform = "linux/amd64";

/** The images of the engine with their real sizes; nothing else is to be had, so nothing else is suggested. */
export async function engineImages(engine: Engine): Promise<KnownImages> {
  const facts = new Map<string, ImageFacts>();
  const tags = new Map<string, string[]>();
  for (const name of baseNames) {
    const reference = parseReference(name);
    if (reference?.tag === undefined) throw new Error(`${name} is no image with a tag`);
    facts.set(reference.familiar, await factsOf(engine, reference));
    tags.set(reference.repository, [...(tags.get(reference.repository) ?? []), reference.tag]);
  }
  return {
    facts: ({ familiar }) => facts.get(familiar),
    tags: ({ repository }) => tags.get(repository) ?? [],
  };
}

async function factsOf(engine: Engine, reference: ImageReference): Promise<ImageFacts> {
  const { size, config } = await inspect(engine, reference.familiar);
  return {
    reference: reference.familiar,
    standsInFor: undefined,
    platform,
    compressedBytes: undefined,
    layers: undefined,
    uncompressedBytes: size,
    layerCount: undefined,
    created: undefined,
    digest: undefined,
    user: typeof config.User === "string" && config.User !== "" ? config.User : undefined,
    os: "debian bookworm",
    osFamily: "debian",
    libc: "glibc",
    packageManager: "apt",
    shell: "/bin/sh",
    runtime: undefined,
    ...(reference.repository.startsWith("distroless/") && imageFamily(reference)),
    platforms: [platform],
    source: "engine",
    asOf: "",
  };
}

/** What Plimsoll knows of a project in `context`: its files, and the images of the engine. */
export async function knownAround(context: string, text: string, images: KnownImages): Promise<Known> {
  const { snapshot } = await surroundingsOf({
    dockerfile: path.join(context, "Dockerfile"),
    text,
    top: context,
    set: context,
    limits: usualLimits,
  });
  return { images, context: snapshot.context, platform, today: undefined };
}

/** What Plimsoll's own table makes of an image, unpacked, in bytes. */
export function tableSize(name: string): Estimate | undefined {
  const reference = parseReference(name);
  const facts = reference && bundledImages.facts(reference, platform);
  return facts && imageAmount(facts)?.unpacked;
}
