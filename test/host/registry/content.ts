import { createHash } from "node:crypto";

const indexType = "application/vnd.oci.image.index.v1+json";
export const listType = "application/vnd.docker.distribution.manifest.list.v2+json";
export const ociType = "application/vnd.oci.image.manifest.v1+json";
export const dockerType = "application/vnd.docker.distribution.manifest.v2+json";

/** A file of a registry as it is sent. */
export interface Stored {
  readonly type: string;
  readonly body: Buffer;
  readonly digest: string;
}

export interface ImageContent {
  readonly manifest: Stored;
  readonly config: Stored;
  readonly layers: readonly Stored[];
}

interface ImageInput {
  /** Bytes of each layer. */
  readonly layers: readonly number[];
  readonly type?: string;
  readonly architecture?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly { readonly created_by: string; readonly empty_layer?: boolean }[];
  /** Takes the place of the usual media type of layers. */
  readonly layerType?: string;
}

/** An image that hangs together; nothing in it could be started. */
export function imageOf(input: ImageInput): ImageContent {
  const { type = ociType, architecture = "amd64", history = [], config: run = {} } = input;
  const isOci = type === ociType;
  const {
    layerType = isOci
      ? "application/vnd.oci.image.layer.v1.tar+gzip"
      : "application/vnd.docker.image.rootfs.diff.tar.gzip",
  } = input;
  const layers = input.layers.map((size, at) =>
    stored(layerType, Buffer.alloc(size, `${architecture}${at}`)),
  );
  const config = json(
    isOci ? "application/vnd.oci.image.config.v1+json" : "application/vnd.docker.container.image.v1+json",
    {
      created: "2026-10-01T10:00:00Z",
      os: "linux",
      architecture,
      config: run,
      history,
      rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
    },
  );
  const manifest = json(type, {
    schemaVersion: 2,
    mediaType: type,
    config: descriptor(config),
    layers: layers.map(descriptor),
  });
  return { manifest, config, layers };
}

/** An index or, by Docker's name, a manifest list. */
export function indexOf(
  entries: readonly {
    readonly manifest: Stored;
    readonly platform?: unknown;
    readonly annotations?: unknown;
  }[],
  type = indexType,
): Stored {
  const manifests = entries.map(({ manifest, platform, annotations }) => ({
    ...descriptor(manifest),
    ...(platform !== undefined && { platform }),
    ...(annotations !== undefined && { annotations }),
  }));
  return json(type, { schemaVersion: 2, mediaType: type, manifests });
}

export function json(type: string, value: unknown): Stored {
  return stored(type, Buffer.from(JSON.stringify(value)));
}

function stored(type: string, body: Buffer): Stored {
  return { type, body, digest: `sha256:${createHash("sha256").update(body).digest("hex")}` };
}

function descriptor({ type, body, digest }: Stored) {
  return { mediaType: type, size: body.length, digest };
}
