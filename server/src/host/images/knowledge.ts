import type { KnownImages } from "../../core/known.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import { bundledImages, bundledSource } from "./bundled.ts";
import { createChain, type FailureLog } from "./chain.ts";
import { DiskCache } from "./disk.ts";
import { MemoryCache } from "./memory.ts";
import type { RegistrySource } from "./registries.ts";
import { createSnapshot, type ImageSnapshot } from "./snapshot.ts";
import type { ImageSource } from "./source.ts";
import { type AskTags, TagLists } from "./tagLists.ts";

export interface KnowledgeInput {
  /** Where answers are kept over sessions; undefined when there is no such folder. */
  readonly cacheFolder: string | undefined;
  readonly isTrusted: boolean;
  /** See `ChainInput.live`. Without any, and without registries, nothing but the bundled table is read. */
  readonly live: readonly ImageSource[];
  /** Asked after the other live sources. */
  readonly registries?: RegistrySource;
  /** Without it lists to choose from have the tags of the table. */
  readonly askTags?: AskTags;
  readonly log: FailureLog;
  /** See `SnapshotInput.patience`. */
  readonly patience?: number;
}

/** What an editor session knows about images, put together from all sources. */
export interface SessionImages extends ImageSnapshot {
  /** Whom the user's settings allow to be asked. */
  use(settings: RegistrySettings): void;
  /** When the tags that were asked for have come, at the latest after so many milliseconds. */
  whenListed(milliseconds: number): Promise<void>;
}

/** More images than all open files name together: what is dropped would be asked for again at once. About 2 MB. */
const maxRemembered = 2_000;
/** An entry has about 1 kB. The file is read and written as a whole. */
const diskLimits = { maxEntries: 500, maxBytes: 1_000_000 };
/** Milliseconds. Nobody waits for it: it frees the place for the next image. A registry takes up to eight requests. */
const timeLimit = 20_000;
/** Milliseconds. Longer than the pauses within a word. */
const usualPatience = 1_000;

export function imageKnowledge(input: KnowledgeInput): SessionImages {
  const { isTrusted, registries, patience = usualPatience } = input;
  const live = [...input.live, ...(registries ? [registries] : [])];
  if (live.length === 0)
    return {
      ...createSnapshot({ chain: undefined, table: bundledImages, isTrusted }),
      use: () => {},
      whenListed: async () => {},
    };
  const { chain, memory } = imageChain({ ...input, live });
  const snapshot = createSnapshot({ chain, table: bundledImages, isTrusted, patience });
  const lists = input.askTags && new TagLists({ ask: input.askTags, log: input.log, isTrusted });
  return {
    ...snapshot,
    known: lists ? withLists(snapshot.known, lists) : snapshot.known,
    trust() {
      lists?.trust();
      snapshot.trust();
    },
    use(settings) {
      lists?.use(settings);
      if (registries?.use(settings)) memory.forgetUnknown();
    },
    whenListed: async (milliseconds) => lists?.whenListed(milliseconds),
  };
}

function withLists(known: KnownImages, lists: TagLists): KnownImages {
  const { catalog } = known;
  if (!catalog) return known;
  return {
    ...known,
    catalog: {
      ...catalog,
      listed: (reference) => lists.listed(reference),
      isListing: () => lists.isListing(),
    },
  };
}

/** All sources in their usual order and within their usual limits. */
export function imageChain({ cacheFolder, live, log }: Pick<KnowledgeInput, "cacheFolder" | "live" | "log">) {
  const memory = new MemoryCache(maxRemembered);
  const disk = cacheFolder === undefined ? undefined : new DiskCache(cacheFolder, diskLimits);
  return { memory, chain: createChain({ memory, disk, live, bundled: bundledSource, log, timeLimit }) };
}
