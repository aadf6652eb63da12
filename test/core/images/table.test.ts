import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { imageTable as generated } from "../../../scripts/data-images.ts";
import { inRoot } from "../../../scripts/support/paths.ts";
import { imageAmount } from "../../../server/src/core/estimate/image.ts";
import { imageTable } from "../../../server/src/core/images/table.ts";
import { reference, smallTable } from "./fixture.ts";

const amd64 = "linux/amd64";
const factsOf = (text: string, platform = amd64) => smallTable.facts(reference(text), platform);

test("a tag's own figures are exact and say what is known of the image", () => {
  expect(factsOf("node:22")).toEqual({
    reference: "node:22",
    standsInFor: undefined,
    platform: amd64,
    compressedBytes: 400_000_000,
    layers: [50_000_000, 350_000_000],
    uncompressedBytes: undefined,
    layerCount: 2,
    created: "2026-09-01",
    digest: undefined,
    user: undefined,
    os: "debian bookworm",
    osFamily: "debian",
    libc: "glibc",
    packageManager: "apt",
    shell: "/bin/bash + /bin/sh (dash)",
    runtime: "node 22.23.2",
    platforms: [amd64],
    source: "table",
    asOf: "2026-09-19",
  });
});

test("other names of a build have its figures", () => {
  expect(factsOf("node:22-bookworm-slim")).toMatchObject({
    reference: "node:22-bookworm-slim",
    standsInFor: undefined,
    compressedBytes: 80_000_000,
  });
  expect(factsOf("docker.io/library/node:jod")).toMatchObject({
    reference: "node:jod",
    compressedBytes: 400_000_000,
  });
  expect(factsOf("public.ecr.aws/docker/library/node:22")?.compressedBytes).toBe(400_000_000);
});

test("a tag's own figures win over those under another name", () => {
  expect(factsOf("node")?.compressedBytes).toBe(442_000_000);
});

describe("where a tag has no figures, its nearest relative answers and says so", () => {
  test.each([
    // asked, answers, why
    ["node:22.11.0-slim", "node:22-slim", "is the newest build of that line"],
    ["node:20-bookworm-slim", "node:20-slim", "is that line on debian bookworm too"],
    ["node:22-bullseye", "node:22", "is that line on another release of the system"],
    ["node:20", "node:22", "is the same image of another line"],
    ["node:20-bookworm", "node:22-bookworm", "is the same image of another line"],
    ["node:20.3-alpine3.18", "node:22-alpine", "is the same image of another line"],
    ["python:3.13.2", "python:3.13", "is the newest build of that line"],
    ["python:3.12-slim", "python:3.12-slim-bookworm", "is that line on another release of the system"],
    ["python:3", "python:3.13", "is the newest of it with figures"],
    ["python:2.7", "python:3.7", "is the same image of another line"],
    ["golang:1.22-alpine", "golang:1.25-alpine", "is the same image of another line"],
    ["golang:1.18-alpine", "golang:1.19-alpine", "is the same image of another line"],
    ["alpine:3.19.1", "alpine:3.19", "is the newest build of that line"],
    ["debian:bookworm-20240513-slim", "debian:12-slim", "is the newest build of that line"],
    [
      "eclipse-temurin:21.0.2_13-jdk-jammy",
      "eclipse-temurin:21",
      "is that line on another release of the system",
    ],
    ["rust:1.75", "rust:1", "is the newest of it with figures"],
  ])("%s → %s", (asked, answers, why) => {
    const found = factsOf(asked);
    expect(found?.reference).toBe(answers);
    expect(found?.standsInFor).toBe(`no figures for ${asked}; ${answers} ${why}`);
    expect(found?.spread?.down).toBeLessThan(1);
    expect(found?.spread?.up).toBeGreaterThan(1);
  });

  test("it is always the same variant: there is no figure rather than another image's", () => {
    expect(factsOf("python:3.13-alpine")).toBeUndefined();
    expect(factsOf("golang:1.26")).toBeUndefined();
    expect(factsOf("eclipse-temurin:21-jre-alpine")).toBeUndefined();
    expect(factsOf("python:3.14-rc")).toBeUndefined();
    expect(factsOf("ghcr.io/library/node:22")).toBeUndefined();
    expect(factsOf("someone/node:22")).toBeUndefined();
  });

  test("what another line's image says of its system is not passed on", () => {
    expect(factsOf("node:20")).toMatchObject({ os: undefined, osFamily: "debian", runtime: undefined });
    expect(factsOf("node:20-bullseye")).toMatchObject({ os: "debian bullseye" });
    expect(factsOf("node:22-bullseye")).toMatchObject({ os: "debian bullseye" });
  });

  test("the spread covers what the lines around it have: Java 21 is half as big again as 25", () => {
    const found = factsOf("eclipse-temurin:23-jdk");
    expect(found?.reference).toBe("eclipse-temurin:25-jdk");
    expect((found?.compressedBytes ?? 0) * (found?.spread?.up ?? 1)).toBeGreaterThan(224_000_000);
  });

  test("the further off the line, the wider", () => {
    const near = factsOf("node:16")?.spread;
    const far = factsOf("node:8")?.spread;
    expect(far?.down).toBeLessThan(near?.down ?? 0);
  });
});

