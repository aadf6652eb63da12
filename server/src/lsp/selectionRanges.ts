import type { Position, SelectionRange } from "vscode-languageserver";
import { selectionsAt } from "../core/language/selections.ts";
import type { Read } from "./languageModel.ts";
import { offsetOf, rangeOf } from "./positions.ts";

/** One chain for each position, as the protocol wants it. */
export function selectionRanges({ document, facts }: Read, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const spans = selectionsAt(facts, offsetOf(document, position));
    const none: SelectionRange = { range: { start: position, end: position } };
    return (
      spans.reduceRight<SelectionRange | undefined>(
        (parent, span) => ({ range: rangeOf(document, span), ...(parent && { parent }) }),
        undefined,
      ) ?? none
    );
  });
}
