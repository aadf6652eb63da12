import * as vscode from "vscode";
import type { OptimizePreview } from "../../../server/src/protocol/messages.ts";

/** One edit with everything in it, so that one undo takes everything back. */
export async function applyPreview(
  document: vscode.TextDocument,
  preview: OptimizePreview,
): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of preview.edits) edit.replace(document.uri, rangeOf(range), newText);
  for (const { uri, content } of preview.files) await addFile(edit, vscode.Uri.parse(uri, true), content);
  // Not a refactoring: VS Code saves the files of one, and saving is the user's decision.
  return vscode.workspace.applyEdit(edit, { isRefactoring: false });
}

/** A file that exists is edited like one that is open, which keeps its history; any other one is created. */
async function addFile(edit: vscode.WorkspaceEdit, uri: vscode.Uri, content: string): Promise<void> {
  if (!(await exists(uri))) return edit.createFile(uri, { contents: new TextEncoder().encode(content) });
  const present = await vscode.workspace.openTextDocument(uri);
  const everything = new vscode.Range(0, 0, present.lineCount, 0);
  edit.replace(uri, present.validateRange(everything), content);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function rangeOf({ start, end }: OptimizePreview["edits"][number]["range"]): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
