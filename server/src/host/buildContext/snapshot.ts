import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type BuildContextInput, buildContext } from "../../core/context/buildContext.ts";
import { readIgnoreFile } from "../../core/context/ignoreFile.ts";
import type { BuildContext } from "../../core/known.ts";
import { type ListingLimits, listContext } from "./listing.ts";
import { readTextFiles } from "./textFiles.ts";

export interface SnapshotInput {
  /** Absolute path of the build context. */
  readonly folder: string;
  /** Absolute path of the Dockerfile, which may have an ignore file of its own. */
  readonly dockerfile: string;
  readonly limits: ListingLimits;
  readonly signal?: AbortSignal | undefined;
  /** Snapshots of this run, for other Dockerfiles with the same context and ignore file. */
  readonly taken?: Map<string, Promise<Snapshot>> | undefined;
}

export interface Snapshot {
  readonly context: BuildContext;
  /** Entries that were listed. */
  readonly files: number;
  /** Why it is not complete, in words for a log. */
  readonly gap: string | undefined;
}

/** Reads what there is to know about a build context, once. Rejects only when it is aborted. */
export async function takeSnapshot(input: SnapshotInput): Promise<Snapshot> {
  const { folder, taken } = input;
  const ignore = await ignoreFileFor(input);
  const key = `${folder}\n${ignore?.path ?? ""}`;
  const snapshot = taken?.get(key) ?? read(input, ignore);
  taken?.set(key, snapshot);
  return snapshot;
}

type Ignore = BuildContextInput["ignore"];

async function read({ folder, limits, signal }: SnapshotInput, ignore: Ignore): Promise<Snapshot> {
  const patterns = ignore ? readIgnoreFile(ignore.text).flatMap(({ pattern }) => pattern ?? []) : [];
  const { files, gap } = await listContext({ folder, patterns, limits, signal });
  const contents = await readTextFiles(folder, files);
  signal?.throwIfAborted();
  return {
    context: buildContext({ files, ignore, contents, complete: gap === undefined }),
    files: files.length,
    gap,
  };
}

/** The Dockerfile's own ignore file goes before that of the context; Podman's name counts where Docker's is not there. */
async function ignoreFileFor({ folder, dockerfile }: SnapshotInput): Promise<Ignore> {
  const candidates = [
    `${dockerfile}.dockerignore`,
    join(folder, ".dockerignore"),
    join(folder, ".containerignore"),
  ];
  for (const path of candidates) {
    const text = await textOf(path);
    if (text !== undefined) return { path: relative(folder, path).split(sep).join("/"), text };
  }
  return undefined;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}
