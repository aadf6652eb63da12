import { type DocumentHighlight, DocumentHighlightKind, type Location } from "vscode-languageserver";
import type { Span } from "../core/edits/span.ts";
import { occurrencesAt } from "../core/language/occurrences.ts";
import type { Read } from "./languageModel.ts";
import { rangeOf } from "./positions.ts";

/** Where the stage, variable or here-document at this place is defined. */
export function definitions(read: Read, offset: number): Location[] {
  const definition = occurrencesAt(read.facts, offset)?.target;
  return definition ? [locationOf(read, definition)] : [];
}

export function references(
  read: Read,
  offset: number,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Location[] {
  const all = occurrencesAt(read.facts, offset)?.all ?? [];
  return all
    .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
    .map(({ span }) => locationOf(read, span));
}

export function highlights({ document, facts }: Read, offset: number): DocumentHighlight[] {
  return (occurrencesAt(facts, offset)?.all ?? []).map(({ span, isDefinition }) => ({
    range: rangeOf(document, span),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

function locationOf({ document }: Read, span: Span): Location {
  return { uri: document.uri, range: rangeOf(document, span) };
}
