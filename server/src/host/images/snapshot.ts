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
  /**
   * Milliseconds in which nothing more may be wanted before anybody is asked: a name that is being typed is not one
   * yet. At once when not given.
   */
  readonly patience?: number;
}

interface Wanted {
  readonly reference: ImageReference;
  readonly platform: Platform;
  /** Grows; all that one analysis wants has the same. */
  readonly turn: number;
}

/** Milliseconds in which several answers become one change: each change analyses every open document again. */
const pause = 100;
/** So that a long file does not open a connection for each of its images. */
const maxAtOnce = 4;
/** What does not fit is asked for again by the next analysis, which the first answers bring about. */
const maxWaiting = 100;

/** Core's view of the chain: what has arrived, else the table at once, while the chain is asked in the background. */
export function createSnapshot({ chain, table, isTrusted, patience = 0 }: SnapshotInput): ImageSnapshot {
  const listeners: (() => void)[] = [];
  const waiting = new Map<string, Wanted>();
  const underWay = new Set<string>();
  let mayAsk = isTrusted;
  let isAnnounced = false;
  let turn = 0;
  let isSameTurn = false;
  let hasDropped = false;
  let quiet: NodeJS.Timeout | undefined;

  function facts(reference: ImageReference, platform: Platform): ImageFacts | undefined {
    const remembered = chain?.remembered(reference, platform);
    if (chain && mayAsk && !remembered?.isFresh) want(chain, { reference, platform });
    return remembered?.facts ?? table.facts(reference, platform);
  }

  function want(sources: ImageChain, wanted: Omit<Wanted, "turn">): void {
    const key = imageKey(wanted.reference, wanted.platform);
    const isNew = !waiting.has(key);
    if ((isNew && waiting.size === maxWaiting) || underWay.has(key)) return;
    waiting.set(key, { ...wanted, turn: currentTurn() });
    // Reading again, as hovers do, is no reason to wait any longer.
    if (!isNew) return;
    if (patience === 0) {
      askNext(sources);
      return;
    }
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      for (const key of halfTyped(waiting)) hasDropped = waiting.delete(key);
      askNext(sources);
    }, patience);
  }

  /** An analysis reads everything without a break. */
  function currentTurn(): number {
    if (isSameTurn) return turn;
    isSameTurn = true;
    queueMicrotask(() => {
      isSameTurn = false;
    });
    turn += 1;
    return turn;
  }

  function askNext(sources: ImageChain): void {
    for (const [key, { reference, platform }] of waiting) {
      if (underWay.size === maxAtOnce) return;
      waiting.delete(key);
      underWay.add(key);
      const before = sources.remembered(reference, platform)?.facts;
      const done = (): void => {
        underWay.delete(key);
        const after = sources.remembered(reference, platform)?.facts;
        // That the same was said again later is nothing new.
        if (!isDeepStrictEqual(before && { ...before, asOf: after?.asOf }, after)) announce();
        else if (hasDropped && waiting.size + underWay.size === 0) announce();
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
      hasDropped = false;
      for (const listener of listeners) listener();
    }, pause);
  }

  /** A list of tags to choose from is no reason to ask about each of them. */
  const catalog = table.catalog && {
    names: table.catalog.names,
    facts: (reference: ImageReference, platform: Platform) =>
      chain?.remembered(reference, platform)?.facts ?? table.facts(reference, platform),
  };

  return {
    known: { facts, tags: (reference) => table.tags(reference), ...(catalog && { catalog }) },
    onChange: (listener) => listeners.push(listener),
    trust() {
      if (mayAsk) return;
      mayAsk = true;
      // Looking again is what asks.
      if (chain) announce();
    },
  };
}

/**
 * What stands in nobody's way any more: an earlier analysis wanted it, and a later one wants what it has become by
 * typing. Should another file still name it, looking again will say so.
 */
function halfTyped(waiting: ReadonlyMap<string, Wanted>): readonly string[] {
  const all = [...waiting];
  const becomes = (one: Wanted, other: Wanted): boolean => {
    const [from, to] = [one.reference.familiar, other.reference.familiar];
    return other.turn > one.turn && from !== to && (to.startsWith(from) || from.startsWith(to));
  };
  return all.filter(([, one]) => all.some(([, other]) => becomes(one, other))).map(([key]) => key);
}
