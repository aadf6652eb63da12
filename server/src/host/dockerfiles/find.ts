import { type Dir, opendirSync } from "node:fs";
import { join } from "node:path";
import { inSlices } from "../slices.ts";
import { isDockerfileName } from "./names.ts";

export interface FindLimits {
  /** Dockerfiles that are found. */
  readonly files: number;
  /** Files and folders that are looked at, whatever they are called. */
  readonly entries: number;
  /** Folders above each other; 1 is the folder itself. */
  readonly depth: number;
  readonly milliseconds: number;
}

export const usualFindLimits: FindLimits = {
  files: 300,
  entries: 100_000,
  depth: 12,
  milliseconds: 1_500,
};

/**
 * Absolute paths of the Dockerfiles in some folders, those near the top first, each once. It reads names alone, follows
 * no symbolic link, enters no folder that others fill, and lets other work go on in between. What cannot be read, or is
 * beyond the limits, is left out.
 */
export async function findDockerfiles(
  folders: readonly string[],
  limits: FindLimits = usualFindLimits,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const steps = walk(folders, limits, found);
  await inSlices(() => steps.next().done !== true, { milliseconds: limits.milliseconds });
  // A folder may be open when the time is up.
  steps.return(undefined);
  return [...found];
}

/** Others write these: packages, history, caches, what tools keep. */
const filledByOthers: ReadonlySet<string> = new Set(
  (
    "node_modules bower_components jspm_packages vendor site-packages venv __pycache__ Pods " +
    ".git .hg .svn .bzr .jj .venv .tox .nox .mypy_cache .pytest_cache .ruff_cache .cache .npm .yarn .pnpm-store " +
    ".gradle .m2 .cargo .rustup .terraform .next .nuxt .svelte-kit .turbo .nx .angular .parcel-cache .vscode-test .idea"
  ).split(" "),
);

/** One folder after the other, level by level; hands over after a few hundred entries, as a folder may have millions. */
function* walk(folders: readonly string[], limits: FindLimits, found: Set<string>): Generator<void> {
  let entries = 0;
  const seen = new Set(folders);
  let level: readonly string[] = [...seen];
  for (let depth = 1; depth <= limits.depth && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const folder of level) {
      for (const entry of entriesOf(folder)) {
        entries += 1;
        if (entries > limits.entries) return;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!filledByOthers.has(entry.name) && !seen.has(path)) below.push(path);
        } else if (entry.isFile() && isDockerfileName(entry.name)) {
          found.add(path);
          if (found.size >= limits.files) return;
        }
        if (entries % 200 === 0) yield;
      }
      yield;
    }
    level = below;
  }
}

/** Nothing for what cannot be read, or cannot be read any further. */
function* entriesOf(folder: string) {
  let open: Dir | undefined;
  try {
    open = opendirSync(folder, { bufferSize: 200 });
    for (let entry = open.readSync(); entry; entry = open.readSync()) yield entry;
  } catch {
    // Nobody may read it, or it has gone meanwhile.
  } finally {
    open?.closeSync();
  }
}
