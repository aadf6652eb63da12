import assert from "node:assert/strict";
import * as vscode from "vscode";

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
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((later) => setTimeout(later, 50));
}
