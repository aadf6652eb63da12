import type { ImageFacts, ImageReference, Platform } from "../../core/images/types.ts";
import { type DatedFacts, freshFor, retryAfter, unknownFor } from "./ages.ts";
import type { DiskCache } from "./disk.ts";
import { InFlight } from "./inFlight.ts";
import type { MemoryCache, Remembered } from "./memory.ts";
import { type ImageSource, imageKey } from "./source.ts";
import { withinTime } from "./withinTime.ts";

/** All sources as one: memory, disk, live sources, bundled table. A lookup rejects only when it was aborted. */
export interface ImageChain extends ImageSource {
  /** What is in memory. Costs nothing and asks nobody. */
  remembered(reference: ImageReference, platform: Platform): Remembered | undefined;
}

export interface FailureLog {
  error(line: string): void;
}

export interface ChainInput {
  readonly memory: MemoryCache;
  /** Undefined where there is no folder to keep it in. */
  readonly disk: DiskCache | undefined;
  /**
   * Those who know the image itself, best first: the first answer is taken. A container engine comes first, because
   * it measures what will be built on, then the registries.
   */
  readonly live: readonly ImageSource[];
  /** Asked when nobody else knows: its figures may be of a neighbour, and are as old as the package. */
  readonly bundled: ImageSource;
  readonly log: FailureLog;
  /** Milliseconds that disk and each live source have for one lookup. */
  readonly timeLimit: number;
}

type Attempt<T> = { readonly failed: false; readonly answer: T } | { readonly failed: true };

/** What one lookup asks for. */
interface Question {
  readonly reference: ImageReference;
  readonly platform: Platform;
  readonly signal: AbortSignal;
}

export function createChain({ memory, disk, live, bundled, log, timeLimit }: ChainInput): ImageChain {
  const inFlight = new InFlight<ImageFacts | undefined>();
  const failing = new Set<string>();

  async function ask(question: Question): Promise<ImageFacts | undefined> {
    const { reference, platform } = question;
    const key = imageKey(reference, platform);
    const remembered = memory.get(key);
    if (remembered?.isFresh) return remembered.facts ?? askBundled(question);

    const stored = await askDisk(question);
    const storedFor = stored ? freshFor(reference, stored, Date.now()) : 0;
    if (stored && storedFor > 0) {
      memory.set(key, stored.facts, storedFor);
      return stored.facts;
    }

    const attempt = await askLive(question, remembered?.facts ?? stored?.facts);
    if (!attempt.failed && attempt.answer) {
      const dated = { facts: attempt.answer, fetchedAt: Date.now() };
      memory.set(key, dated.facts, freshFor(reference, dated, dated.fetchedAt));
      void store(question, dated);
      return dated.facts;
    }
    // Old facts are better than the table while it is not certain that they are no longer true.
    const kept = attempt.failed ? (remembered?.facts ?? stored?.facts) : undefined;
    memory.set(key, kept, attempt.failed ? retryAfter : unknownFor);
    return kept ?? askBundled(question);
  }

  async function askDisk({ reference, platform, signal }: Question) {
    if (!disk) return undefined;
    const attempt = await attempted(disk.name, signal, async () => disk.lookup(reference, platform));
    return attempt.failed ? undefined : attempt.answer;
  }

  /** The first answer. Failed when there is none and somebody who failed might have had it. */
  async function askLive(
    question: Question,
    previous: ImageFacts | undefined,
  ): Promise<Attempt<ImageFacts | undefined>> {
    const { reference, platform, signal } = question;
    let hasFailed = false;
    for (const source of live) {
      const attempt = await attempted(source.name, signal, async (limited) =>
        source.lookup(reference, platform, limited, previous),
      );
      if (attempt.failed) hasFailed = true;
      else if (attempt.answer) return attempt;
    }
    return hasFailed ? { failed: true } : { failed: false, answer: undefined };
  }

  async function askBundled({ reference, platform, signal }: Question): Promise<ImageFacts | undefined> {
    return bundled.lookup(reference, platform, signal);
  }

  /** Nobody waits for it, and it goes on when the lookup is given up. */
  async function store({ reference, platform }: Question, dated: DatedFacts): Promise<void> {
    if (!disk) return;
    // A name of its own: reading from a folder that cannot be written to goes well every time.
    const name = `writing of the ${disk.name}`;
    await attempted(name, new AbortController().signal, async () => disk.store(reference, platform, dated));
  }

  /** The one guard of all image sources. Rejects only when the signal is aborted, for then nobody wants the next. */
  async function attempted<T>(
    source: string,
    signal: AbortSignal,
    work: (limited: AbortSignal) => Promise<T>,
  ): Promise<Attempt<T>> {
    try {
      const answer = await withinTime(timeLimit, signal, work);
      failing.delete(source);
      return { failed: false, answer };
    } catch (error) {
      signal.throwIfAborted();
      // Once until it works again: without network every image of every file would say the same.
      if (!failing.has(source)) log.error(`Image figures: the ${source} failed: ${inWords(error)}`);
      failing.add(source);
      return { failed: true };
    }
  }

  return {
    name: "image chain",
    lookup: (reference, platform, signal) =>
      inFlight.join(imageKey(reference, platform), signal, (shared) =>
        ask({ reference, platform, signal: shared }),
      ),
    remembered: (reference, platform) => memory.get(imageKey(reference, platform)),
  };
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
