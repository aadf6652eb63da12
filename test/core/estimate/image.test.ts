import { describe, expect, test } from "vitest";
import { imageAmount } from "../../../server/src/core/estimate/image.ts";
import type { ImageFacts } from "../../../server/src/core/images/types.ts";
import { reference, smallTable } from "../images/fixture.ts";

const factsOf = (text: string): ImageFacts => {
  const facts = smallTable.facts(reference(text), "linux/amd64");
  if (!facts) throw new Error(`no facts: ${text}`);
  return facts;
};

test("a tag's own download is exact, and what it unpacks to follows from measured ratios", () => {
  expect(imageAmount(factsOf("node:22"))).toEqual({
    download: { low: 400e6, likely: 400e6, high: 400e6 },
    unpacked: { low: 952e6, likely: 1032e6, high: 1216e6 },
    source: "table",
    reasons: ["node:22 as of 2026-09-19"],
  });
});

test("a stated unpacked size is exact", () => {
  expect(imageAmount(factsOf("node:22-alpine"))?.unpacked).toEqual({
    low: 170e6,
    likely: 170e6,
    high: 170e6,
  });
});

test("where only the unpacked size is known, the download follows from it", () => {
  const amount = imageAmount(factsOf("alpine:3.19"));
  expect(amount?.unpacked.likely).toBe(7_391_160);
  expect(amount?.download.low).toBeLessThan(3_500_000);
  expect(amount?.download.high).toBeGreaterThan(3_500_000);
});

test("a stand-in is a range around its figure, and says for what it stands in", () => {
  const amount = imageAmount(factsOf("node:20"));
  expect(amount?.source).toBe("neighbour");
  expect(amount?.download.low).toBeLessThan(400e6);
  expect(amount?.download.high).toBeGreaterThan(400e6);
  expect(amount?.reasons).toEqual([
    "node:22 as of 2026-09-19 (no figures for node:20; node:22 is the same image of another line)",
  ]);
});

describe("ratios depend on what an image is", () => {
  const ratio = (text: string, osFamily: ImageFacts["osFamily"]) => {
    const facts = {
      ...factsOf("node:22"),
      reference: text,
      osFamily,
      compressedBytes: 1000,
      uncompressedBytes: undefined,
    };
    return (imageAmount(facts)?.unpacked.likely ?? 0) / 1000;
  };
  test.each([
    ["debian:12", 2.39, "debian"],
    ["debian:12-slim", 2.65, "debian"],
    ["node:20", 2.58, "debian"],
    ["node:20-slim", 2.73, "debian"],
    ["alpine:3.20", 2.1, "alpine"],
    ["node:20-alpine", 2.87, "alpine"],
    ["eclipse-temurin:21", 2.11, "ubuntu"],
    ["eclipse-temurin:21-jre-alpine", 1.45, "alpine"],
    ["almalinux:9", 2.72, "rpm"],
    ["example.com/app:1", 2.42, undefined],
  ] as const)("%s", (text, expected, family) => expect(ratio(text, family)).toBeCloseTo(expected));
});

test("without any size there is no amount", () => {
  expect(
    imageAmount({ ...factsOf("node:22"), compressedBytes: undefined, uncompressedBytes: undefined }),
  ).toBeUndefined();
});

test("an image on this machine is measured", () => {
  const amount = imageAmount({ ...factsOf("node:22"), source: "engine", uncompressedBytes: 1e9 });
  expect(amount).toMatchObject({ source: "measured", reasons: ["node:22 on this machine"] });
});
