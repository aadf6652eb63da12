import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FileEdit } from "../core/edits/fix.ts";
import type { Optimized } from "../core/optimize.ts";
import { diffOf } from "./print/diff.ts";

/** A unified diff of the Dockerfile and of every file that is written beside it; "" when nothing changes. */
export function diffOfChanges(file: string, text: string, { text: after, files }: Optimized): string {
  const beside = files.map((edit) => diffOf(edit.path, currentContent(file, edit), edit.content));
  return [diffOf(file === "-" ? "<stdin>" : file, text, after), ...beside].join("");
}

/** Where a file goes that a fix writes. */
export function placeOf(dockerfile: string, { path: relative }: FileEdit): string {
  return path.join(path.dirname(dockerfile), relative);
}

function currentContent(dockerfile: string, edit: FileEdit): string {
  const file = placeOf(dockerfile, edit);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
