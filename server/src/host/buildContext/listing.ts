import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type IgnoreMatcher, ignoreMatcher, type Verdict } from "../../core/context/ignoreMatcher.ts";
import type { IgnorePattern } from "../../core/context/ignorePattern.ts";
import type { ContextFile } from "../../core/context/tree.ts";
import { t } from "../../l10n/t.ts";
import { inSlices } from "../slices.ts";

export interface ListingLimits {
  readonly files: number;
  readonly milliseconds: number;
}

export const usualLimits: ListingLimits = { files: 100_000, milliseconds: 2_000 };

export interface Listing {
  readonly files: readonly ContextFile[];
  /** Why something is missing, in words for a log; undefined when nothing is. */
  readonly gap: string | undefined;
}

interface ListingInput {
  /** Absolute path of the build context. */
  readonly folder: string;
  /** Folders that these settle on are named and not entered. */
  readonly patterns: readonly IgnorePattern[];
  readonly limits: ListingLimits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists a build context with sizes. It reads no file, follows no symbolic link and lets other work go on between its
 * slices. What cannot be read, or is beyond the limits, is left out, and the listing says that it has a gap.
 * @throws the signal's reason when it is aborted
 */
export async function listContext({ folder, patterns, limits, signal }: ListingInput): Promise<Listing> {
  const walk = new Walk(folder, ignoreMatcher(patterns), limits.files);
  const isDone = await inSlices(() => walk.step(), { milliseconds: limits.milliseconds, signal });
  if (!isDone) return { files: walk.files, gap: t("reading it took more than {0} ms", limits.milliseconds) };
  return { files: walk.files, gap: walk.gap };
}

interface OpenFolder {
  /** Relative to the context, with a slash at the end; "" for the context itself. */
  readonly prefix: string;
  readonly verdict: Verdict;
}

/** One folder a step, the deepest first. */
class Walk {
  readonly files: ContextFile[] = [];
  gap: string | undefined;
  readonly #open: OpenFolder[];
  readonly #folder: string;
  readonly #matcher: IgnoreMatcher;
  readonly #mostFiles: number;

  constructor(folder: string, matcher: IgnoreMatcher, mostFiles: number) {
    this.#folder = folder;
    this.#matcher = matcher;
    this.#mostFiles = mostFiles;
    this.#open = [{ prefix: "", verdict: matcher.root }];
  }

  /** False when there is nothing left to do. */
  step(): boolean {
    const next = this.#open.pop();
    if (!next) return false;
    const entries = this.#entriesOf(next.prefix);
    if (entries.length === 0) this.files.push({ path: next.prefix, bytes: 0 });
    for (const entry of entries) {
      if (this.files.length >= this.#mostFiles) {
        this.gap = t("it has more than {0} files", this.#mostFiles);
        return false;
      }
      this.#take(entry, next);
    }
    return true;
  }

  #take(entry: Dirent, { prefix, verdict }: OpenFolder): void {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      const below = this.#matcher.below(verdict, path);
      // Nothing in it gets past the ignore file, so nobody asks what is in it.
      if (below.isIgnored && below.isSettled) this.files.push({ path: `${path}/`, bytes: 0, isLink: true });
      else this.#open.push({ prefix: `${path}/`, verdict: below });
    } else if (entry.isFile()) this.files.push({ path, bytes: this.#bytesOf(path) });
    else if (entry.isSymbolicLink()) this.files.push({ path, bytes: 0, isLink: true });
  }

  #entriesOf(prefix: string): readonly Dirent[] {
    try {
      return readdirSync(join(this.#folder, prefix), { withFileTypes: true });
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? `${error.code}` : "?";
      this.gap = prefix
        ? t("{0} cannot be read ({1})", prefix, reason)
        : t("it cannot be read ({0})", reason);
      return [];
    }
  }

  /** A file that has gone meanwhile weighs nothing. */
  #bytesOf(path: string): number {
    try {
      return lstatSync(`${this.#folder}/${path}`).size;
    } catch {
      return 0;
    }
  }
}
