import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyPreview } from "../../../client/src/optimize/apply.ts";
import { openFile } from "./support.ts";
suite("zz files", () => {
  test("create and replace", async () => {
    const document = await openFile("Dockerfile.zz", "FROM a\n");
    const old = vscode.Uri.joinPath(document.uri, "../old.txt"), fresh = vscode.Uri.joinPath(document.uri, "../fresh.dockerignore");
    await vscode.workspace.fs.writeFile(old, Buffer.from("one\ntwo"));
    const preview = { version: 1, items: [], text: "", before: {layers:0}, after: {layers:0},
      edits: [{ range: {start:{line:0,character:5},end:{line:0,character:6}}, newText: "b" }],
      files: [{ uri: fresh.toString(), content: "x\n" }, { uri: old.toString(), content: "three\n" }] };
    assert(await applyPreview(document, preview as never));
    assert.equal(document.getText(), "FROM b\n");
    const read = async (u: vscode.Uri) => (await vscode.workspace.openTextDocument(u)).getText();
    assert.equal(await read(fresh), "x\n"); assert.equal(await read(old), "three\n");
    console.log("dirty", (await vscode.workspace.openTextDocument(fresh)).isDirty, (await vscode.workspace.openTextDocument(old)).isDirty);
    void vscode.commands.executeCommand("undo");
    await new Promise((r) => setTimeout(r, 1500));
    console.log("after undo", JSON.stringify(document.getText()), await vscode.workspace.fs.stat(fresh).then(() => true, () => false), JSON.stringify(await read(old)));
  });
});
