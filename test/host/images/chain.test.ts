import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DiskCache } from "../../../server/src/host/images/disk.ts";
import { MemoryCache } from "../../../server/src/host/images/memory.ts";
import type { ImageSource } from "../../../server/src/host/images/source.ts";
import { amd64, chainOf, factsOf, never, reference, sourceOf, temporaryFolder } from "./fixture.ts";

// The file system and promises go on in real time.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const limits = { maxEntries: 100, maxBytes: 100_000 };
const minute = 60_000;
const day = 24 * 60 * minute;

const knows = (name: string, bytes: number) =>
  sourceOf(name, async ({ familiar }) => factsOf(familiar, bytes));
const knowsNothing = (name: string) => sourceOf(name, async () => undefined);
const fails = (name: string) =>
  sourceOf(name, async () => {
    throw new Error("connection refused");
  });

test("who is asked again hears what was said before, from memory or from disk", async () => {
  const heard: (number | undefined)[] = [];
  const registry: ImageSource = {
    name: "registry",
    async lookup({ familiar }, _platform, _signal, previous) {
      heard.push(previous?.compressedBytes);
      return factsOf(familiar, heard.length);
    },
  };
  const disk = new DiskCache(await temporaryFolder(), limits);
  const first = chainOf({ live: [registry] });
  await first.bytes("node:22");
  vi.setSystemTime(Date.now() + 2 * day);
  await first.bytes("node:22");
  await disk.store(reference("node:22"), amd64, { facts: factsOf("node:22", 7), fetchedAt: Date.now() });
  vi.setSystemTime(Date.now() + 2 * day);
  await chainOf({ live: [registry], disk }).bytes("node:22");
  expect(heard).toEqual([undefined, 1, 7]);
});

describe("order", () => {
  test("the first live source that knows the image answers, and better than the table", async () => {
    const [engine, registry, mirror] = [knowsNothing("engine"), knows("registry", 1), knows("mirror", 2)];
    const { bytes, log } = chainOf({ live: [engine, registry, mirror] });
    expect(await bytes("node:22")).toBe(1);
    expect([engine.asked, registry.asked, mirror.asked]).toEqual([["node:22"], ["node:22"], []]);
    expect(log).toEqual([]);
  });

  test("the table answers when nobody else knows", async () => {
    const { bytes } = chainOf({ live: [knowsNothing("engine")] });
    expect(await bytes("node:22")).toBe(400_000_000);
    expect(await bytes("ghcr.io/o/n:1")).toBeUndefined();
  });

  test("memory comes before everybody, for as long as it is fresh", async () => {
    const registry = knows("registry", 1);
    const { bytes } = chainOf({ live: [registry] });
    for (const pause of [0, day / 2 - 1, 1]) {
      vi.advanceTimersByTime(pause);
      await bytes("node:22");
    }
    expect(registry.asked).toHaveLength(2);
  });

  test("disk comes before the live sources, for as long as it is fresh", async () => {
    const disk = new DiskCache(await temporaryFolder(), limits);
    await disk.store(reference("node:22"), amd64, { facts: factsOf("node:22", 5), fetchedAt: Date.now() });
    const registry = knows("registry", 1);
    vi.advanceTimersByTime(day / 4);
    expect(await chainOf({ disk, live: [registry] }).bytes("node:22")).toBe(5);
    expect(registry.asked).toEqual([]);

    vi.advanceTimersByTime(day / 4);
    expect(await chainOf({ disk, live: [registry] }).bytes("node:22")).toBe(1);
  });

  test("what was read from disk does not become younger in memory", async () => {
    const disk = new DiskCache(await temporaryFolder(), limits);
    await disk.store(reference("node:22"), amd64, { facts: factsOf("node:22", 5), fetchedAt: Date.now() });
    const { bytes } = chainOf({ disk, live: [knows("registry", 1)] });
    vi.advanceTimersByTime(day / 4);
    expect(await bytes("node:22")).toBe(5);
    vi.advanceTimersByTime(day / 4);
    expect(await bytes("node:22")).toBe(1);
  });

  test("live answers are stored on disk, the table's are not", async () => {
    const folder = await temporaryFolder();
    const disk = new DiskCache(folder, limits);
    const registry = sourceOf("registry", async ({ familiar }) =>
      familiar === "node:22" ? factsOf(familiar, 1) : undefined,
    );
    const { bytes } = chainOf({ disk, live: [registry] });
    expect(await bytes("debian:12-slim")).toBe(28_000_000);
    expect(await bytes("node:22")).toBe(1);
    const next = new DiskCache(folder, limits);
    await vi.waitFor(async () => expect(await next.lookup(reference("node:22"), amd64)).toBeDefined());
    expect(await next.lookup(reference("debian:12-slim"), amd64)).toBeUndefined();
  });
});

