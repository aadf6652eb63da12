import { parseReference } from "../../server/src/core/images/reference.ts";
import type { ImageFacts, ImageReference, Platform } from "../../server/src/core/images/types.ts";

/** One line of data/base-images.jsonl; data/README.md says what the fields mean. */
export interface ImageRow {
  readonly image: string;
  readonly tag: string;
  readonly platform: Platform;
  readonly [field: string]: unknown;
}

export interface RefreshInput {
  readonly rows: readonly ImageRow[];
  /** `node:22`, `gcr.io/distroless/static-debian12:latest`; those of the rows are asked for anyway. */
  readonly wanted: readonly string[];
  /** Rejects when the registry fails, undefined for what it does not have. */
  lookup(reference: ImageReference, platform: Platform): Promise<ImageFacts | undefined>;
  say(line: string): void;
}

export interface Refreshed {
  readonly rows: readonly ImageRow[];
  readonly asked: number;
  readonly changed: number;
  /** Images whose rows stay as they were, because nobody answered for them. */
  readonly kept: readonly string[];
}

const platforms: readonly Platform[] = ["linux/amd64", "linux/arm64/v8"];
const atOnce = 4;
/** So many images without a single answer, and nobody is asked any more. */
const patience = 40;

/** Asks for every image and puts its answer in the place of its row; a row that nobody answers for is kept. */
export async function refreshed({ rows, wanted, lookup, say }: RefreshInput): Promise<Refreshed> {
  const names = [...new Set([...rows.map(({ image, tag }) => `${image}:${tag}`), ...wanted])];
  const questions = names.flatMap((name) => platforms.map((platform) => ({ name, platform })));
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  const kept: string[] = [];
  let answers = 0;
  let changed = 0;
  const waiting = questions.values();
  const work = async (): Promise<void> => {
    for (const { name, platform } of waiting) {
      // Without a network there is nothing to wait for.
      if (answers === 0 && kept.length >= patience) break;
      const row = await ask(name, platform, lookup).catch((error: unknown) => {
        say(`${name} ${platform}: ${error instanceof Error ? error.message : error}`);
        return undefined;
      });
      if (!row) {
        kept.push(`${name} ${platform}`);
        continue;
      }
      answers += 1;
      const old = known.get(keyOf(row));
      if (old?.digest !== row.digest) changed += 1;
      // What no registry says: other names of the same build.
      known.set(keyOf(row), { ...row, ...(old?.aliases === undefined ? {} : { aliases: old.aliases }) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { rows: [...known.values()], asked: answers + kept.length, changed, kept: kept.sort() };
}

function keyOf({ image, tag, platform }: ImageRow): string {
  return `${image}:${tag} ${platform}`;
}

async function ask(
  name: string,
  platform: Platform,
  lookup: RefreshInput["lookup"],
): Promise<ImageRow | undefined> {
  const reference = parseReference(name);
  if (reference?.tag === undefined) throw new Error("no image with a tag");
  const facts = await lookup(reference, platform);
  if (!facts?.layers || facts.compressedBytes === undefined || facts.platform !== platform) return undefined;
  const stated = Object.fromEntries(fields.map((field) => [field, facts[field]]));
  return defined({
    image: name.slice(0, name.lastIndexOf(":")),
    tag: reference.tag,
    platform,
    ...stated,
    created: facts.created?.slice(0, 10),
    kind: "registry-manifest",
    sourceDate: facts.asOf.slice(0, 10),
    source: reference.registry,
  });
}

/** What a row has of the facts as they are, in its order. */
const fields = [
  ...(["compressedBytes", "layers", "os", "osFamily", "libc", "packageManager", "shell", "runtime"] as const),
  ...(["created", "digest", "user"] as const),
];

function defined(row: ImageRow): ImageRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as ImageRow;
}
