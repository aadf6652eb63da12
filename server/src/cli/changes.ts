import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FileEdit } from "../core/edits/fix.ts";
import type { Optimized } from "../core/optimize.ts";
import type { Here } from "./known.ts";
import { diffOf } from "./print/diff.ts";

/** A file as it was. */
export interface Original {
  readonly file: string;
  readonly text: string;
}

export interface Changes {
  /** What the file becomes. */
  readonly text: string;
  /** What is written besides, by absolute or relative path. */
  readonly files: readonly FileEdit[];
}

/** A unified diff of the file and of every one that is written beside it; "" when nothing changes. */
export function diffOfChanges({ file, text }: Original, { text: after, files }: Changes): string {
  const beside = files.map(({ path: place, content }) =>
    diffOf(path.relative("", place), existsSync(place) ? readFileSync(place, "utf8") : "", content),
  );
  return [diffOf(file === "-" ? "<stdin>" : file, text, after), ...beside].join("");
}

/** With the files where they belong, in the build context. */
export function placed(file: string, here: Here, { text, files }: Optimized): Changes {
  const folder = contextFolder(file, here);
  return { text, files: files.map((edit) => ({ ...edit, path: path.join(folder, edit.path) })) };
}

function contextFolder(file: string, { surroundings }: Here): string {
  return surroundings?.discovery.folder ?? path.dirname(path.resolve(file));
}
