import * as vscode from "vscode";

/** Opens a fresh file of the workspace in an editor. */
export async function openFile(name: string, content: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("no folder is open");
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Replaces the first occurrence of a text, as typing would, without saving. */
export async function type(document: vscode.TextDocument, text: string, replacement: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, text), replacement);
  await vscode.workspace.applyEdit(edit);
}

export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`"${text}" is not in the document:\n${document.getText()}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Ids of the rules that have something to say about a document at this moment. */
export function rulesIn(document: vscode.TextDocument): readonly string[] {
  return ourProblems(document).map(ruleOf);
}

export function problemsOf(rule: string, document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return ourProblems(document).filter((problem) => ruleOf(problem) === rule);
}

function ourProblems({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "plimsoll");
}

function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Asks again and again until an answer comes; mocha's own time limit ends it. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((later) => setTimeout(later, 50));
  }
}

export function activeDiff(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : undefined;
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

export async function configure(section: string, value: unknown): Promise<void> {
  const [head, ...rest] = section.split(".");
  await vscode.workspace
    .getConfiguration(head)
    .update(rest.join("."), value, vscode.ConfigurationTarget.Workspace);
}

export async function outlineOf(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[] | undefined> {
  return found<vscode.DocumentSymbol>("vscode.executeDocumentSymbolProvider", uri);
}

/** What the providers answer; undefined when that is nothing. */
export async function found<T>(
  command: string,
  ...args: readonly unknown[]
): Promise<readonly T[] | undefined> {
  const answer = await vscode.commands.executeCommand<readonly T[] | undefined>(command, ...args);
  return answer && answer.length > 0 ? answer : undefined;
}
