import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContextFile } from "../../core/context/tree.ts";
import { textFileNames } from "./globs.ts";

const lowerNames = new Set(textFileNames.map((name) => name.toLowerCase()));
const patterns =
  /^(requirements|constraints)[^/]*\.(txt|in)$|\.(csproj|fsproj|vbproj|sln|gemspec)$|^(settings|build)\.gradle(\.kts)?$|^(vite|next|nuxt|svelte|astro|webpack)\.config\.[cm]?[jt]s$/i;
/** Installed packages have manifests too, by the thousand; nobody asks for those. */
const installed = /(^|\/)(node_modules|site-packages|vendor|\.venv|venv|target|\.git)\//;

const maxBytes = 5_000_000;
const maxTotalBytes = 20_000_000;

/** Reads the files that may be asked for, those nearest to the top first, up to 20 MB in all. */
export async function readTextFiles(
  folder: string,
  files: readonly ContextFile[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = files.filter(isWanted).sort((a, b) => depthOf(a) - depthOf(b));
  const texts = new Map<string, string>();
  let total = 0;
  for (const { path, bytes } of wanted) {
    total += bytes;
    if (total > maxTotalBytes) break;
    const text = await textOf(join(folder, path));
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

function isWanted({ path, bytes, isLink }: ContextFile): boolean {
  if (isLink || bytes > maxBytes || installed.test(path)) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return lowerNames.has(name.toLowerCase()) || patterns.test(name);
}

function depthOf({ path }: ContextFile): number {
  return path.split("/").length;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}
