import { isDeepStrictEqual } from "node:util";
import type { ImageFacts, ImageReference, Platform } from "../../core/images/types.ts";
import type { KnownImages } from "../../core/known.ts";
import type { ImageChain } from "./chain.ts";
import { imageKey } from "./source.ts";

/** What the engine reads without waiting, and a word to the listeners when it has grown. */
export interface ImageSnapshot {
  readonly known: KnownImages;
  onChange(listener: () => void): void;
  /** From now on live sources may be asked. */
  trust(): void;
}

export interface SnapshotInput {
  /** Undefined when there is nobody to ask: then nothing is looked up, not even on disk. */
  readonly chain: ImageChain | undefined;
  /** Answers at once where nothing better has arrived, and knows the tags. */
  readonly table: KnownImages;
  /** In a workspace that is not trusted, what a file names is not passed on to anybody. */
  readonly isTrusted: boolean;
}

interface Wanted {
  readonly reference: ImageReference;
  readonly platform: Platform;
}

/** Milliseconds in which several answers become one change: each change analyses every open document again. */
const pause = 100;
/** So that a long file does not open a connection for each of its images. */
const maxAtOnce = 4;
/** What does not fit is asked for again by the next analysis, which the first answers bring about. */
const maxWaiting = 100;

/** Core's view of the chain: what has arrived, else the table at once, while the chain is asked in the background. */
export function createSnapshot({ chain, table, isTrusted }: SnapshotInput): ImageSnapshot {
  const listeners: (() => void)[] = [];
  const waiting = new Map<string, Wanted>();
  const underWay = new Set<string>();
  let mayAsk = isTrusted;
  let isAnnounced = false;

  function facts(reference: ImageReference, platform: Platform): ImageFacts | undefined {
    const remembered = chain?.remembered(reference, platform);
    if (chain && mayAsk && !remembered?.isFresh) want(chain, { reference, platform });
    return remembered?.facts ?? table.facts(reference, platform);
  }

  function want(sources: ImageChain, wanted: Wanted): void {
    const key = imageKey(wanted.reference, wanted.platform);
    if (waiting.size === maxWaiting || underWay.has(key)) return;
    waiting.set(key, wanted);
    askNext(sources);
  }

  function askNext(sources: ImageChain): void {
    for (const [key, { reference, platform }] of waiting) {
      if (underWay.size === maxAtOnce) return;
      waiting.delete(key);
      underWay.add(key);
      const before = sources.remembered(reference, platform)?.facts;
      const done = (): void => {
        underWay.delete(key);
        if (!isDeepStrictEqual(before, sources.remembered(reference, platform)?.facts)) announce();
        askNext(sources);
      };
      // The chain has logged what failed, and nobody aborts: each source has its time limit.
      sources.lookup(reference, platform, new AbortController().signal).then(done, done);
    }
  }

  /** Counts from the first change, so that a slow trickle of answers does not hold back those that are there. */
  function announce(): void {
    if (isAnnounced) return;
    isAnnounced = true;
    setTimeout(() => {
      isAnnounced = false;
      for (const listener of listeners) listener();
    }, pause);
  }

  return {
    known: { facts, tags: (reference) => table.tags(reference) },
    onChange: (listener) => listeners.push(listener),
    trust() {
      if (mayAsk) return;
      mayAsk = true;
      // Looking again is what asks.
      if (chain) announce();
    },
  };
}
