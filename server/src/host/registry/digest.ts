import { createHash } from "node:crypto";

const lengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

export function isDigest(text: string): boolean {
  const [algorithm = "", hex = "", ...rest] = text.split(":");
  if (rest.length > 0 || !Object.hasOwn(lengths, algorithm)) return false;
  return hex.length === lengths[algorithm] && /^[0-9a-f]+$/.test(hex);
}

/** The digest of the content; throws when it is not the one that was asked for. */
export function verified(body: Uint8Array, wanted: string | undefined, what: string): string {
  const algorithm = wanted?.slice(0, wanted.indexOf(":")) ?? "sha256";
  const digest = `${algorithm}:${createHash(algorithm).update(body).digest("hex")}`;
  if (wanted !== undefined && digest !== wanted) throw new Error(`the ${what} is not what its digest says`);
  return digest;
}
