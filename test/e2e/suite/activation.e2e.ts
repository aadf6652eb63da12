import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "./support.ts";

suite("activation", () => {
  test("the extension activates on a Dockerfile", async () => {
    const extension = vscode.extensions.getExtension("plimsoll.plimsoll");
    assert(extension, "the extension is not installed");
    const [file] = await vscode.workspace.findFiles("Dockerfile");
    assert(file, "the workspace has no Dockerfile");
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, "dockerfile");
    await until(() => extension.isActive);
  });

  test("every command of the manifest is there", async () => {
    const extension = vscode.extensions.getExtension("plimsoll.plimsoll");
    const promised: readonly { readonly command: string }[] = extension?.packageJSON.contributes.commands;
    const present = new Set(await vscode.commands.getCommands(true));
    for (const { command } of promised) assert(present.has(command), command);
  });
});
