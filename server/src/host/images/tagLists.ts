import type { ImageReference } from "../../core/images/types.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import type { FailureLog } from "./chain.ts";
import { MemoryCache } from "./memory.ts";
import { mayAsk } from "./registryPolicy.ts";
import { withinTime } from "./withinTime.ts";

export interface TagsQuestion {
  /** The repository; a tag in it says nothing. */
  readonly reference: ImageReference;
  readonly settings: RegistrySettings;
}

/** Asks a registry for the tags of a repository: undefined when there is none, or it is not for us to see. */
export type AskTags = (question: TagsQuestion, signal: AbortSignal) => Promise<readonly string[] | undefined>;

export interface TagListsInput {
  readonly ask: AskTags;
  readonly log: FailureLog;
  readonly isTrusted: boolean;
}

/** Milliseconds. Tags are pushed all day, and a list is read when somebody chooses from it. */
const freshFor = 10 * 60_000;
/** Milliseconds after which a registry that failed, or knew nothing, is asked again. */
const retryAfter = 60_000;
/** Milliseconds for all pages together. */
const timeLimit = 15_000;
/** A list may have ten thousand tags. */
const mostLists = 20;

/** Signatures and the like, which are filed beside the images that they belong to. */
const isOfAnImage = (tag: string): boolean => !/^sha256-[\da-f]{64}\b/.test(tag);

/** The tags that registries list, for lists to choose from. Registries are asked where the settings allow it. */
export class TagLists {
  private readonly input: TagListsInput;
  private readonly lists = new MemoryCache<readonly string[]>(mostLists);
  private readonly underWay = new Map<string, Promise<void>>();
  private isTrusted: boolean;
  private settings: RegistrySettings | undefined;

  constructor(input: TagListsInput) {
    this.input = input;
    this.isTrusted = input.isTrusted;
  }

  trust(): void {
    this.isTrusted = true;
  }

  use(settings: RegistrySettings): void {
    this.settings = settings;
  }

  /** What has been listed so far. Where that is nothing or old, the registry is asked on account of it. */
  listed(reference: ImageReference): readonly string[] {
    const { settings } = this;
    if (!this.isTrusted || !settings || !mayAsk(reference, settings)) return [];
    const key = `${reference.registry}/${reference.repository}`;
    const list = this.lists.get(key);
    if (!list?.isFresh && !this.underWay.has(key))
      this.underWay.set(key, this.list(key, { reference, settings }));
    return list?.facts ?? [];
  }

  isListing(): boolean {
    return this.underWay.size > 0;
  }

  /** When all that is under way has come, at the latest after so many milliseconds. */
  async whenListed(milliseconds: number): Promise<void> {
    if (!this.isListing()) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((done) => {
      timer = setTimeout(done, milliseconds);
    });
    await Promise.race([Promise.all(this.underWay.values()), late]);
    clearTimeout(timer);
  }

  private async list(key: string, question: TagsQuestion): Promise<void> {
    try {
      const nobody = new AbortController().signal;
      const tags = await withinTime(timeLimit, nobody, (signal) => this.input.ask(question, signal));
      this.lists.set(key, tags?.filter(isOfAnImage), tags ? freshFor : retryAfter);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.input.log.error(`Tags: the registry failed: ${said}`);
      this.lists.set(key, this.lists.get(key)?.facts, retryAfter);
    } finally {
      this.underWay.delete(key);
    }
  }
}
