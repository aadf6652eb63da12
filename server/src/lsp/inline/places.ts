// The one place that turns places and edits of a Dockerfile inside another file into those of the file, and back.
import type { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { sortEdits } from "../../core/edits/apply.ts";
import { editsInFile, offsetInline, spanInFile } from "../../host/inline/inlineText.ts";
import type { NotAnalysed, Part } from "../analyses.ts";
import { textEdits } from "../edits.ts";
import { offsetOf, rangeOf, spanOf } from "../positions.ts";

export function rangeInHolder({ holder, inline, outcome }: Part, range: Range): Range {
  return rangeOf(holder, spanInFile(inline, spanOf(outcome.document, range)));
}

/** The Dockerfile that a position of the file lies in, and the position in it. */
export function partAt(
  { parts = [] }: Pick<NotAnalysed, "parts">,
  position: Position,
): { readonly part: Part; readonly offset: number; readonly position: Position } | undefined {
  for (const part of parts) {
    const offset = offsetInline(part.inline, offsetOf(part.holder, position));
    if (offset !== undefined) return { part, offset, position: part.outcome.document.positionAt(offset) };
  }
  return undefined;
}

/** The same change in the file; undefined when it is not certain what the file would mean then. */
export function editInHolder(part: Part, edit: WorkspaceEdit): WorkspaceEdit | undefined {
  const { holder, outcome } = part;
  const { uri } = outcome.document;
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

function changesInHolder(
  { holder, inline, outcome }: Part,
  changes: readonly TextEdit[],
): TextEdit[] | undefined {
  const { document } = outcome;
  const edits = changes.map(({ range, newText }) => ({ span: spanOf(document, range), text: newText }));
  const written = editsInFile(inline, sortEdits(edits), holder.getText());
  return written && textEdits(holder, written);
}

function isPlain(edit: object): edit is TextEdit {
  return "newText" in edit;
}
