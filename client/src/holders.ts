import * as vscode from "vscode";
import type { DocumentStatus } from "../../server/src/protocol/messages.ts";

/** The menus of package.json ask whether a file is in this list. */
const contextKey = "plimsoll.filesWithDockerfiles";

/** Commands about Dockerfiles are in the menus of the open files that hold some, and of no other YAML, JSON or HCL. */
export function followHolders(onDidAnalyse: vscode.Event<DocumentStatus>): vscode.Disposable {
  const holders = new Map<string, vscode.Uri>();
  // Addresses, not texts: in a remote window the menus know the files by other addresses than the extension does.
  const tell = () => vscode.commands.executeCommand("setContext", contextKey, [...holders.values()]);
  return vscode.Disposable.from(
    onDidAnalyse(({ uri, inside }) => {
      // What is broken while somebody types in it keeps its buttons.
      if (inside === undefined) return;
      const file = vscode.Uri.parse(uri);
      if (inside > 0 === holders.has(file.toString())) return;
      if (inside > 0) holders.set(file.toString(), file);
      else holders.delete(file.toString());
      void tell();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (holders.delete(uri.toString())) void tell();
    }),
  );
}
