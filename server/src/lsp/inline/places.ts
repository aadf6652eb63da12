// The one place that turns places and edits of a Dockerfile inside another file into those of the file, and back.
import type { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { sortEdits } from "../../core/edits/apply.ts";
import type { Edit } from "../../core/edits/fix.ts";
import { editsInFile, offsetInline, spanInFile } from "../../host/inline/inlineText.ts";
import { t } from "../../l10n/t.ts";
import type { DockerfilesInside } from "../../protocol/messages.ts";
import type { Analysed, NotAnalysed, Outcome, Part } from "../analyses.ts";
import { textEdits } from "../edits.ts";
import { lineOf, linesOf, offsetOf, rangeOf, spanOf } from "../positions.ts";

/** The document, or the Dockerfiles in it that the address means. */
export function dockerfilesMeant(outcome: Outcome, uri: string): readonly Analysed[] {
  return outcome.analysis ? [outcome] : partsMeant(outcome, uri);
}

/** The only one that the address means. */
export function dockerfileMeant(outcome: Outcome, uri: string): Outcome {
  if (outcome.analysis) return outcome;
  const [one, another] = partsMeant(outcome, uri);
  if (another) return { ...outcome, reason: t("It holds several Dockerfiles") };
  return one ?? outcome;
}

/** The one that the fragment of the address names, or all in the file. */
export function partsMeant({ document, parts = [] }: NotAnalysed, uri: string): readonly Part[] {
  if (uri === document.uri) return parts;
  const owner = decodeURIComponent(uri.slice(uri.indexOf("#") + 1));
  return parts.filter(({ inside }) => inside.inline.owner === owner);
}

/** The address of the file that a Dockerfile stands in. */
export function holderOf(uri: string): string {
  return uri.replace(/#.*$/, "");
}

/** The document that the user has open. */
export function openDocument({ document, inside }: Analysed): TextDocument {
  return inside?.holder ?? document;
}

/** The line there, from 0. */
export function openLine(outcome: Analysed, offset: number): number {
  const { inside } = outcome;
  const place = inside ? spanInFile(inside.inline, { start: offset, end: offset }).start : offset;
  return lineOf(openDocument(outcome), place);
}

/** The same change there; undefined when it is not certain what the file would mean then. */
export function openEdits({ inside }: Analysed, edits: readonly Edit[]): readonly Edit[] | undefined {
  return inside ? editsInFile(inside.inline, edits, inside.holder.getText()) : edits;
}

/** Lines from 1, as people count them there, of the Dockerfile as it is and as it may become. */
export function openLinesOf(outcome: Analysed): (text: string) => (offset: number) => number {
  const { document, inside } = outcome;
  if (!inside) return linesOf;
  const first = openLine(outcome, 0);
  return (text) => {
    if (text === document.getText()) return (offset) => openLine(outcome, offset) + 1;
    const lineInside = linesOf(text);
    return inside.inline.writing.kind === "block" ? (offset) => first + lineInside(offset) : () => first + 1;
  };
}

/** All Dockerfiles of a file, each with the lines that it has for itself. */
export function dockerfilesInside({ parts = [], reason }: NotAnalysed): DockerfilesInside {
  const items = parts.map(({ inside: { holder, inline } }) => {
    const { start, end } = rangeOf(
      holder,
      spanInFile(inline, { start: 0, end: inline.text.trimEnd().length }),
    );
    // A block begins with the line that its key stands on.
    const first = inline.writing.kind === "block" ? { line: start.line - 1, character: 0 } : start;
    return { owner: inline.owner, range: { start: first, end } };
  });
  return items.length > 0 ? { items } : { items, reason };
}

export function rangeInHolder({ document, inside: { holder, inline } }: Part, range: Range): Range {
  return rangeOf(holder, spanInFile(inline, spanOf(document, range)));
}

/** The Dockerfile that a position of the file lies in, and the position in it. */
export function partAt(
  { parts = [] }: Pick<NotAnalysed, "parts">,
  position: Position,
): { readonly part: Part; readonly offset: number; readonly position: Position } | undefined {
  for (const part of parts) {
    const { holder, inline } = part.inside;
    const offset = offsetInline(inline, offsetOf(holder, position));
    if (offset !== undefined) return { part, offset, position: part.document.positionAt(offset) };
  }
  return undefined;
}

/** The same change in the file; undefined when it is not certain what the file would mean then. */
export function editInHolder(part: Part, edit: WorkspaceEdit): WorkspaceEdit | undefined {
  const { holder } = part.inside;
  const { uri } = part.document;
  if (edit.changes) {
    const changes = changesInHolder(part, edit.changes[uri] ?? []);
    return changes && { changes: { [holder.uri]: changes } };
  }
  const documentChanges: NonNullable<WorkspaceEdit["documentChanges"]> = [];
  for (const change of edit.documentChanges ?? []) {
    if (!("edits" in change) || change.textDocument.uri !== uri) {
      documentChanges.push(change);
      continue;
    }
    const edits = changesInHolder(part, change.edits.filter(isPlain));
    if (!edits) return undefined;
    documentChanges.push({ textDocument: { uri: holder.uri, version: holder.version }, edits });
  }
  return { documentChanges };
}

function changesInHolder(part: Part, changes: readonly TextEdit[]): TextEdit[] | undefined {
  const { document, inside } = part;
  const edits = changes.map(({ range, newText }) => ({ span: spanOf(document, range), text: newText }));
  const written = openEdits(part, sortEdits(edits));
  return written && textEdits(inside.holder, written);
}

function isPlain(edit: object): edit is TextEdit {
  return "newText" in edit;
}
