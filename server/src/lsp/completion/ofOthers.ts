import type { CompletionItem } from "vscode-languageserver";
import type { Cursor } from "./cursor.ts";

/**
 * The flags that the library of Docker DX and Container Tools completes. Source: dockerfile-language-service 0.16.1,
 * src/dockerAssist.ts, asked for each instruction.
 */
const flags: ReadonlyMap<string, readonly string[]> = new Map([
  ["FROM", ["--platform="]],
  ["COPY", ["--from=", "--chown="]],
  ["ADD", ["--chown="]],
  ["HEALTHCHECK", ["--interval=", "--timeout=", "--start-period=", "--start-interval=", "--retries="]],
]);

const directives = ["syntax=", "escape="];

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
  if (cursor.kind === "comment") return directives.some((name) => label.includes(name));
  if (cursor.kind !== "argument") return false;
  const { keyword } = cursor.instruction;
  if (keyword === "HEALTHCHECK") return true;
  return flags.get(keyword)?.includes(label) === true;
}
