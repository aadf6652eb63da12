import type { Span } from "../edits/span.ts";
import type { ImageReference } from "./types.ts";

// distribution/reference, regexp.go. A host may be an IPv6 address in brackets.
const host =
  /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d+)?$/;
const remainder =
  /^([a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const maxNameLength = 255;

/** Where the pieces of a reference stand in its text; offsets are UTF-16 units from its start. */
export interface ReferenceParts {
  /** Behind the name, host included: here a tag would be added. */
  readonly nameEnd: number;
  /** Without the colon. */
  readonly tag: Span | undefined;
  /** Without the `@`. */
  readonly digest: Span | undefined;
}

/** Reads an image reference as Docker does; undefined when it is malformed or still has variables. */
export function parseReference(text: string): ImageReference | undefined {
  const read = readReference(text);
  if (!read) return undefined;
  const { registry, repository, tag, digest } = read;
  return { registry, repository, tag, digest, familiar: familiarText(registry, repository, tag, digest) };
}

/** The same repository with another tag. A digest is dropped, because it names what the old tag stood for. */
export function withTag({ registry, repository }: ImageReference, tag: string): ImageReference {
  const familiar = familiarText(registry, repository, tag, undefined);
  return { registry, repository, tag, digest: undefined, familiar };
}

/** Where name, tag and digest stand, so that an edit can touch one of them; undefined when it is no reference. */
export function referenceParts(text: string): ReferenceParts | undefined {
  const read = readReference(text);
  if (!read) return undefined;
  const { nameEnd, tag, digest } = read;
  const digestEnd = text.length;
  const digestStart = digest === undefined ? undefined : digestEnd - digest.length;
  const tagStart = nameEnd + 1;
  return {
    nameEnd,
    tag: tag === undefined ? undefined : { start: tagStart, end: tagStart + tag.length },
    digest: digestStart === undefined ? undefined : { start: digestStart, end: digestEnd },
  };
}

interface ReadReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly nameEnd: number;
}

function readReference(text: string): ReadReference | undefined {
  const hostEnd = hostLength(text);
  const match = remainder.exec(hostEnd === 0 ? text : text.slice(hostEnd + 1));
  const path = match?.[1];
  if (path === undefined || path.length > maxNameLength) return undefined;
  const written = text.slice(0, hostEnd);
  if (hostEnd > 0 && !host.test(written)) return undefined;
  const registry = hostEnd === 0 || written === "index.docker.io" ? "docker.io" : written;
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  const [, , tag, digest] = match ?? [];
  if (isBareId(path, hostEnd) || !isDigest(digest)) return undefined;
  return { registry, repository, tag, digest, nameEnd: (hostEnd === 0 ? 0 : hostEnd + 1) + path.length };
}

/** The first path element is a host when it has a dot, a port or an upper-case letter, or is `localhost`. */
function hostLength(text: string): number {
  const slash = text.indexOf("/");
  if (slash < 0) return 0;
  return /[.:A-Z]|^localhost$/.test(text.slice(0, slash)) ? slash : 0;
}

/** Docker refuses 64 hexadecimal digits as a name, because it would read them as an image id. */
function isBareId(path: string, hostEnd: number): boolean {
  return hostEnd === 0 && /^[0-9a-f]{64}$/.test(path);
}

function isDigest(digest: string | undefined): boolean {
  if (digest === undefined) return true;
  const colon = digest.indexOf(":");
  const algorithm = digest.slice(0, colon);
  const hex = digest.slice(colon + 1);
  if (!Object.hasOwn(digestLengths, algorithm)) return true;
  return hex.length === digestLengths[algorithm] && hex === hex.toLowerCase();
}

function familiarText(
  registry: string,
  repository: string,
  tag: string | undefined,
  digest: string | undefined,
): string {
  const name =
    registry === "docker.io" ? repository.replace(/^library\/(?=[^/]+$)/, "") : `${registry}/${repository}`;
  return name + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}
