import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeDiff, closeAll, openFile, rangeOf, until } from "./support.ts";

const single = `FROM golang:1.25
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
CMD ["/app"]
`;

suite("Convert to Multi-Stage Build", () => {
  teardown(closeAll);

  test("previews the conversion to a base, and applies it as one step that can be undone", async () => {
    const document = await openFile("multi/Dockerfile", single);
    await vscode.commands.executeCommand("plimsoll.convertToMultiStage", {
      uri: document.uri,
      base: "scratch",
    });
    const diff = await until(activeDiff);
    const preview = (await vscode.workspace.openTextDocument(diff.modified)).getText();
    assert.match(preview, /^FROM golang:1\.25 AS build\n[\s\S]*\nFROM scratch\n/);
    assert.equal(document.getText(), single, "a preview changes nothing");

    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.equal(document.getText(), preview);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), single, "one undo takes everything back");
  });

  test("lists the bases, and previews the one that is chosen", async () => {
    await openFile("multi/Dockerfile.list", single);
    const asked = vscode.commands.executeCommand("plimsoll.convertToMultiStage");
    // The list may not be there yet; accepting nothing does nothing.
    const diff = await until(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return activeDiff();
    });
    await asked;
    assert.match((await vscode.workspace.openTextDocument(diff.modified)).getText(), / AS build\n/);
  });

  test("leaves a file alone that has to stay a single stage", async () => {
    const text = single.replace('["/app"]', '["./run.sh"]');
    const document = await openFile("multi/Dockerfile.script", text);
    await vscode.commands.executeCommand("plimsoll.convertToMultiStage");
    assert.equal(activeDiff(), undefined);
    assert.equal(document.getText(), text);
  });
});

suite("refactorings", () => {
  teardown(closeAll);

  test("are offered in the menu for them, with the selection, and change the document", async () => {
    const text = "FROM debian:12-slim\nRUN true && echo done\nUSER 1000\n";
    const document = await openFile("refactor/Dockerfile", text);
    const [extract] = await actionsAt(document, "RUN true && echo done", "refactor.extract");
    assert.equal(extract?.title, "Extract into a stage: base");
    const [inHeredoc] = await actionsAt(document, "echo", "refactor.rewrite");
    assert(inHeredoc?.edit, "there is no refactoring with an edit");
    await vscode.workspace.applyEdit(inHeredoc.edit);
    assert.equal(
      document.getText(),
      "FROM debian:12-slim\nRUN <<EOF\nset -e\ntrue\necho done\nEOF\nUSER 1000\n",
    );
  });

  test("rename a stage wherever it is named", async () => {
    const text = "FROM debian:12-slim AS tools\nFROM tools\nCOPY --from=tools /a /b\n";
    const document = await openFile("refactor/Dockerfile.rename", text);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      rangeOf(document, "tools").start,
      "base",
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), text.replaceAll("tools", "base"));
  });

  test("lead to the list of bases", async () => {
    const document = await openFile("refactor/Dockerfile.go", single);
    const actions = await actionsAt(document, "WORKDIR", "refactor.rewrite");
    const convert = actions.find(({ title }) => title === "Convert to multi-stage build…");
    assert.equal(convert?.command?.command, "plimsoll.convertToMultiStage");
  });

  async function actionsAt(
    document: vscode.TextDocument,
    text: string,
    kind: string,
  ): Promise<readonly vscode.CodeAction[]> {
    return vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      rangeOf(document, text),
      kind,
    );
  }
});
