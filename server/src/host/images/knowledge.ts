import { bundledImages, bundledSource } from "./bundled.ts";
import { createChain, type FailureLog } from "./chain.ts";
import { DiskCache } from "./disk.ts";
import { MemoryCache } from "./memory.ts";
import { createSnapshot, type ImageSnapshot } from "./snapshot.ts";
import type { ImageSource } from "./source.ts";

export interface KnowledgeInput {
  /** Where answers are kept over sessions; undefined when there is no such folder. */
  readonly cacheFolder: string | undefined;
  readonly isTrusted: boolean;
  /** See `ChainInput.live`. Without any, nothing but the bundled table is read. */
  readonly live: readonly ImageSource[];
  readonly log: FailureLog;
}

/** More images than all open files name together: what is dropped would be asked for again at once. About 2 MB. */
const maxRemembered = 2_000;
/** An entry has about 1 kB. The file is read and written as a whole. */
const diskLimits = { maxEntries: 500, maxBytes: 1_000_000 };
/** Milliseconds. Nobody waits for it: it frees the place for the next image. */
const timeLimit = 10_000;

/** What an editor session knows about images, put together from all sources. */
export function imageKnowledge({ cacheFolder, isTrusted, live, log }: KnowledgeInput): ImageSnapshot {
  if (live.length === 0) return createSnapshot({ chain: undefined, table: bundledImages, isTrusted });
  const chain = createChain({
    memory: new MemoryCache(maxRemembered),
    disk: cacheFolder === undefined ? undefined : new DiskCache(cacheFolder, diskLimits),
    live,
    bundled: bundledSource,
    log,
    timeLimit,
  });
  return createSnapshot({ chain, table: bundledImages, isTrusted });
}
