import type { ImageFacts, Libc, OsFamily, PackageManager, Spread } from "../../core/images/types.ts";
import type { DatedFacts } from "./ages.ts";

/** What `JSON.parse` made of an entry of the cache file; undefined when it is not one of ours. */
export function readDatedFacts(value: unknown): DatedFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { facts, fetchedAt } = value;
  return isAmount(fetchedAt) && isImageFacts(facts) ? { facts, fetchedAt } : undefined;
}

type Check = (value: unknown) => boolean;

const osFamilies: Readonly<Record<OsFamily, true>> = {
  debian: true,
  ubuntu: true,
  alpine: true,
  rpm: true,
  busybox: true,
  arch: true,
  distroless: true,
  windows: true,
  scratch: true,
};
const libcs: Readonly<Record<Libc, true>> = { glibc: true, musl: true, uclibc: true };
const packageManagers: Readonly<Record<PackageManager, true>> = {
  apt: true,
  apk: true,
  dnf: true,
  microdnf: true,
  yum: true,
  zypper: true,
  pacman: true,
};

/** One per field, so that a new field does not compile until it is checked. A field may be missing: "not known". */
const checks: Readonly<Record<keyof ImageFacts, Check>> = {
  reference: isText,
  standsInFor: maybe(isText),
  spread: maybe(isSpread),
  platform: isText,
  compressedBytes: maybe(isAmount),
  layers: maybe(listOf(isAmount)),
  uncompressedBytes: maybe(isAmount),
  layerCount: maybe(isAmount),
  created: maybe(isText),
  digest: maybe(isText),
  user: maybe(isText),
  os: maybe(isText),
  osFamily: maybe(nameIn(osFamilies)),
  libc: maybe(nameIn(libcs)),
  packageManager: maybe(nameIn(packageManagers)),
  shell: maybe(isText),
  runtime: maybe(isText),
  platforms: listOf(isText),
  // The bundled table's own facts are never stored: the next version brings better ones.
  source: (value) => value === "engine" || value === "registry",
  asOf: isText,
};

function isImageFacts(value: unknown): value is ImageFacts {
  return isRecord(value) && Object.entries(checks).every(([field, check]) => check(value[field]));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isSpread(value: unknown): value is Spread {
  return isRecord(value) && isAmount(value.down) && isAmount(value.up);
}

function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function nameIn(names: Readonly<Record<string, true>>): Check {
  return (value) => isText(value) && Object.hasOwn(names, value);
}
