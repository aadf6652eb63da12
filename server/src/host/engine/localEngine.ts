import type { BuiltImage } from "../../core/estimate/builtImage.ts";
import { readBuiltImages } from "./builtImages.ts";
import type { Engine, FindEngine } from "./engine.ts";

export interface LocalEngineInput {
  readonly find: FindEngine;
  readonly log: { error(line: string): void };
  /** Milliseconds before the engine is asked again which images it has. */
  readonly pause?: number;
}

const usualPause = 30_000;

/**
 * The container engine for an editor: nothing is asked before the workspace is trusted, and nothing when the settings
 * say so. What was built is read in the background; the listeners hear when there is news.
 */
export class LocalEngine {
  readonly #input: LocalEngineInput;
  readonly #listeners: (() => void)[] = [];
  #isTrusted = false;
  #isOn = false;
  #built: readonly BuiltImage[] = [];
  #readAt = 0;
  #hasFailed = false;

  constructor(input: LocalEngineInput) {
    this.#input = input;
  }

  /** The engine, while it may be asked. */
  readonly find = async (): Promise<Engine | undefined> =>
    this.#isTrusted && this.#isOn ? this.#input.find() : undefined;

  /** How the youngest images came about, as far as that is known. Costs nothing, and sees to it that more is known soon. */
  builtImages(): readonly BuiltImage[] {
    if (!this.#isTrusted || !this.#isOn) return [];
    if (Date.now() - this.#readAt >= (this.#input.pause ?? usualPause)) void this.#read();
    return this.#built;
  }

  /** What the settings say; called before each analysis. */
  use(isOn: boolean): void {
    this.#isOn = isOn;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The workspace has become trusted. */
  trust(): void {
    this.#isTrusted = true;
    this.#tell();
  }

  async #read(): Promise<void> {
    this.#readAt = Date.now();
    try {
      const built = await readBuiltImages(this.find, this.#built);
      const isNews = JSON.stringify(built) !== JSON.stringify(this.#built);
      this.#built = built;
      this.#hasFailed = false;
      if (isNews) this.#tell();
    } catch (error) {
      if (!this.#hasFailed)
        this.#input.log.error(
          `The container engine does not say what it has built: ${error instanceof Error ? error.message : error}`,
        );
      this.#hasFailed = true;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
