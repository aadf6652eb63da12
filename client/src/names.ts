import type { Uri } from "vscode";

/** The last part of its path. */
export function fileNameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const longestOwner = 60;

/** A service may be called anything, over several lines and without end. */
export function ownerInWords(owner: string): string {
  const letters = [...owner.slice(0, longestOwner * 4).replace(/\s+/g, " ")];
  return letters.length > longestOwner ? `${letters.slice(0, longestOwner).join("")}…` : letters.join("");
}
