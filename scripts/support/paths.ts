import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Found by its manifest, because this file also runs from a bundle at another depth. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

export const inRoot = (...parts: string[]): string => join(root, ...parts);

/** npm scripts run in the root; a path the user typed is relative to where they stood. */
export const fromCaller = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

function findRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findRoot(dirname(folder));
}
