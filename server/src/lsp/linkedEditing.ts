import type { LinkedEditingRanges } from "vscode-languageserver";
import { delimitersAt } from "../core/language/heredocDelimiters.ts";
import type { Read } from "./languageModel.ts";
import { rangeOf } from "./positions.ts";

/** The two words around a here-document, which have to be the same. */
export function linkedEditing({ document, facts }: Read, offset: number): LinkedEditingRanges | null {
  const found = delimitersAt(facts, offset);
  if (!found) return null;
  const ranges = [found.opening, found.terminator].map((span) => rangeOf(document, span));
  return { ranges, wordPattern: "[^\\s<\"'();&|]+" };
}