test("a tag that moves from release to release is not exact", () => {
  expect(factsOf("nginx:alpine")).toMatchObject({ standsInFor: undefined, spread: { down: 0.9, up: 1.25 } });
});

describe("platforms", () => {
  test("linux/arm64 is linux/arm64/v8", () => {
    expect(factsOf("node:22-slim", "linux/arm64")).toMatchObject({
      platform: "linux/arm64/v8",
      compressedBytes: 79_000_000,
      standsInFor: undefined,
      platforms: [amd64, "linux/arm64/v8"],
    });
  });

  test("linux/amd64 stands in for a platform without figures", () => {
    const found = factsOf("node:22", "linux/arm64");
    expect(found?.platform).toBe(amd64);
    expect(found?.standsInFor).toBe("no figures for linux/arm64/v8; those of linux/amd64 stand in");
    expect(factsOf("node:20", "linux/s390x")?.standsInFor).toBe(
      "no figures for node:20; node:22 is the same image of another line; no figures for linux/s390x; those of linux/amd64 stand in",
    );
  });

  test("a namespace of one architecture decides the platform", () => {
    expect(factsOf("arm64v8/node:22-slim")?.compressedBytes).toBe(79_000_000);
  });

  test("Linux figures say nothing about Windows", () => {
    expect(factsOf("node:22", "windows/amd64")).toBeUndefined();
  });
});

test("a digest pins a build that may be another than the tag's", () => {
  const digest = `sha256:${"ab".repeat(32)}`;
  expect(factsOf(`node:22@${digest}`)?.standsInFor).toBe(
    "pinned by digest; the figures are those of node:22",
  );
  expect(factsOf(`node@${digest}`)).toBeUndefined();
});

test("tags are those of the table and those that the image publishes for the asked version", () => {
  const tags = smallTable.tags(reference("node:20-bookworm"));
  expect(tags).toEqual(expect.arrayContaining(["22", "jod", "20-slim", "20-bookworm-slim", "20-alpine"]));
  expect(smallTable.tags(reference("gcr.io/distroless/static-debian12"))).toContain("nonroot");
  expect(smallTable.tags(reference("mcr.microsoft.com/dotnet/aspnet:8.0"))).toContain("8.0-noble-chiseled");
  expect(smallTable.tags(reference("mcr.microsoft.com/dotnet/sdk:8.0"))).not.toContain("8.0-noble-chiseled");
  expect(smallTable.tags(reference("example.com/a"))).toEqual([]);
});

describe("the bundled table", () => {
  const text = readFileSync(inRoot("data/images.json"), "utf8");
  const table = imageTable(JSON.parse(text));

  test("is what its source says, and small", () => {
    expect(generated()).toBe(text);
    expect(text.length).toBeLessThan(90_000);
  });

  test("has the registry's figures to the byte", () => {
    expect(table.facts(reference("node:22-slim"), amd64)).toMatchObject({
      compressedBytes: 79_893_445,
      layers: [28_238_443, 3311, 49_938_232, 1_713_012, 447],
      os: "debian bookworm",
      asOf: "2026-09-19",
    });
  });

  test("an image of another registry answers for its own tags, with the round figure that its project states", () => {
    const found = table.facts(reference("gcr.io/distroless/static-debian12:nonroot"), amd64);
    expect(found).toMatchObject({
      osFamily: "distroless",
      uncompressedBytes: 2_097_152,
      standsInFor: undefined,
    });
    const unpacked = found && imageAmount(found)?.unpacked;
    expect(unpacked?.low).toBeLessThan(2_000_000);
    expect(unpacked?.high).toBeGreaterThan(2_200_000);
    for (const other of [":debug", `:latest@sha256:${"0".repeat(64)}`])
      expect(table.facts(reference(`gcr.io/distroless/static-debian12${other}`), amd64)).toBeUndefined();
    expect(table.facts(reference("gcr.io/other/static-debian12"), amd64)).toBeUndefined();
  });

  test("every row is whole", () => {
    for (const image of Object.keys(JSON.parse(text).images)) {
      for (const tag of table.tags(reference(image))) {
        for (const platform of [amd64, "linux/arm64"]) {
          const found = table.facts(reference(`${image}:${tag}`), platform);
          if (!found) continue;
          const bytes = found.compressedBytes ?? found.uncompressedBytes;
          expect(bytes, `${image}:${tag}`).toBeGreaterThan(1000);
          expect(found.asOf).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
        }
      }
    }
  });
});
