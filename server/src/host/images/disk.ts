import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ImageReference, Platform } from "../../core/images/types.ts";
import type { DatedFacts } from "./ages.ts";
import { imageKey } from "./source.ts";
import { isRecord, readDatedFacts } from "./storedFacts.ts";

export interface DiskLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Least recently used first. */
type Entries = ReadonlyMap<string, DatedFacts>;

/** Grows when entries of the last version cannot be read any more; those are dropped then. */
const version = 1;
const fileName = "image-facts.json";

/**
 * What engine and registries said, kept over sessions in one file, which several editor windows may share: it is
 * replaced as a whole, and what other windows have stored meanwhile is kept. A damaged or foreign file counts as empty
 * and is replaced by the next answer. Methods reject when the file system refuses.
 */
export class DiskCache {
  readonly name = "disk cache";
  private readonly folder: string;
  private readonly limits: DiskLimits;
  private readonly file: string;
  /** What was read last, and from which state of the file. */
  private held: { readonly state: string; readonly entries: Entries } | undefined;
  /** Keys that were asked for since the last save, in that order. */
  private readonly used = new Set<string>();
  private readonly unsaved = new Map<string, DatedFacts>();
  private lastSave: Promise<void> = Promise.resolve();

  constructor(folder: string, limits: DiskLimits) {
    this.folder = folder;
    this.limits = limits;
    this.file = path.join(folder, fileName);
  }

  /** As it was stored, however long ago that was. */
  async lookup(reference: ImageReference, platform: Platform): Promise<DatedFacts | undefined> {
    const key = imageKey(reference, platform);
    const found = (await this.load()).get(key);
    if (!found) return undefined;
    this.used.delete(key);
    this.used.add(key);
    return found;
  }

  /** Facts of the bundled table are left out: they are at hand anyway, and the next version brings better ones. */
  store(reference: ImageReference, platform: Platform, dated: DatedFacts): Promise<void> {
    if (dated.facts.source === "table") return Promise.resolve();
    this.unsaved.set(imageKey(reference, platform), dated);
    const save = (): Promise<void> => this.save();
    // One after the other; whoever comes first takes along what the others have brought meanwhile.
    this.lastSave = this.lastSave.then(save, save);
    return this.lastSave;
  }

  private async load(): Promise<Entries> {
    const found = await stat(this.file).catch(absent);
    // A file beyond the bound was not written by us.
    if (!found || found.size > this.limits.maxBytes) return new Map();
    const state = `${found.ino} ${found.mtimeMs} ${found.size}`;
    if (this.held?.state === state) return this.held.entries;
    const entries = readEntries(await readFile(this.file, "utf8").catch(absent));
    this.held = { state, entries };
    return entries;
  }

  private async save(): Promise<void> {
    if (this.unsaved.size === 0) return;
    const unsaved = [...this.unsaved];
    this.unsaved.clear();
    const entries = new Map(await this.load());
    for (const key of this.used) {
      const dated = entries.get(key);
      if (dated) putLast(entries, key, dated);
    }
    this.used.clear();
    for (const [key, dated] of unsaved) {
      const other = entries.get(key);
      putLast(entries, key, other && other.fetchedAt > dated.fetchedAt ? other : dated);
    }
    await mkdir(this.folder, { recursive: true });
    await replaceFile(this.file, textOf(entries, this.limits));
  }
}

/** A missing file is the usual case at the start and no failure. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

function readEntries(text: string | undefined): Entries {
  const entries = new Map<string, DatedFacts>();
  const content = text === undefined ? undefined : parsed(text);
  if (!isRecord(content) || content.version !== version || !Array.isArray(content.entries)) return entries;
  for (const entry of content.entries) {
    if (!Array.isArray(entry)) continue;
    const [key, value]: readonly unknown[] = entry;
    const dated = readDatedFacts(value);
    if (typeof key === "string" && dated) entries.set(key, dated);
  }
  return entries;
}

function parsed(text: string): unknown {
  // Not the chain's guard: damage here is mended by the next save and nothing to tell anybody.
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function putLast(entries: Map<string, DatedFacts>, key: string, dated: DatedFacts): void {
  entries.delete(key);
  entries.set(key, dated);
}

/** The file with as many of the last entries as fit. */
function textOf(entries: Entries, { maxEntries, maxBytes }: DiskLimits): string {
  const [head, separator, tail] = [`{"version":${version},"entries":[\n`, ",\n", "\n]}\n"];
  const lines: string[] = [];
  let bytes = head.length + tail.length;
  for (const entry of [...entries].reverse()) {
    const line = JSON.stringify(entry);
    bytes += Buffer.byteLength(line) + separator.length;
    if (lines.length === maxEntries || bytes > maxBytes) break;
    lines.push(line);
  }
  return head + lines.reverse().join(separator) + tail;
}

/** Readers see the old file or the new one, never a part. Only the user may read it: it names private images. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  const giveUp = async (error: unknown): Promise<never> => {
    await rm(temporary, { force: true });
    throw error;
  };
  await writeFile(temporary, text, { mode: 0o600 }).catch(giveUp);
  await rename(temporary, file).catch(giveUp);
}
