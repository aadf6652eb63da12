/** An image reference as Docker reads it, after variables are resolved. Source: distribution/reference. */
export interface ImageReference {
  /** Registry host, `docker.io` when none is written. */
  readonly registry: string;
  /** Repository path at that registry, with `library/` for official images on docker.io. */
  readonly repository: string;
  /** Undefined when none is written (Docker then takes `latest`). */
  readonly tag: string | undefined;
  /** `sha256:…`, or undefined. */
  readonly digest: string | undefined;
  /** The shortest usual way to write it: `node:22-slim`, `ghcr.io/o/n:1`. */
  readonly familiar: string;
}

export type OsFamily =
  | "debian"
  | "ubuntu"
  | "alpine"
  | "rpm"
  | "busybox"
  | "arch"
  | "distroless"
  | "windows"
  | "scratch";
export type Libc = "glibc" | "musl" | "uclibc";
export type PackageManager = "apt" | "apk" | "dnf" | "microdnf" | "yum" | "zypper" | "pacman";
/** `os/arch[/variant]`, for example `linux/amd64` or `linux/arm64/v8`. */
export type Platform = string;

/** How far figures may be off, as factors: `{ down: 0.9, up: 1.1 }` is ±10 %. */
export interface Spread {
  readonly down: number;
  readonly up: number;
}

/** What is known about one image on one platform. Undefined means "not known". */
export interface ImageFacts {
  /** The reference these figures are of. Differs from the one asked for when a neighbour had to stand in. */
  readonly reference: string;
  /** Set when the figures are another tag's: why that one stands in ("no figures for node:20; node:22 is the same image of another line"). */
  readonly standsInFor: string | undefined;
  /**
   * How far the sizes may be off: a stand-in's are another image's, and a tag such as `latest` has moved since.
   * Not set when they are exactly those of the image asked for.
   */
  readonly spread?: Spread;
  readonly platform: Platform;
  /** Compressed bytes of all layers, as transferred. */
  readonly compressedBytes: number | undefined;
  /** Compressed bytes of each layer, base first. */
  readonly layers: readonly number[] | undefined;
  readonly uncompressedBytes: number | undefined;
  readonly layerCount: number | undefined;
  /** ISO date on which the image was built. */
  readonly created: string | undefined;
  readonly digest: string | undefined;
  /** The user that the image runs as when it is not root. `undefined` = not known. */
  readonly user: string | undefined;
  /** "debian bookworm" */
  readonly os: string | undefined;
  readonly osFamily: OsFamily | undefined;
  readonly libc: Libc | undefined;
  readonly packageManager: PackageManager | undefined;
  readonly shell: string | undefined;
  /** "node 22.23.2" */
  readonly runtime: string | undefined;
  readonly platforms: readonly Platform[];
  readonly source: "engine" | "registry" | "table";
  /** ISO date on which the source stated it. */
  readonly asOf: string;
}
