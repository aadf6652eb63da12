import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { ImageFacts, ImageReference, Platform } from "../../../server/src/core/images/types.ts";
import { type ChainInput, createChain } from "../../../server/src/host/images/chain.ts";
import { MemoryCache } from "../../../server/src/host/images/memory.ts";
import type { ImageSource } from "../../../server/src/host/images/source.ts";
import { reference, smallTable } from "../../core/images/fixture.ts";

export { reference, smallTable };

export const amd64: Platform = "linux/amd64";
export const never: AbortSignal = new AbortController().signal;

/** What a registry would say of an image; the size tells answers apart. */
export function factsOf(text: string, compressedBytes: number, source: ImageFacts["source"] = "registry") {
  const facts: ImageFacts = {
    reference: text,
    standsInFor: undefined,
    platform: amd64,
    compressedBytes,
    layers: [compressedBytes],
    uncompressedBytes: undefined,
    layerCount: 1,
    created: "2026-10-01",
    digest: undefined,
    user: undefined,
    os: undefined,
    osFamily: "debian",
    libc: "glibc",
    packageManager: "apt",
    shell: undefined,
    runtime: undefined,
    platforms: [amd64],
    source,
    asOf: "2026-10-02",
  };
  return facts;
}

type Answer = (reference: ImageReference, signal: AbortSignal) => Promise<ImageFacts | undefined>;

/** A source that writes down what it was asked. */
export function sourceOf(name: string, answer: Answer): ImageSource & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    name,
    asked,
    lookup: async (wanted, _, signal) => {
      asked.push(wanted.familiar);
      return answer(wanted, signal);
    },
  };
}

const tableSource = sourceOf("bundled table", async (wanted) => smallTable.facts(wanted, amd64));

/** A chain over the small table, its log, and a way to ask it. */
export function chainOf(input: Partial<ChainInput>) {
  const log: string[] = [];
  const chain = createChain({
    memory: new MemoryCache(100),
    disk: undefined,
    live: [],
    bundled: tableSource,
    log: { error: (line) => log.push(line) },
    timeLimit: 1_000,
    ...input,
  });
  const bytes = async (text: string, signal: AbortSignal = never): Promise<number | undefined> =>
    (await chain.lookup(reference(text), amd64, signal))?.compressedBytes;
  return { chain, log, bytes };
}

/** Removed when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "plimsoll-images-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return folder;
}
