import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DiskCache } from "../../../server/src/host/images/disk.ts";
import { amd64, factsOf, reference, smallTable, temporaryFolder } from "./fixture.ts";

const limits = { maxEntries: 100, maxBytes: 100_000 };
const fileIn = (folder: string): string => path.join(folder, "image-facts.json");

async function put(disk: DiskCache, text: string, bytes: number, fetchedAt = 1): Promise<void> {
  await disk.store(reference(text), amd64, { facts: factsOf(text, bytes), fetchedAt });
}

async function bytesIn(disk: DiskCache, text: string): Promise<number | undefined> {
  return (await disk.lookup(reference(text), amd64))?.facts.compressedBytes;
}

test("keeps facts and their age for the next session, in a folder that need not exist yet", async () => {
  const folder = path.join(await temporaryFolder(), "new", "folder");
  await put(new DiskCache(folder, limits), "node:22", 7, 1234);
  const found = await new DiskCache(folder, limits).lookup(reference("node:22"), amd64);
  expect(found).toEqual({ facts: factsOf("node:22", 7), fetchedAt: 1234 });
});

test("knows one platform under all its names, and no other platform", async () => {
  const disk = new DiskCache(await temporaryFolder(), limits);
  const facts = factsOf("node:22", 7);
  await disk.store(reference("docker.io/library/node:22"), "linux/arm64", { facts, fetchedAt: 1 });
  expect(await disk.lookup(reference("node:22"), "linux/arm64/v8")).toEqual({ facts, fetchedAt: 1 });
  expect(await disk.lookup(reference("node:22"), amd64)).toBeUndefined();
});

