import type { BuildContext } from "../known.ts";

/**
 * Every file that gets past the ignore file, but for those in folders of the given names: packages, the history and the
 * like have a hundred times as many files as the project, and are never what is looked for.
 */
export function* filesOutside(context: BuildContext, folders: ReadonlySet<string>): Generator<string> {
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const inner: string[] = [];
    for (const { name, path, isFolder, isIgnored } of context.children(folder)) {
      if (isIgnored) continue;
      if (!isFolder) yield path;
      else if (!folders.has(name.toLowerCase())) inner.push(path);
    }
    open.push(...inner.reverse());
  }
}
