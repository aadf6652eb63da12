import type { Platform } from "../../core/images/types.ts";
import { isRecord } from "../images/storedFacts.ts";
import { isDigest } from "./digest.ts";
import { parseJson } from "./json.ts";

// image-spec, media-types.md: Docker's and OCI's are interchangeable.
export const indexTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
export const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const configTypes = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

export type Manifest =
  | { readonly kind: "index"; readonly entries: readonly IndexEntry[] }
  | { readonly kind: "image"; readonly config: string; readonly layers: readonly number[] }
  /** A chart, a signature or the like, which no container starts from. */
  | { readonly kind: "other" };

/** One image of an index; attestations are left out. */
export interface IndexEntry {
  readonly digest: string;
  /** Undefined where the index does not say. */
  readonly platform: Platform | undefined;
  readonly isIndex: boolean;
}

/** More than any image has: the kernel stops at 500 layers, and there are some thirty platforms. */
const maxEntries = 2_000;

/** Reads what a registry has answered. Throws when it is neither an image nor an index, or contradicts itself. */
export function readManifest(type: string, body: Uint8Array): Manifest {
  if (/^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(type))
    throw new Error("the registry answers in schema 1, which is out of use");
  if (![...indexTypes, ...manifestTypes].includes(type))
    throw new Error("the registry answers with something that is no manifest");
  const content = parseJson(body, "manifest");
  // A text that is both would be read differently by different readers.
  if (content.mediaType !== undefined && content.mediaType !== type)
    throw new Error("the manifest says that it is something else than the registry says");
  return indexTypes.includes(type) ? readIndex(content) : readImage(content);
}

function readIndex({ manifests, layers }: Readonly<Record<string, unknown>>): Manifest {
  if (!isList(manifests) || layers !== undefined) throw new Error("the index is malformed");
  const entries = manifests.flatMap((entry): readonly IndexEntry[] => {
    if (!isRecord(entry) || !isText(entry.digest) || !isDigest(entry.digest))
      throw new Error("an entry of the index is malformed");
    const { digest, mediaType, annotations, artifactType } = entry;
    const platform = readPlatform(entry.platform);
    const isAttestation =
      platform?.startsWith("unknown/") ||
      artifactType === "application/vnd.docker.attestation.manifest.v1+json" ||
      (isRecord(annotations) && annotations["vnd.docker.reference.type"] !== undefined);
    const isIndex = isText(mediaType) && indexTypes.includes(mediaType);
    // An index may hold what is not known yet.
    const isImage = isIndex || (isText(mediaType) && manifestTypes.includes(mediaType));
    return isAttestation || !isImage ? [] : [{ digest, platform, isIndex }];
  });
  return { kind: "index", entries };
}

function readPlatform(value: unknown): Platform | undefined {
  if (!isRecord(value) || !isText(value.architecture)) return undefined;
  const { os = "linux", architecture, variant } = value;
  const parts = [os, architecture, variant].filter((part) => isText(part) && part !== "");
  return parts.every((part) => isText(part) && /^[\w.-]{1,40}$/.test(part)) ? parts.join("/") : undefined;
}

function readImage({ config, layers, manifests }: Readonly<Record<string, unknown>>): Manifest {
  if (!isRecord(config) || !isText(config.digest) || !isDigest(config.digest) || manifests !== undefined)
    throw new Error("the manifest is malformed");
  if (!isText(config.mediaType) || !configTypes.includes(config.mediaType)) return { kind: "other" };
  if (!isList(layers)) throw new Error("the manifest is malformed");
  const sizes = layers.map((layer) => {
    if (
      !isRecord(layer) ||
      typeof layer.size !== "number" ||
      !Number.isSafeInteger(layer.size) ||
      layer.size < 0
    )
      throw new Error("a layer of the manifest has no size");
    return layer.size;
  });
  return { kind: "image", config: config.digest, layers: sizes };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= maxEntries;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
