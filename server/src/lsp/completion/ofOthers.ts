import type { CompletionItem } from "vscode-languageserver";
import { directivesOfOthers, isFlagOfOthers } from "../ofOthers.ts";
import type { Cursor } from "./cursor.ts";

/** True where the other Docker extensions complete everything themselves. */
export function isCompletedByOthers(cursor: Cursor): boolean {
  if (cursor.kind === "keyword" || cursor.kind === "body") return true;
  if (cursor.kind === "comment") return false;
  const { instruction, word } = cursor;
  if (instruction.keyword === "COPY" && word.text.toLowerCase().startsWith("--from=")) return true;
  // Variables.
  return word.text.includes("$");
}

/** True for an item that the other Docker extensions have too. */
export function isOfOthers({ label }: CompletionItem, cursor: Cursor): boolean {
  if (cursor.kind === "comment") return directivesOfOthers.some((name) => label.includes(`${name}=`));
  if (cursor.kind !== "argument") return false;
  const { keyword } = cursor.instruction;
  return keyword === "HEALTHCHECK" || isFlagOfOthers(keyword, label.replace(/^--(.*)=$/, "$1"));
}
