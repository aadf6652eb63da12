import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openFile, until } from "./support.ts";

suite("What Does Changing This File Rebuild?", () => {
  teardown(closeAll);

  test("lists what runs again, and choosing one jumps there", async () => {
    const source = await openFile("rebuilds/source.txt", "x");
    const dockerfile = await openFile(
      "rebuilds/Dockerfile",
      "FROM debian:12-slim\nRUN apt-get update\nCOPY source.txt /source.txt\nRUN cat /source.txt\n",
    );
    await vscode.window.showTextDocument(source);
    const asked = vscode.commands.executeCommand("plimsoll.whatRebuilds");
    // The list may not be there yet; accepting nothing does nothing.
    await until(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return vscode.window.activeTextEditor?.document.uri.toString() === dockerfile.uri.toString();
    });
    await asked;
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), "COPY source.txt /source.txt");
  });

  test("can be asked about a file that is not in front", async () => {
    const source = await openFile("behind/other.txt", "x");
    const dockerfile = await openFile("behind/Dockerfile", "FROM debian:12-slim\nCOPY other.txt /\n");
    const asked = vscode.commands.executeCommand("plimsoll.whatRebuilds", source.uri);
    await until(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return vscode.window.activeTextEditor?.selection.isEmpty === false;
    });
    await asked;
    assert.equal(vscode.window.activeTextEditor?.document, dockerfile);
  });
});