describe("what nobody knows", () => {
  test("is not asked for again for ten minutes", async () => {
    const registry = knowsNothing("registry");
    const { bytes } = chainOf({ live: [registry] });
    for (const pause of [0, 10 * minute - 1, 1]) {
      vi.advanceTimersByTime(pause);
      expect(await bytes("node:22")).toBe(400_000_000);
    }
    expect(registry.asked).toHaveLength(2);
  });

  test("is no longer answered from old facts: the image is gone", async () => {
    let isThere = true;
    const registry = sourceOf("registry", async () => (isThere ? factsOf("node:22", 1) : undefined));
    const { bytes } = chainOf({ live: [registry] });
    await bytes("node:22");
    isThere = false;
    vi.advanceTimersByTime(day);
    expect(await bytes("node:22")).toBe(400_000_000);
  });
});

describe("a source that fails", () => {
  test("is logged once, without the image, and the next is asked", async () => {
    const { bytes, log } = chainOf({ live: [fails("engine"), knows("registry", 1)] });
    expect(await bytes("node:22")).toBe(1);
    expect(await bytes("python:3.13")).toBe(1);
    expect(log).toEqual(["Image figures: the engine failed: connection refused"]);
  });

  test("is logged again when it has worked meanwhile", async () => {
    const registry = sourceOf("registry", async ({ familiar }) => {
      if (familiar.startsWith("bad")) throw new Error(`status 500`);
      return undefined;
    });
    const { bytes, log } = chainOf({ live: [registry] });
    for (const text of ["bad:1", "bad:2", "good:1", "bad:3"]) await bytes(text);
    expect(log).toHaveLength(2);
  });

  test("is asked again after a minute", async () => {
    const registry = fails("registry");
    const { bytes } = chainOf({ live: [registry] });
    for (const pause of [0, minute - 1, 1]) {
      vi.advanceTimersByTime(pause);
      expect(await bytes("node:22")).toBe(400_000_000);
    }
    expect(registry.asked).toHaveLength(2);
  });

  test("leaves the old facts of memory or disk in force", async () => {
    const disk = new DiskCache(await temporaryFolder(), limits);
    await disk.store(reference("node:22"), amd64, { facts: factsOf("node:22", 5), fetchedAt: Date.now() });
    vi.advanceTimersByTime(10 * day);
    const { bytes, chain } = chainOf({ disk, live: [fails("registry"), knowsNothing("mirror")] });
    expect(await bytes("node:22")).toBe(5);
    vi.advanceTimersByTime(minute);
    expect(chain.remembered(reference("node:22"), amd64)).toMatchObject({ isFresh: false });
    expect(await bytes("node:22")).toBe(5);
  });

  test("may be the disk, for reading and for writing", async () => {
    const file = path.join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const { bytes, log } = chainOf({ disk: new DiskCache(file, limits), live: [knows("registry", 1)] });
    expect(await bytes("node:22")).toBe(1);
    expect(await bytes("node:24")).toBe(1);
    await vi.waitFor(() => expect(log).toHaveLength(2));
    expect(log.map((line) => line.replace(/ failed: .*/, ""))).toEqual([
      "Image figures: the disk cache",
      "Image figures: the writing of the disk cache",
    ]);
  });

  test("may throw before it promises anything", async () => {
    const broken = {
      name: "registry",
      lookup: () => {
        throw new TypeError("broken");
      },
    };
    const { bytes, log } = chainOf({ live: [broken] });
    expect(await bytes("node:22")).toBe(400_000_000);
    expect(log).toEqual(["Image figures: the registry failed: broken"]);
  });
});

