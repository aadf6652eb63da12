// The one place that turns the engine's offsets into the protocol's lines and characters, and back.
import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Span } from "../core/edits/span.ts";

/** Characters are UTF-16 units, as in the offsets. A position never lies inside a line break. */
export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Positions behind the end of a line or of the text are taken as that end. */
export function spanOf(document: TextDocument, { start, end }: Range): Span {
  const first = document.offsetAt(start);
  return { start: first, end: Math.max(first, document.offsetAt(end)) };
}

export function offsetOf(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

export function positionOf(document: TextDocument, offset: number): Position {
  return document.positionAt(offset);
}

/** From 0. */
export function lineOf(document: TextDocument, offset: number): number {
  return document.positionAt(offset).line;
}

/** Lines from 1, as people count them, of a text that is no open document. */
export function linesOf(text: string): (offset: number) => number {
  const document = TextDocument.create("", "dockerfile", 0, text);
  return (offset) => lineOf(document, offset) + 1;
}
