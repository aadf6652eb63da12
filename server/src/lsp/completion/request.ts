import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import type { ArgumentCursor } from "./cursor.ts";
import type { Place } from "./place.ts";

/** What a kind of completion is asked with. `place.span` is what a choice replaces; it lies in one line. */
export interface CompletionRequest<P = Place> {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  readonly offset: number;
  readonly place: P;
}

/** A word of an instruction. */
export type WordRequest = CompletionRequest<ArgumentCursor>;

/** The same request about a part of the word: from an offset to the end of the word, or to `end`. */
export function within<P>(
  request: CompletionRequest<P>,
  start: number,
  end: number,
): CompletionRequest<P & { readonly span: { readonly start: number; readonly end: number } }> {
  return { ...request, place: { ...request.place, span: { start, end } } };
}
