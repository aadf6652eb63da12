import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Caller } from "./callers/caller.ts";
import { findCallers, foldersUpTo } from "./callers/find.ts";

/** Why a folder is taken for the build context of a Dockerfile. */
export type Reason = "setting" | "caller" | "sources" | "folder";

export interface Discovery {
  /** Absolute path of the build context. */
  readonly folder: string;
  readonly reason: Reason;
  /** Everything that builds the Dockerfile; with `reason: "caller"` the first one with a folder decides. */
  readonly callers: readonly Caller[];
  /** Names of further contexts that the deciding caller hands in. */
  readonly namedContexts: readonly string[];
  readonly problems: readonly string[];
  /** Absolute path of the folder beyond which nothing was looked at. */
  readonly top: string;
}

export interface DiscoveryInput {
  /** Absolute path. */
  readonly dockerfile: string;
  /** Absolute path of the folder beyond which nothing is looked at: the workspace's or the repository's. */
  readonly top: string;
  /** Absolute path that the user has set. */
  readonly set: string | undefined;
  /** What the Dockerfile copies by name. */
  readonly sources: readonly string[];
}

/**
 * Finds the build context: what the user has set, what builds the file, the nearest folder above that has everything
 * the file copies, else the file's own folder.
 */
export async function discoverContext(input: DiscoveryInput): Promise<Discovery> {
  const { dockerfile, top, set } = input;
  const { callers, problems } = await findCallers(dockerfile, top);
  const caller = callers.find(({ context }) => context !== undefined);
  const found = { top, callers, problems, namedContexts: caller?.namedContexts ?? [] };
  if (set !== undefined) return { ...found, folder: set, reason: "setting" };
  if (caller?.context !== undefined) return { ...found, folder: caller.context, reason: "caller" };
  const folder = await folderWithSources(input);
  return folder === undefined
    ? { ...found, folder: dirname(dockerfile), reason: "folder" }
    : { ...found, folder, reason: "sources" };
}

async function folderWithSources({ dockerfile, top, sources }: DiscoveryInput): Promise<string | undefined> {
  if (sources.length === 0) return undefined;
  for (const folder of foldersUpTo(dirname(dockerfile), top)) {
    const there = await Promise.all(sources.map((source) => exists(join(folder, source))));
    if (there.every(Boolean)) return folder;
  }
  return undefined;
}

/** The repository that the file is in, else its folder. */
export async function repositoryAround(file: string): Promise<string> {
  for (const folder of foldersUpTo(dirname(file), "")) if (await exists(join(folder, ".git"))) return folder;
  return dirname(file);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
