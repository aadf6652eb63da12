import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeDiff, closeAll, openFile, rulesIn, type, until } from "./support.ts";

const wasteful = `FROM python:3.13-slim
MAINTAINER me@example.com
RUN pip install flask
CMD ["python", "app.py"]
`;

suite("Optimize Dockerfile", () => {
  teardown(closeAll);

  test("previews the safe changes, and applies them as one step that can be undone", async () => {
    const document = await openFile("Dockerfile.optimize", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    const preview = await previewText();
    assert.match(preview, /pip install --no-cache-dir flask/);
    assert.match(preview, /LABEL/);
    assert.equal(document.getText(), wasteful, "a preview changes nothing");
    assert.match(tabTitle(), /^Dockerfile\.optimize ↔ optimized \(.*layers?\)$/);

    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.equal(document.getText(), preview);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.equal(activeDiff(), undefined, "the preview is closed");
    assert(document.isDirty, "saving is the user's decision");

    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), wasteful, "one undo takes everything back");
  });

  test("does only what is picked", async () => {
    await openFile("Dockerfile.picked", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: ["maintainer"] });
    const preview = await previewText();
    assert.match(preview, /LABEL/);
    assert.match(preview, /pip install flask/);
  });

  test("can be asked about a file that is not in front", async () => {
    const document = await openFile("Dockerfile.behind", wasteful);
    await openFile("other.txt", "");
    await vscode.commands.executeCommand("plimsoll.optimize", { uri: document.uri, pick: "safe" });
    assert.equal(activeDiff()?.original.toString(), document.uri.toString());
  });

  test("the preview follows the document, with the same picks", async () => {
    const document = await openFile("Dockerfile.follow", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: ["pip-cache"] });
    await type(document, "flask", "gunicorn");
    const preview = await until(async () => {
      const text = await previewText();
      return text.includes("gunicorn") && text;
    });
    assert.match(preview, /pip install --no-cache-dir gunicorn/);
    assert.match(preview, /MAINTAINER/);
  });

  test("a preview that the document has outrun is not applied but made anew", async () => {
    const document = await openFile("Dockerfile.outrun", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    await type(document, "flask", "gunicorn");
    const edited = document.getText();
    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.equal(document.getText(), edited);
    await until(async () => (await previewText()).includes("--no-cache-dir gunicorn"));

    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.match(document.getText(), /--no-cache-dir gunicorn/);
  });

  test("discarding closes the preview and changes nothing", async () => {
    const document = await openFile("Dockerfile.discard", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "all" });
    assert(activeDiff());
    await vscode.commands.executeCommand("plimsoll.preview.discard");
    assert.equal(activeDiff(), undefined);
    assert.equal(document.getText(), wasteful);
  });

  test("the preview has no problems of its own in the list", async () => {
    const document = await openFile("Dockerfile.problems", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: ["maintainer"] });
    await until(() => rulesIn(document).includes("pip-cache"));
    const listed = vscode.languages
      .getDiagnostics()
      .filter(([uri, found]) => found.length > 0 && uri.scheme !== "file");
    assert.deepEqual(listed, []);
  });

  test("works in a file that was never saved", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "dockerfile", content: wasteful });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    assert.equal(vscode.window.activeTextEditor?.document.languageId, "dockerfile");
    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.match(document.getText(), /--no-cache-dir/);
  });

  test("keeps the line ends of Windows", async () => {
    const document = await openFile("Dockerfile.crlf", wasteful.replaceAll("\n", "\r\n"));
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.match(document.getText(), /--no-cache-dir/);
    assert.doesNotMatch(document.getText(), /[^\r]\n/);
  });

  test("asking again in front of the preview replaces it", async () => {
    await openFile("Dockerfile.again", wasteful);
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: ["maintainer"] });
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    assert.match(await previewText(), /--no-cache-dir/);
    const diffs = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff);
    assert.equal(diffs.length, 1);
  });
});

async function previewText(): Promise<string> {
  const diff = await until(activeDiff);
  assert.equal(diff.modified.scheme, "plimsoll-preview");
  return (await vscode.workspace.openTextDocument(diff.modified)).getText();
}

function tabTitle(): string {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? "";
}
