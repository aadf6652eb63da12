/** Things by the paths of the image that they are at: asks which of them lie at, below or around a path. */
export interface PathIndex<T> {
  /** Adds an item, which may be at several paths. */
  add(path: string, item: T): void;
  /** Items at the path or below it, in the order in which they were added; may hold a few more. */
  within(path: string): readonly T[];
  /** Items at folders that the path lies in, outermost folder first; may hold a few more. */
  around(path: string): readonly T[];
}

/** Folders deeper than this are not told apart, so that a path of a thousand folders is no burden. */
const depth = 32;

export function pathIndex<T>(): PathIndex<T> {
  const below = new Map<string, T[]>();
  const at = new Map<string, T[]>();
  return {
    add(path, item) {
      const folders = foldersOf(path);
      const [innermost = "/"] = folders.slice(-1);
      append(at, innermost, item);
      for (const folder of folders) append(below, folder, item);
    },
    within: (path) => below.get(foldersOf(path).at(-1) ?? "/") ?? [],
    around: (path) =>
      foldersOf(path)
        .slice(0, -1)
        .flatMap((folder) => at.get(folder) ?? []),
  };
}

/** `/a/b` → `/`, `/a`, `/a/b` */
function foldersOf(path: string): readonly string[] {
  const folders = ["/"];
  for (let end = path.indexOf("/", 1); end >= 0 && folders.length < depth; end = path.indexOf("/", end + 1))
    folders.push(path.slice(0, end));
  if (path !== "/" && folders.length < depth) folders.push(path);
  return folders;
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (!items) map.set(key, [item]);
  else if (items.at(-1) !== item) items.push(item);
}