test("has nothing and writes nothing before the first answer", async () => {
  const folder = await temporaryFolder();
  expect(await bytesIn(new DiskCache(folder, limits), "node:22")).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

test("does not store what the bundled table says", async () => {
  const folder = await temporaryFolder();
  const facts = smallTable.facts(reference("node:22"), amd64);
  expect(facts?.source).toBe("table");
  if (facts) await new DiskCache(folder, limits).store(reference("node:22"), amd64, { facts, fetchedAt: 1 });
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(process.platform === "win32")("lets only the user read it", async () => {
  const folder = await temporaryFolder();
  await put(new DiskCache(folder, limits), "registry.example/secret:1", 1);
  expect((await stat(fileIn(folder))).mode & 0o077).toBe(0);
});

describe("a damaged or foreign file counts as empty and is written anew", () => {
  const dated = { facts: factsOf("node:22", 1), fetchedAt: 1 };
  const whole = (entries: unknown, version: unknown = 1): string => JSON.stringify({ version, entries });
  const withFacts = (change: object): string =>
    whole([["node:22 linux/amd64", { ...dated, facts: { ...dated.facts, ...change } }]]);

  test.each([
    ["empty", ""],
    ["cut short", whole([["node:22 linux/amd64", dated]]).slice(0, -20)],
    ["no object", "null"],
    ["another program's", '{"images": []}'],
    ["another version", whole([["node:22 linux/amd64", dated]], 2)],
    ["entries that are none", whole([null, 1, ["node:22 linux/amd64"], ["node:22 linux/amd64", {}]])],
    ["entries as an object", whole({ "node:22 linux/amd64": dated })],
    ["no date", whole([["node:22 linux/amd64", { facts: dated.facts }]])],
    ["a size in words", withFacts({ compressedBytes: "1 MB" })],
    ["a negative size", withFacts({ uncompressedBytes: -1 })],
    ["layers in words", withFacts({ layers: ["1"] })],
    ["an unknown system", withFacts({ osFamily: "toString" })],
    ["no platforms", withFacts({ platforms: undefined })],
    ["the table's facts", withFacts({ source: "table" })],
    ["beyond the bound", whole([["node:22 linux/amd64", dated]]) + " ".repeat(limits.maxBytes)],
  ])("%s", async (_, text) => {
    const folder = await temporaryFolder();
    await writeFile(fileIn(folder), text);
    const disk = new DiskCache(folder, limits);
    expect(await bytesIn(disk, "node:22")).toBeUndefined();
    await put(disk, "python:3.13", 2);
    expect(JSON.parse(await readFile(fileIn(folder), "utf8"))).toMatchObject({ version: 1 });
    expect(await bytesIn(new DiskCache(folder, limits), "python:3.13")).toBe(2);
  });

  test("entries that are in order survive beside damaged ones", async () => {
    const folder = await temporaryFolder();
    await writeFile(
      fileIn(folder),
      whole([
        ["x linux/amd64", { fetchedAt: 1 }],
        ["node:22 linux/amd64", dated],
      ]),
    );
    expect(await bytesIn(new DiskCache(folder, limits), "node:22")).toBe(1);
  });
});

test("rejects when the file system refuses, leaves nothing behind, and works again afterwards", async () => {
  const folder = await temporaryFolder();
  const disk = new DiskCache(folder, limits);
  await mkdir(fileIn(folder));
  await expect(bytesIn(disk, "node:22")).rejects.toThrow();
  await expect(put(disk, "node:22", 1)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["image-facts.json"]);

  const file = path.join(folder, "file");
  await writeFile(file, "");
  await expect(put(new DiskCache(file, limits), "node:22", 1)).rejects.toThrow();
});

describe("bounds", () => {
  test("drops the entries that were not used for longest", async () => {
    const disk = new DiskCache(await temporaryFolder(), { ...limits, maxEntries: 2 });
    await put(disk, "a:1", 1);
    await put(disk, "b:1", 2);
    await bytesIn(disk, "a:1");
    await put(disk, "c:1", 3);
    expect(await Promise.all(["a:1", "b:1", "c:1"].map((text) => bytesIn(disk, text)))).toEqual([
      1,
      undefined,
      3,
    ]);
  });

  test("never writes more bytes than it may, in characters of any length", async () => {
    const folder = await temporaryFolder();
    const disk = new DiskCache(folder, { maxEntries: 100, maxBytes: 2_000 });
    const runtime = "ü".repeat(200);
    for (let count = 0; count < 10; count += 1) {
      const facts = { ...factsOf("a:1", count), runtime };
      await disk.store(reference(`a:${count}`), amd64, { facts, fetchedAt: 1 });
    }
    const { size } = await stat(fileIn(folder));
    expect(size).toBeLessThanOrEqual(2_000);
    expect(size).toBeGreaterThan(1_000);
    expect(await bytesIn(disk, "a:9")).toBe(9);
    expect(await bytesIn(disk, "a:0")).toBeUndefined();
  });
});

describe("several writers", () => {
  test("answers that come at once are all kept", async () => {
    const folder = await temporaryFolder();
    const disk = new DiskCache(folder, limits);
    const texts = Array.from({ length: 20 }, (_, index) => `a:${index}`);
    await Promise.all(texts.map((text, index) => put(disk, text, index)));
    const found = await Promise.all(texts.map((text) => bytesIn(new DiskCache(folder, limits), text)));
    expect(found).toEqual(texts.map((_, index) => index));
  });

  test("a window sees and keeps what another one has stored", async () => {
    const folder = await temporaryFolder();
    const [one, other] = [new DiskCache(folder, limits), new DiskCache(folder, limits)];
    await put(one, "a:1", 1, 10);
    expect(await bytesIn(other, "a:1")).toBe(1);
    await put(other, "b:1", 2);
    await put(one, "c:1", 3);
    expect(await bytesIn(one, "b:1")).toBe(2);
    await put(other, "a:1", 9, 5);
    expect(await bytesIn(one, "a:1")).toBe(1);
  });

  test("the file is whole at every moment, and no temporary file stays", async () => {
    const folder = await temporaryFolder();
    const windows = Array.from({ length: 4 }, () => new DiskCache(folder, limits));
    await put(new DiskCache(folder, limits), "first:1", 1);
    let isWriting = true;
    const writing = Promise.all(
      windows.map(async (disk, window) => {
        for (let count = 0; count < 15; count += 1) await put(disk, `w${window}:${count}`, count);
      }),
    ).finally(() => {
      isWriting = false;
    });
    while (isWriting) expect(JSON.parse(await readFile(fileIn(folder), "utf8")).version).toBe(1);
    await writing;
    expect(await readdir(folder)).toEqual(["image-facts.json"]);
  });
});
