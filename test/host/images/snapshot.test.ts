import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ImageFacts } from "../../../server/src/core/images/types.ts";
import { bundledImages, bundledSource } from "../../../server/src/host/images/bundled.ts";
import { imageKnowledge } from "../../../server/src/host/images/knowledge.ts";
import { createSnapshot } from "../../../server/src/host/images/snapshot.ts";
import type { ImageSource } from "../../../server/src/host/images/source.ts";
import type { ImageKnowledge } from "../../../server/src/lsp/dependencies.ts";
import { startClient } from "../../lsp/support/client.ts";
import { amd64, chainOf, factsOf, never, reference, smallTable, sourceOf } from "./fixture.ts";

const hour = 3_600_000;

function snapshotOf(live: readonly ImageSource[], isTrusted = true, patience = 0) {
  const { chain, log } = chainOf({ live });
  const snapshot: ImageKnowledge = createSnapshot({ chain, table: smallTable, isTrusted, patience });
  const changed = vi.fn();
  snapshot.onChange(changed);
  const bytes = (text: string) => snapshot.known.facts(reference(text), amd64)?.compressedBytes;
  return { snapshot, changed, bytes, log };
}

describe("in the background", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("the table answers at once, and the registry when it has answered", async () => {
    const { bytes, changed } = snapshotOf([sourceOf("registry", async () => factsOf("node:22", 1))]);
    expect(bytes("node:22")).toBe(400_000_000);
    await vi.advanceTimersByTimeAsync(100);
    expect(changed).toHaveBeenCalledOnce();
    expect(bytes("node:22")).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changed).toHaveBeenCalledOnce();
  });

  test("answers that arrive together are one change, also while more are on the way", async () => {
    const registry = sourceOf("registry", ({ tag, familiar }) => {
      return new Promise((resolve) => setTimeout(() => resolve(factsOf(familiar, 1)), Number(tag)));
    });
    const { bytes, changed } = snapshotOf([registry]);
    for (const text of ["a:10", "b:60", "c:105", "d:500"]) bytes(text);
    await vi.advanceTimersByTimeAsync(111);
    expect(changed).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test("no change is told when nobody knew more than the table", async () => {
    const { bytes, changed } = snapshotOf([sourceOf("registry", async () => undefined)]);
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changed).not.toHaveBeenCalled();
    expect(bytes("node:22")).toBe(400_000_000);
  });

  test("an image is asked for once, however often it is read", async () => {
    const registry = sourceOf("registry", async () => undefined);
    const { bytes } = snapshotOf([registry]);
    for (let count = 0; count < 10; count += 1) {
      bytes("node:22");
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(registry.asked).toEqual(["node:22"]);
  });

  test("old facts stay in force while they are asked for again; the same answer is no change", async () => {
    const registry = sourceOf("registry", async () => factsOf("node:22", 1));
    const { bytes, changed } = snapshotOf([registry]);
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(24 * hour);
    expect(bytes("node:22")).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(registry.asked).toHaveLength(2);
    expect(changed).toHaveBeenCalledOnce();
  });

  test("a few images are asked for at once, the others after them", async () => {
    let most = 0;
    let open = 0;
    const registry = sourceOf("registry", async ({ familiar }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open -= 1;
      return factsOf(familiar, 1);
    });
    const { bytes } = snapshotOf([registry]);
    const texts = Array.from({ length: 20 }, (_, index) => `a:${index}`);
    for (const text of texts) bytes(text);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(most).toBe(4);
    expect(texts.map(bytes)).toEqual(texts.map(() => 1));
  });

  test("what does not fit into the queue is asked for by the next look", async () => {
    const registry = sourceOf("registry", async ({ familiar }) => factsOf(familiar, 1));
    const { bytes } = snapshotOf([registry]);
    const look = (): void => {
      for (let count = 0; count < 110; count += 1) bytes(`a:${count}`);
    };
    look();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(registry.asked).toHaveLength(104);
    look();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(new Set(registry.asked).size).toBe(110);
  });

  test("nobody is asked before the workspace is trusted; then everything is looked at again", async () => {
    const registry = sourceOf("registry", async () => factsOf("node:22", 1));
    const { snapshot, bytes, changed } = snapshotOf([registry], false);
    expect(bytes("node:22")).toBe(400_000_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([registry.asked, changed.mock.calls]).toEqual([[], []]);

    snapshot.trust();
    await vi.advanceTimersByTimeAsync(100);
    expect(changed).toHaveBeenCalledOnce();
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(100);
    expect(bytes("node:22")).toBe(1);
    snapshot.trust();
    await vi.advanceTimersByTimeAsync(100);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test("with patience nobody is asked before the names have settled, however often they are read", async () => {
    const registry = sourceOf("registry", async () => undefined);
    const { bytes } = snapshotOf([registry], true, 1_000);
    for (let count = 0; count < 19; count += 1) {
      bytes("node:22");
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(registry.asked).toEqual([]);
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(50);
    expect(registry.asked).toEqual(["node:22"]);
  });

  test("what has become another name by typing is not asked for; what another file names is, later", async () => {
    const registry = sourceOf("registry", async () => undefined);
    const { bytes, changed } = snapshotOf([registry], true, 1_000);
    for (const text of ["node:2", "node:22", "node:22-s", "node:22-slim", "alpine", "alpine:3"]) {
      bytes(text);
      await vi.advanceTimersByTimeAsync(100);
    }
    // One analysis may want both: the second is smaller.
    for (const text of ["node:22", "node:22-slim"]) bytes(text);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(registry.asked).toEqual(["node:22", "node:22-slim", "alpine:3"]);
    expect(changed).toHaveBeenCalledOnce();
    bytes("alpine");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(registry.asked).toHaveLength(4);
    expect(changed).toHaveBeenCalledOnce();
  });

  test("the same answer at a later time is no change", async () => {
    let asOf = "2026-10-02T10:00:00Z";
    const registry = sourceOf("registry", async () => ({ ...factsOf("node:22", 1), asOf }));
    const { bytes, changed, snapshot } = snapshotOf([registry]);
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(24 * hour);
    asOf = "2026-10-03T10:00:00Z";
    bytes("node:22");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changed).toHaveBeenCalledOnce();
    expect(snapshot.known.facts(reference("node:22"), amd64)?.asOf).toBe(asOf);
  });

  test("a source that fails is logged and changes nothing", async () => {
    const registry = sourceOf("registry", async (): Promise<ImageFacts | undefined> => {
      throw new Error("status 500");
    });
    const { bytes, changed, log } = snapshotOf([registry]);
    expect(bytes("node:22")).toBe(400_000_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(bytes("node:22")).toBe(400_000_000);
    expect([log.length, changed.mock.calls.length]).toEqual([1, 0]);
  });
});

describe("in the editor", () => {
  const log = { error: () => undefined };

  test("without live sources the bundled table answers, trusted or not", async () => {
    const knowledge = imageKnowledge({ cacheFolder: undefined, isTrusted: false, live: [], log });
    const changed = vi.fn();
    knowledge.onChange(changed);
    knowledge.trust();
    const facts = bundledImages.facts(reference("node:22-slim"), amd64);
    expect(knowledge.known.facts(reference("node:22-slim"), amd64)).toEqual(facts);
    expect(await bundledSource.lookup(reference("node:22-slim"), amd64, never)).toEqual(facts);
    expect(knowledge.known.tags(reference("node"))).toContain("22-slim");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(changed).not.toHaveBeenCalled();
  });

  test("a hover shows the size of an official image", async () => {
    const { known } = imageKnowledge({ cacheFolder: undefined, isTrusted: true, live: [], log });
    const client = await startClient({ images: known });
    const doc = await client.open("FROM node:22-slim\n");
    expect(await doc.hover("node:22|-slim")).toMatch(/\d MB[\s\S]*from Plimsoll's own table/);
  });

  test("a hover shows the registry's size once it has arrived", async () => {
    const registry = sourceOf("registry", async ({ familiar }) => factsOf(familiar, 123_000_000));
    const knowledge = imageKnowledge({ cacheFolder: undefined, isTrusted: true, live: [registry], log });
    const client = await startClient({ images: knowledge.known });
    const arrived = new Promise<void>((resolve) => knowledge.onChange(resolve));
    const doc = await client.open("FROM node:22-slim\n");
    expect(await doc.hover("node:22|-slim")).not.toContain("123 MB");
    await arrived;
    client.learn(knowledge.known);
    expect(await doc.hover("node:22|-slim")).toContain("123 MB");
  });
});
