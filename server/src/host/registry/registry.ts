import { homedir } from "node:os";
import { canonicalPlatform } from "../../core/images/official.ts";
import type { ImageFacts, ImageReference, Platform, Spread } from "../../core/images/types.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import { RegistryClient } from "./client.ts";
import { isDigest } from "./digest.ts";
import { createSend } from "./http.ts";
import { readConfig } from "./imageConfig.ts";
import { parseJson } from "./json.ts";
import { type IndexEntry, type Manifest, readManifest } from "./manifest.ts";
import { environmentProxy } from "./proxy.ts";

/** Reads what registries say of images. Whether a registry may be asked has been decided before. */
export interface Registry {
  /** Undefined when there is no such image, or it is not for us to see. Rejects when the registry fails. */
  lookup(question: RegistryQuestion, signal: AbortSignal): Promise<ImageFacts | undefined>;
  /** As many tags as some pages have; undefined as for `lookup`. */
  tags(
    reference: ImageReference,
    settings: RegistrySettings,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined>;
}

export interface RegistryQuestion {
  readonly reference: ImageReference;
  readonly platform: Platform;
  /** What was said before: when the tag still stands for the same image, no more is asked. */
  readonly previous: ImageFacts | undefined;
  readonly settings: RegistrySettings;
}

export interface RegistryInput {
  /** In the extension host of VS Code, which puts its own proxies and certificates in front of Node's http. */
  readonly hasOwnProxies: boolean;
  /** The process's own when not given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly homeFolder?: string;
  /** Milliseconds for one request. */
  readonly timeLimit?: number;
}

const usualTimeLimit = 10_000;

export function createRegistry(input: RegistryInput): Registry {
  const {
    environment = process.env,
    homeFolder = homedir(),
    hasOwnProxies,
    timeLimit = usualTimeLimit,
  } = input;
  const client = new RegistryClient({
    send: createSend({
      proxyFor: hasOwnProxies ? () => undefined : environmentProxy(environment),
      timeLimit,
    }),
    places: { environment, homeFolder },
  });

  async function lookup(question: RegistryQuestion, signal: AbortSignal): Promise<ImageFacts | undefined> {
    const { reference, platform, previous, settings } = question;
    const tag = reference.digest ?? reference.tag ?? "latest";
    const digest = isDigest(tag) ? tag : await client.digest(reference, tag, settings, signal);
    if (digest === undefined) return undefined;
    const asOf = new Date().toISOString();
    if (previous?.source === "registry" && previous.digest === digest) return { ...previous, asOf };
    const top = await document(question, digest === "" ? tag : digest, signal);
    if (!top) return undefined;
    const entries =
      top.manifest.kind === "index" ? await flattened(top.manifest.entries, question, signal) : [];
    const chosen = choose(entries, platform);
    const image =
      top.manifest.kind === "index" ? chosen && (await document(question, chosen.digest, signal)) : top;
    if (image?.manifest.kind !== "image") return undefined;
    const { layers, config } = image.manifest;
    const body = await client.blob(reference, config, settings, signal);
    if (!body) throw new Error("the registry has no configuration for the image");
    const { platform: built, ...facts } = readConfig(reference, body);
    const answering = chosen?.platform ?? built;
    return {
      reference: reference.familiar,
      ...standIn(answering, platform),
      platform: answering,
      compressedBytes: layers.reduce((sum, layer) => sum + layer, 0),
      layers,
      uncompressedBytes: undefined,
      layerCount: layers.length,
      digest: top.digest,
      ...facts,
      platforms: entries.length > 0 ? platformsOf(entries) : [built],
      source: "registry",
      asOf,
    };
  }

  async function document(
    { reference, settings }: RegistryQuestion,
    tag: string,
    signal: AbortSignal,
  ): Promise<{ readonly manifest: Manifest; readonly digest: string } | undefined> {
    const found = await client.manifest(reference, tag, settings, signal);
    return found && { manifest: readManifest(found.type, found.body), digest: found.digest };
  }

  /** An index within the index is looked into once. */
  async function flattened(
    entries: readonly IndexEntry[],
    question: RegistryQuestion,
    signal: AbortSignal,
  ): Promise<readonly IndexEntry[]> {
    const images = entries.filter(({ isIndex }) => !isIndex);
    const [inner] = entries.filter(({ isIndex }) => isIndex);
    if (images.length > 0 || !inner) return images;
    const found = await document(question, inner.digest, signal);
    return found?.manifest.kind === "index" ? found.manifest.entries.filter(({ isIndex }) => !isIndex) : [];
  }

  async function tags(
    reference: ImageReference,
    settings: RegistrySettings,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const found: string[] = [];
    let isAnswered = false;
    for await (const body of client.tagPages(reference, settings, signal)) {
      isAnswered = true;
      const { tags: page } = parseJson(body, "list of tags");
      // Null where all tags are gone.
      for (const tag of Array.isArray(page) ? page : [])
        if (typeof tag === "string" && /^\w[\w.-]{0,127}$/.test(tag)) found.push(tag);
    }
    return isAnswered ? found : undefined;
  }

  return { lookup, tags };
}

/** The first of that platform; else one of the usual ones, which says so. */
function choose(entries: readonly IndexEntry[], platform: Platform): IndexEntry | undefined {
  const wanted = canonicalPlatform(platform);
  const on = (name: string): IndexEntry | undefined =>
    entries.find((entry) => entry.platform !== undefined && canonicalPlatform(entry.platform) === name);
  const undecided = entries.length === 1 ? entries[0] : undefined;
  return (
    on(wanted) ?? on("linux/amd64") ?? entries.find((entry) => entry.platform !== undefined) ?? undecided
  );
}

/** How far images of one tag lie apart on different platforms; see `core/images/table.ts`. */
const otherPlatform: Spread = { down: 0.75, up: 1.15 };

function standIn(answering: Platform, wanted: Platform): Pick<ImageFacts, "standsInFor" | "spread"> {
  if (canonicalPlatform(answering) === canonicalPlatform(wanted)) return { standsInFor: undefined };
  const standsInFor = `there is no image for ${wanted}; these are the figures for ${answering}`;
  return { standsInFor, spread: otherPlatform };
}

function platformsOf(entries: readonly IndexEntry[]): readonly Platform[] {
  return [...new Set(entries.flatMap(({ platform }) => platform ?? []))];
}
