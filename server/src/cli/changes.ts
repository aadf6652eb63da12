import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Optimized } from "../core/optimize.ts";
import type { Here } from "./known.ts";
import { diffOf } from "./print/diff.ts";

/** A Dockerfile as it was, and where the files beside it go. */
export interface Original {
  readonly file: string;
  readonly text: string;
  /** The build context. */
  readonly folder: string;
}

/** A unified diff of the Dockerfile and of every file that is written beside it; "" when nothing changes. */
export function diffOfChanges({ file, text, folder }: Original, { text: after, files }: Optimized): string {
  const beside = files.map(({ path: relative, content }) => {
    const place = path.join(folder, relative);
    return diffOf(path.relative("", place), existsSync(place) ? readFileSync(place, "utf8") : "", content);
  });
  return [diffOf(file === "-" ? "<stdin>" : file, text, after), ...beside].join("");
}

export function contextFolder(file: string, { surroundings }: Here): string {
  return surroundings?.discovery.folder ?? path.dirname(path.resolve(file));
}
