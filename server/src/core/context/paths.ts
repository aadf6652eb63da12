/**
 * The shortest way to write a path, as Go's `path/filepath.Clean` finds it: no double slashes, no `.`, no `..` behind
 * a name, no slash at the end. "." for the empty path.
 */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  const joined = parts.join("/");
  return isRooted ? `/${joined}` : joined === "" ? "." : joined;
}

/** The last part of a path. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Without its last part: "" for what stands at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
