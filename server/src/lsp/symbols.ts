import { type DocumentSymbol, type Range, SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Stage } from "../core/document/dockerfile.ts";
import { type OutlineItem, outline, stageTitle } from "../core/language/outline.ts";
import { namingSpan } from "../core/language/stageMentions.ts";
import type { Read } from "./languageModel.ts";
import { rangeOf } from "./positions.ts";

/** For outline, breadcrumbs and sticky scroll: the stages, and their instructions below them. */
export function documentSymbols({ document, facts }: Read): DocumentSymbol[] {
  return outline(facts).map((item) => symbolOf(item, document));
}

function symbolOf(
  { kind, name, detail, span, nameSpan, children }: OutlineItem,
  document: TextDocument,
): DocumentSymbol {
  const symbol: DocumentSymbol = {
    name,
    kind: kinds[kind] ?? SymbolKind.Property,
    range: rangeOf(document, span),
    selectionRange: rangeOf(document, nameSpan),
  };
  if (detail !== undefined) symbol.detail = detail;
  if (children.length > 0) symbol.children = children.map((child) => symbolOf(child, document));
  return symbol;
}

const kinds: Readonly<Partial<Record<OutlineItem["kind"], SymbolKind>>> = {
  STAGE: SymbolKind.Module,
  ARG: SymbolKind.Variable,
  ENV: SymbolKind.Constant,
  RUN: SymbolKind.Function,
  COPY: SymbolKind.File,
  ADD: SymbolKind.File,
  CMD: SymbolKind.Event,
  ENTRYPOINT: SymbolKind.Event,
};

/** A stage by its title, and where it is named. */
export interface NamedStage {
  readonly name: string;
  readonly range: Range;
}

export function namedStages(document: TextDocument, stages: readonly Stage[]): readonly NamedStage[] {
  return stages.map((stage) => ({ name: stageTitle(stage), range: rangeOf(document, namingSpan(stage)) }));
}

/**
 * Those of the stages of a file whose title has the letters of the query in their order, as editors search. They have no
 * container: editors show the file anyway.
 */
export function stageSymbols(uri: string, stages: readonly NamedStage[], query: string): WorkspaceSymbol[] {
  return stages.flatMap(({ name, range }) =>
    hasLetters(name, query) ? [{ name, kind: SymbolKind.Module, location: { uri, range } }] : [],
  );
}

function hasLetters(name: string, query: string): boolean {
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = name.toLowerCase().indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
