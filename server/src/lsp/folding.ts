import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import { folds } from "../core/language/folds.ts";
import type { Read } from "./languageModel.ts";
import { lineOf } from "./positions.ts";

/** Whole lines. Of those that begin on the same line only the first can be shown, which is the outermost. */
export function foldingRanges({ document, facts }: Read): FoldingRange[] {
  const started = new Set<number>();
  return folds(facts.dockerfile).flatMap(({ span, kind }) => {
    const startLine = lineOf(document, span.start);
    const endLine = lineOf(document, span.end);
    if (endLine <= startLine || started.has(startLine)) return [];
    started.add(startLine);
    return [{ startLine, endLine, ...(kind === "comment" && { kind: FoldingRangeKind.Comment }) }];
  });
}
