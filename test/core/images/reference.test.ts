import { describe, expect, test } from "vitest";
import { parseReference, referenceParts, withTag } from "../../../server/src/core/images/reference.ts";

const sha256 = `sha256:${"a1".repeat(32)}`;
const sha512 = `sha512:${"b2".repeat(64)}`;

describe("a reference is read as Docker reads it", () => {
  test.each([
    // text, registry, repository, tag, digest, familiar
    ["node", "docker.io", "library/node", undefined, undefined, "node"],
    ["node:22-slim", "docker.io", "library/node", "22-slim", undefined, "node:22-slim"],
    ["library/node:22", "docker.io", "library/node", "22", undefined, "node:22"],
    ["docker.io/node:22", "docker.io", "library/node", "22", undefined, "node:22"],
    ["docker.io/library/node", "docker.io", "library/node", undefined, undefined, "node"],
    ["index.docker.io/library/node:1", "docker.io", "library/node", "1", undefined, "node:1"],
    ["index.docker.io/bitnami/redis", "docker.io", "bitnami/redis", undefined, undefined, "bitnami/redis"],
    ["bitnami/redis:7.2", "docker.io", "bitnami/redis", "7.2", undefined, "bitnami/redis:7.2"],
    ["docker.io/a/b/c", "docker.io", "a/b/c", undefined, undefined, "a/b/c"],
    ["library/a/b", "docker.io", "library/a/b", undefined, undefined, "library/a/b"],
    ["ghcr.io/o/n:1", "ghcr.io", "o/n", "1", undefined, "ghcr.io/o/n:1"],
    ["localhost/app", "localhost", "app", undefined, undefined, "localhost/app"],
    ["localhost:5000/app:dev", "localhost:5000", "app", "dev", undefined, "localhost:5000/app:dev"],
    [
      "registry:5000/team/app:1.2_3-x",
      "registry:5000",
      "team/app",
      "1.2_3-x",
      undefined,
      "registry:5000/team/app:1.2_3-x",
    ],
    ["127.0.0.1:80/x", "127.0.0.1:80", "x", undefined, undefined, "127.0.0.1:80/x"],
    ["[::1]:5000/x:y", "[::1]:5000", "x", "y", undefined, "[::1]:5000/x:y"],
    ["Corp/app", "Corp", "app", undefined, undefined, "Corp/app"],
    [
      "registry.EXAMPLE.com/app",
      "registry.EXAMPLE.com",
      "app",
      undefined,
      undefined,
      "registry.EXAMPLE.com/app",
    ],
    [`node@${sha256}`, "docker.io", "library/node", undefined, sha256, `node@${sha256}`],
    [`node:22@${sha256}`, "docker.io", "library/node", "22", sha256, `node:22@${sha256}`],
    [`host.io:1/a/b:t@${sha512}`, "host.io:1", "a/b", "t", sha512, `host.io:1/a/b:t@${sha512}`],
    [
      `x@custom+a.b:${"0F".repeat(20)}`,
      "docker.io",
      "library/x",
      undefined,
      `custom+a.b:${"0F".repeat(20)}`,
      `x@custom+a.b:${"0F".repeat(20)}`,
    ],
    ["a__b/c---d.e_f", "docker.io", "a__b/c---d.e_f", undefined, undefined, "a__b/c---d.e_f"],
    [`x:${"t".repeat(128)}`, "docker.io", "library/x", "t".repeat(128), undefined, `x:${"t".repeat(128)}`],
    ["node:_x", "docker.io", "library/node", "_x", undefined, "node:_x"],
  ])("%s", (text, registry, repository, tag, digest, familiar) => {
    expect(parseReference(text)).toEqual({ registry, repository, tag, digest, familiar });
  });

  test.each([
    "",
    ":22",
    "node:",
    "node:-x",
    "node:.x",
    "node:a b",
    "node@",
    "node@sha256:abc",
    `node@sha256:${"a".repeat(63)}`,
    `node@sha256:${"A".repeat(64)}`,
    `node@sha512:${"a".repeat(64)}`,
    `node@${sha256}:22`,
    "Node",
    "Node:22",
    "node/",
    "/node",
    "a//b",
    "-node",
    "node-",
    "a___b",
    "a..b",
    "ghcr.io/Owner/name",
    "host:port/name",
    "-host.io/name",
    `x:${"t".repeat(129)}`,
    "a".repeat(256),
    "0123456789abcdef".repeat(4),
    "node:${VERSION}",
    "$BASE",
    "node:$VERSION-slim",
    "https://example.com/x",
  ])("not a reference: %j", (text) => {
    expect(parseReference(text)).toBeUndefined();
    expect(referenceParts(text)).toBeUndefined();
  });
});

test("another tag drops the digest, because it names what the old tag stood for", () => {
  const pinned = parseReference(`docker.io/library/node:20@${sha256}`);
  const slim = pinned && withTag(pinned, "20-slim");
  expect(slim).toEqual(parseReference("node:20-slim"));
  const other = parseReference("localhost:5000/a/b");
  expect(other && withTag(other, "x").familiar).toBe("localhost:5000/a/b:x");
});

test.each([
  ["node", "node", undefined, undefined],
  ["node:22-slim", "node", "22-slim", undefined],
  ["localhost:5000/app:dev", "localhost:5000/app", "dev", undefined],
  ["localhost:5000/app", "localhost:5000/app", undefined, undefined],
  ["docker.io/library/node:22", "docker.io/library/node", "22", undefined],
  [`a/b:1@${sha256}`, "a/b", "1", sha256],
  [`a/b@${sha256}`, "a/b", undefined, sha256],
])("name, tag and digest of %s can be edited on their own", (text, name, tag, digest) => {
  const parts = referenceParts(text);
  expect(text.slice(0, parts?.nameEnd)).toBe(name);
  expect(parts?.tag && text.slice(parts.tag.start, parts.tag.end)).toBe(tag);
  expect(parts?.digest && text.slice(parts.digest.start, parts.digest.end)).toBe(digest);
});
