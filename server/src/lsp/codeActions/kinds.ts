import { CodeActionKind } from "vscode-languageserver";

export const fixAllKind = `${CodeActionKind.SourceFixAll}.plimsoll`;
export const optimizeKind = `${CodeActionKind.Source}.optimize.plimsoll`;

/** Kinds are a tree: who asks for `source` gets `source.fixAll.plimsoll` too. */
export function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return (
    only === undefined ||
    only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`))
  );
}

/** Named by the client, not just let through. */
export function isAskedFor(kind: string, only: readonly string[] | undefined): boolean {
  return only !== undefined && isWanted(kind, only);
}
