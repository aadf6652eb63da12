import { describe, expect, test } from "vitest";
import { compareVersions, readTag } from "../../../server/src/core/images/tagShape.ts";

describe("a tag is version, release of the system and variant", () => {
  test.each([
    // image, tag, version, suite, variant
    ["node", "22", "22", undefined, ""],
    ["node", "22.11.0-bookworm-slim", "22.11.0", "bookworm", "slim"],
    ["node", "jod-slim", "22", undefined, "slim"],
    ["node", "latest", undefined, undefined, ""],
    ["node", undefined, undefined, undefined, ""],
    ["node", "current-alpine3.22", undefined, "alpine3.22", "alpine"],
    ["node", "lts-slim", undefined, undefined, "lts-slim"],
    ["python", "3.12-slim-bookworm", "3.12", "bookworm", "slim"],
    ["python", "3.14.0rc1-slim", undefined, undefined, "3.14.0rc1-slim"],
    ["golang", "1.22.3-alpine3.19", "1.22.3", "alpine3.19", "alpine"],
    ["php", "8.3", "8.3", undefined, "cli"],
    ["php", "8.3-alpine", "8.3", undefined, "cli-alpine"],
    ["php", "8.3-fpm-alpine3.20", "8.3", "alpine3.20", "fpm-alpine"],
    ["eclipse-temurin", "21", "21", undefined, "jdk"],
    ["eclipse-temurin", "21.0.2_13-jre-alpine", "21.0.2", undefined, "jre-alpine"],
    ["eclipse-temurin", "21-jre-alpine-3.24", "21", "alpine3.24", "jre-alpine"],
    ["eclipse-temurin", "8u392-b08-jdk-jammy", "8", "jammy", "jdk"],
    ["eclipse-temurin", "17-jre-ubi9-minimal", "17", undefined, "jre-ubi9-minimal"],
    ["openjdk", "17-slim", "17", undefined, "jdk-slim"],
    ["debian", "bookworm-20240513-slim", "12", undefined, "slim"],
    ["debian", "12.5", "12.5", undefined, ""],
    ["ubuntu", "jammy-20240111", "22.04", undefined, ""],
    ["alpine", "3.19.1", "3.19.1", undefined, ""],
    ["amazoncorretto", "21-al2023-headless", "21", "al2023", "headless"],
    ["traefik", "v3.1", "3.1", undefined, ""],
    ["maven", "3.9-eclipse-temurin-21-alpine", "3.9", undefined, "eclipse-temurin-21-alpine"],
  ])("%s:%s", (image, tag, version, suite, variant) => {
    const shape = readTag(image, tag);
    expect({ ...shape, version: shape.version?.join(".") }).toEqual({
      version: version?.replace(/\.0(\d)$/, ".$1"),
      suite,
      variant,
    });
  });
});

test("versions compare by number, and a missing part is zero", () => {
  expect(compareVersions([3, 9], [3, 12])).toBeLessThan(0);
  expect(compareVersions([3], [3, 0])).toBe(0);
  expect(compareVersions([22, 4], [22, 0, 5])).toBeGreaterThan(0);
});
