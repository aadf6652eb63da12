// What is asked of absolute paths where there may be no Node. Files are never touched here.

/** `path` as seen from `folder`, with slashes: "" for the folder itself, `../b` for a neighbour. Undefined on another drive. */
export function wayTo(folder: string, path: string): string | undefined {
  const [from, to] = [partsOf(folder), partsOf(path)];
  const isSame = isOfWindows(path)
    ? (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase()
    : (a: string | undefined, b: string | undefined) => a === b;
  if (isOfWindows(folder) !== isOfWindows(path) || (isOfWindows(path) && !isSame(from[0], to[0])))
    return undefined;
  let common = 0;
  while (common < from.length && common < to.length && isSame(from[common], to[common])) common += 1;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}

/** The same for what is in the folder; undefined for what is not. */
export function placeInFolder(folder: string, path: string): string | undefined {
  const way = wayTo(folder, path);
  return way === undefined || way === ".." || way.startsWith("../") ? undefined : way;
}

/** The absolute path of what a file in the folder calls so: `../web`, `/srv`. */
export function pathFrom(folder: string, way: string): string {
  if (way.startsWith("/") || isOfWindows(way)) return way;
  const separator = isOfWindows(folder) ? "\\" : "/";
  const parts = [...partsOf(folder)];
  for (const part of way.split(/[\\/]/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const start = isOfWindows(folder) ? (/^\\+/.exec(folder)?.[0] ?? "") : "/";
  return start + parts.join(separator);
}

/** The folder that a file is in. */
export function folderAbove(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), isOfWindows(path) ? path.lastIndexOf("\\") : -1);
  return path.slice(0, Math.max(end, 1));
}

export function isOfWindows(path: string): boolean {
  return /^(?:[a-z]:|\\\\)/i.test(path);
}

function partsOf(path: string): readonly string[] {
  return path.split(isOfWindows(path) ? /[\\/]/ : "/").filter((part) => part !== "" && part !== ".");
}
