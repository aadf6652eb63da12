import type { Uri } from "vscode";

/** The last part of its path. */
export function fileNameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
