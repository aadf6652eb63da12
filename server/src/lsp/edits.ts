import { CreateFile, type TextDocumentEdit, TextEdit, type WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Edit, FileEdit } from "../core/edits/fix.ts";
import type { Surroundings } from "../host/buildContext/contexts.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { uriIn } from "./fileUris.ts";
import { rangeOf } from "./positions.ts";

export function textEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, text }) => TextEdit.replace(rangeOf(document, span), text));
}

/** A document, and where its build context is, as far as that is known. */
interface Place {
  readonly document: TextDocument;
  readonly surroundings?: Surroundings | undefined;
}

interface Change {
  readonly edits: readonly Edit[];
  readonly files?: readonly FileEdit[];
}

/**
 * What the editor has to do, bound to this version of the document where the client can check that.
 * @returns undefined when files have to be written and the client or the place of the document does not allow it
 */
export function workspaceEdit(
  place: Place,
  { edits, files = [] }: Change,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const { document } = place;
  const changes = textEdits(document, edits);
  if (!features.takesVersionedEdits)
    return files.length > 0 ? undefined : { changes: { [document.uri]: changes } };
  if (files.length > 0 && !features.createsFiles) return undefined;
  const documentChanges: NonNullable<WorkspaceEdit["documentChanges"]> = [];
  for (const { path, content } of files) {
    const uri = contextUri(place, path);
    if (uri === undefined) return undefined;
    documentChanges.push(...writtenFile({ path: uri, content }));
  }
  if (changes.length > 0)
    documentChanges.push({ textDocument: { uri: document.uri, version: document.version }, edits: changes });
  return { documentChanges };
}

/**
 * The address of a file of the build context, which is the document's folder when nothing is known of it; undefined for
 * a document that has no place, such as an unsaved one.
 */
export function contextUri({ document, surroundings }: Place, path: string): string | undefined {
  if (surroundings) return uriIn(surroundings.discovery.folder, path);
  const folder = /^[a-z][a-z0-9+.-]*:\/\/.*\//i.exec(document.uri)?.[0];
  return folder && folder + path.split("/").map(encodeURIComponent).join("/");
}

/** What writes a file at an address. */
export function writtenFile({ path: uri, content }: FileEdit): readonly [CreateFile, TextDocumentEdit] {
  const textDocument = { uri, version: null };
  const edits = [TextEdit.insert({ line: 0, character: 0 }, content)];
  return [CreateFile.create(uri, { overwrite: true }), { textDocument, edits }];
}

/** The files that an edit of ours writes, by their addresses. */
export function filesWritten({ documentChanges = [] }: WorkspaceEdit): readonly FileEdit[] {
  const created = new Set(documentChanges.flatMap((change) => (CreateFile.is(change) ? [change.uri] : [])));
  return documentChanges.flatMap((change) =>
    "edits" in change && created.has(change.textDocument.uri)
      ? [
          {
            path: change.textDocument.uri,
            content: change.edits.map((edit) => ("newText" in edit ? edit.newText : "")).join(""),
          },
        ]
      : [],
  );
}
