import { imageAmount } from "../core/estimate/image.ts";
import { estimateInWords } from "../core/estimate/words.ts";
import { parseReference } from "../core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../core/images/types.ts";
import { agoInWords } from "../host/images/ago.ts";
import { registryHere } from "../host/images/askHere.ts";
import { bundledImages } from "../host/images/bundled.ts";
import { mayAsk, refusal } from "../host/images/registryPolicy.ts";
import { saidNote } from "../l10n/said.ts";
import { t } from "../l10n/t.ts";
import type { ImageInvocation } from "./arguments.ts";
import { createOnline } from "./online.ts";
import { padRight } from "./print/columns.ts";
import { UserError } from "./userError.ts";

/** `plimsoll image`: what is known about an image, from whom and since when. 1 when nothing is known. */
export async function describeImage(invocation: ImageInvocation): Promise<number> {
  const { image, platform, registry, tags, format } = invocation;
  const reference = parseReference(image);
  if (!reference) throw new UserError(t("'{0}' is no image reference", image));
  const isOnline = registry.mode !== "offline";
  const reason = refusal(reference, registry);
  if (reason !== undefined && reason !== "offline")
    process.stderr.write(`plimsoll: ${whyNotAsked(reference, reason)}\n`);
  if (tags) return listTags(reference, invocation);
  const facts = isOnline
    ? await createOnline(registry).facts(reference, platform)
    : bundledImages.facts(reference, platform);
  if (format === "json") process.stdout.write(`${JSON.stringify(facts ?? null, undefined, 2)}\n`);
  else
    process.stdout.write(facts ? pretty(facts) : `${t("Nothing is known about {0}.", reference.familiar)}\n`);
  return facts ? 0 : 1;
}

function whyNotAsked({ registry, familiar }: ImageReference, reason: "not-official" | "not-allowed"): string {
  if (reason === "not-official")
    return t("{0} is no official image, and Docker Hub has none of that name", familiar);
  return t("{0} is not asked; --allow-host {0} allows it", registry);
}

async function listTags(reference: ImageReference, { registry, format }: ImageInvocation): Promise<number> {
  const asked = mayAsk(reference, registry);
  const here = asked ? await registryHere()() : undefined;
  const found = here
    ? await here.tags(reference, registry, new AbortController().signal).catch((error: Error) => {
        throw new UserError(t("the tags are not known: {0}", saidNote(error.message)));
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
  const download = amount && estimateInWords(amount.download);
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    [t("Image"), facts.reference],
    [t("Platform"), platform],
    [
      t("Download"),
      download && facts.layerCount !== undefined
        ? t("{0}, {1} layers", download, facts.layerCount)
        : download,
    ],
    [t("On disk"), amount && estimateInWords(amount.unpacked)],
    [t("System"), [os, libc, packageManager].filter((part) => part !== undefined).join(", ") || undefined],
    [t("Run-time"), facts.runtime],
    [t("User"), facts.user],
    [t("Built"), facts.created?.slice(0, 10)],
    [t("Digest"), facts.digest],
    [t("Platforms"), facts.platforms.join(", ") || undefined],
    [t("Source"), sourceInWords(source, asOf)],
    [t("Note"), standsInFor && saidNote(standsInFor)],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${padRight(name, 11)}${value}\n`],
  );
  return known.join("");
}

function sourceInWords(source: ImageFacts["source"], asOf: string): string {
  switch (source) {
    case "engine":
      return t("the image on this machine");
    case "registry":
      return t("the registry, asked {0}", agoInWords(asOf, Date.now()));
    case "table":
      return t("Plimsoll's own table, as of {0}", asOf);
  }
}
