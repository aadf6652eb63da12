import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { startClient } from "./client.ts";
import { isWanted } from "./documents.ts";
import { tell } from "./tell.ts";

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("plimsoll");

export function registerCommands(
  client: BaseLanguageClient,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("plimsoll.fixAll", fixAll),
    vscode.commands.registerCommand("plimsoll.restart", () => restart(client)),
    vscode.commands.registerCommand("plimsoll.showLog", () => log.show()),
  );
}

/** The same edit as the one on save, for a file that is not to be saved yet. */
async function fixAll(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isWanted(document)) return tell(vscode.l10n.t("Open a Dockerfile to fix its problems"));
  const { version } = document;
  const edit = await fixAllEdit(document);
  if (!edit) return tell(`$(check) ${vscode.l10n.t("There is no safe fix left to make")}`);
  if (document.version !== version) return fixAll();
  await vscode.workspace.applyEdit(edit);
}

async function fixAllEdit(document: vscode.TextDocument): Promise<vscode.WorkspaceEdit | undefined> {
  const everything = new vscode.Range(
    document.positionAt(0),
    document.lineAt(document.lineCount - 1).range.end,
  );
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    everything,
    fixAllKind.value,
    1, // resolved, so that the edit is there
  );
  return actions.find((action) => action.kind?.value === fixAllKind.value)?.edit;
}

async function restart(client: BaseLanguageClient): Promise<void> {
  try {
    await client.stop();
  } catch (error) {
    // A server that does not answer any more cannot say goodbye either.
    client.warn("The language server did not stop in time.", error, false);
  }
  await startClient(client);
}