describe("time limit", () => {
  test("a source that never answers, and does not heed its signal, is passed over", async () => {
    const silent = sourceOf("engine", () => new Promise(() => undefined));
    const { bytes, log } = chainOf({ live: [silent, knows("registry", 1)], timeLimit: 500 });
    const found = bytes("node:22");
    await vi.advanceTimersByTimeAsync(500);
    expect(await found).toBe(1);
    expect(log).toEqual(["Image figures: the engine failed: no answer within 500 ms"]);
  });

  test("its signal is aborted, and each source has the whole time", async () => {
    const signals: AbortSignal[] = [];
    const silent = (name: string) =>
      sourceOf(name, (_, signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      });
    const { bytes } = chainOf({ live: [silent("engine"), silent("registry")], timeLimit: 500 });
    const found = bytes("node:22");
    await vi.advanceTimersByTimeAsync(999);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toBe(400_000_000);
  });

  test("no timer outlives a lookup", async () => {
    const { bytes } = chainOf({ live: [knows("registry", 1)] });
    await bytes("node:22");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("one lookup in flight", () => {
  test("serves all who ask for the same image and platform", async () => {
    const registry = knows("registry", 1);
    const { bytes, chain } = chainOf({ live: [registry] });
    const all = [bytes("node:22"), bytes("docker.io/library/node:22"), bytes("node:24")];
    expect(await Promise.all(all)).toEqual([1, 1, 1]);
    expect(registry.asked).toEqual(["node:22", "node:24"]);
    await chain.lookup(reference("node:22"), "linux/arm64", never);
    expect(registry.asked).toHaveLength(3);
  });

  test("goes on while one of them waits, and is given up with the last", async () => {
    const signals: AbortSignal[] = [];
    const silent = sourceOf("registry", (_, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const next = knows("mirror", 1);
    const { bytes, chain, log } = chainOf({ live: [silent, next] });
    const [first, second] = [new AbortController(), new AbortController()];
    const lookups = [bytes("node:22", first.signal), bytes("node:22", second.signal)];
    const settled = Promise.allSettled(lookups);

    first.abort(new Error("the user typed on"));
    await expect(lookups[0]).rejects.toThrow("the user typed on");
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);

    second.abort(new Error("closed"));
    await settled;
    await expect(lookups[1]).rejects.toThrow("closed");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([next.asked, log]).toEqual([[], []]);
    expect(chain.remembered(reference("node:22"), amd64)).toBeUndefined();
  });

  test("a new one can start at once after one was given up", async () => {
    const slow = sourceOf(
      "registry",
      ({ familiar }) => new Promise((resolve) => setTimeout(() => resolve(factsOf(familiar, 1)), 100)),
    );
    const { bytes } = chainOf({ live: [slow] });
    const controller = new AbortController();
    const given = bytes("node:22", controller.signal);
    controller.abort();
    const again = bytes("node:22");
    await expect(given).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(100);
    expect(await again).toBe(1);
  });

  test("nobody is asked for a signal that is aborted already", async () => {
    const registry = knows("registry", 1);
    await expect(chainOf({ live: [registry] }).bytes("node:22", AbortSignal.abort())).rejects.toThrow();
    expect(registry.asked).toEqual([]);
  });
});

test("memory is bounded", async () => {
  const registry = knows("registry", 1);
  const { bytes } = chainOf({ memory: new MemoryCache(1), live: [registry] });
  for (const text of ["node:22", "node:24", "node:24", "node:22"]) await bytes(text);
  expect(registry.asked).toEqual(["node:22", "node:24", "node:22"]);
});
