import type { ImageFacts } from "../../core/images/types.ts";

/** What was answered last. Without facts: the live sources were asked, and none of them knew the image. */
export interface Remembered<T = ImageFacts> {
  readonly facts: T | undefined;
  /** When false, the facts are still the best there is, but should be asked for again. */
  readonly isFresh: boolean;
}

interface Entry<T> {
  readonly facts: T | undefined;
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
}

/**
 * The answers of this session, the least recently used of which is dropped first. What has become old stays, because
 * figures that go back to the table's and return a moment later are worse than figures of yesterday.
 */
export class MemoryCache<T = ImageFacts> {
  private readonly maxEntries: number;
  private readonly entries = new Map<string, Entry<T>>();

  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  get(key: string): Remembered<T> | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return { facts: entry.facts, isFresh: Date.now() < entry.freshUntil };
  }

  /** What nobody knew may be known to somebody now. */
  forgetUnknown(): void {
    for (const [key, { facts }] of this.entries) if (!facts) this.entries.delete(key);
  }

  /** Facts, or `undefined` for an image that nobody knew; fresh for that many milliseconds from now. */
  set(key: string, facts: T | undefined, milliseconds: number): void {
    this.entries.delete(key);
    this.entries.set(key, { facts, freshUntil: Date.now() + milliseconds });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.maxEntries) return;
      this.entries.delete(oldest);
    }
  }
}
