import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openFile, until } from "./support.ts";

suite("Image Report", () => {
  teardown(closeAll);

  test("opens one tab beside the Dockerfile, however often it is asked for", async () => {
    const document = await openFile("report/Dockerfile", "FROM debian:12-slim\nRUN apt-get update\n");
    await vscode.commands.executeCommand("plimsoll.imageReport");
    const tab = await until(() => reports()[0]);
    assert.equal(tab.label, "Image Report: Dockerfile");
    assert.notEqual(tab.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
    await vscode.commands.executeCommand("plimsoll.imageReport", document.uri);
    assert.equal(reports().length, 1);
    // The editor keeps the cursor.
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  test("is about Dockerfiles only", async () => {
    const other = await openFile("report/notes.txt", "x");
    await vscode.commands.executeCommand("plimsoll.imageReport", other.uri);
    assert.deepEqual(reports(), []);
  });

  test("shows two files in two tabs", async () => {
    for (const name of ["report/a.dockerfile", "report/b.dockerfile"]) {
      const { uri } = await openFile(name, "FROM scratch\n");
      await vscode.commands.executeCommand("plimsoll.imageReport", uri);
    }
    await until(() => reports().length === 2);
    const labels = reports().map(({ label }) => label);
    assert.deepEqual(labels.sort(), ["Image Report: a.dockerfile", "Image Report: b.dockerfile"]);
  });
});

function reports(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith("plimsoll.imageReport"),
    );
}
