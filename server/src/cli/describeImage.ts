import { imageAmount } from "../core/estimate/image.ts";
import { estimateInWords } from "../core/estimate/words.ts";
import { parseReference } from "../core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../core/images/types.ts";
import { agoInWords } from "../host/images/ago.ts";
import { registryHere } from "../host/images/askHere.ts";
import { bundledImages } from "../host/images/bundled.ts";
import { mayAsk, refusal } from "../host/images/registryPolicy.ts";
import type { ImageInvocation } from "./arguments.ts";
import { createOnline } from "./online.ts";
import { UserError } from "./userError.ts";

/** `plimsoll image`: what is known about an image, from whom and since when. 1 when nothing is known. */
export async function describeImage(invocation: ImageInvocation): Promise<number> {
  const { image, platform, registry, tags, format } = invocation;
  const reference = parseReference(image);
  if (!reference) throw new UserError(`'${image}' is no image reference`);
  const isOnline = registry.mode !== "offline";
  const reason = refusal(reference, registry);
  if (reason !== undefined && reason !== "offline")
    process.stderr.write(`plimsoll: ${whyNotAsked(reference, reason)}\n`);
  if (tags) return listTags(reference, invocation);
  const facts = isOnline
    ? await createOnline(registry).facts(reference, platform)
    : bundledImages.facts(reference, platform);
  if (format === "json") process.stdout.write(`${JSON.stringify(facts ?? null, undefined, 2)}\n`);
  else process.stdout.write(facts ? pretty(facts) : `Nothing is known about ${reference.familiar}.\n`);
  return facts ? 0 : 1;
}

function whyNotAsked({ registry, familiar }: ImageReference, reason: "not-official" | "not-allowed"): string {
  if (reason === "not-official")
    return `${familiar} is no official image, and Docker Hub has none of that name`;
  return `${registry} is not asked; --allow-host ${registry} allows it`;
}

async function listTags(reference: ImageReference, { registry, format }: ImageInvocation): Promise<number> {
  const asked = mayAsk(reference, registry);
  const here = asked ? await registryHere()() : undefined;
  const found = here
    ? await here.tags(reference, registry, new AbortController().signal).catch((error: Error) => {
        throw new UserError(`the tags are not known: ${error.message}`);
      })
    : bundledImages.tags(reference);
  const tags = found ?? [];
  if (format === "json") process.stdout.write(`${JSON.stringify(tags, undefined, 2)}\n`);
  else process.stdout.write(tags.map((tag) => `${tag}\n`).join(""));
  return tags.length > 0 ? 0 : 1;
}

function pretty(facts: ImageFacts): string {
  const { platform, standsInFor, source, asOf, os, libc, packageManager } = facts;
  const amount = imageAmount(facts);
  const layers = facts.layerCount === undefined ? "" : `, ${facts.layerCount} layers`;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ["Image", facts.reference],
    ["Platform", platform],
    ["Download", amount && `${estimateInWords(amount.download)}${layers}`],
    ["On disk", amount && estimateInWords(amount.unpacked)],
    ["System", [os, libc, packageManager].filter((part) => part !== undefined).join(", ") || undefined],
    ["Run-time", facts.runtime],
    ["User", facts.user],
    ["Built", facts.created?.slice(0, 10)],
    ["Digest", facts.digest],
    ["Platforms", facts.platforms.join(", ") || undefined],
    ["Source", sourceInWords(source, asOf)],
    ["Note", standsInFor],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(11)}${value}\n`],
  );
  return known.join("");
}

function sourceInWords(source: ImageFacts["source"], asOf: string): string {
  switch (source) {
    case "engine":
      return "the image on this machine";
    case "registry":
      return `the registry, asked ${agoInWords(asOf, Date.now())}`;
    case "table":
      return `Plimsoll's own table, as of ${asOf}`;
  }
}
