import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, found, openFile, outlineOf, rangeOf, until } from "./support.ts";

const text = `FROM debian:12-slim AS tools
RUN apt-get update && \\
    apt-get install -y curl git
FROM tools
ARG MODE=fast
RUN echo $MODE
`;

suite("finding one's way", () => {
  teardown(async () => {
    await vscode.workspace.getConfiguration("plimsoll").update("language", undefined);
    await closeAll();
  });

  test("the outline says what each stage does, and goes with the setting", async () => {
    const { uri } = await openFile("language/Dockerfile", text);
    const stages = await until(() => outlineOf(uri));
    assert.deepEqual(
      stages.map(({ name, children }) => [name, ...children.map((child) => child.name)]),
      [
        ["tools (debian:12-slim)", "RUN apt-get install curl, git"],
        ["tools", "ARG MODE=fast", "RUN echo $MODE"],
      ],
    );
    const configuration = vscode.workspace.getConfiguration("plimsoll");
    await configuration.update("language", "off");
    await until(async () => (await outlineOf(uri)) === undefined);
    await configuration.update("language", undefined);
    await until(() => outlineOf(uri));
  });

  test("definitions, references and folds", async () => {
    const document = await openFile("language/Dockerfile.go", text);
    const at = rangeOf(document, "MODE\n").start;
    const [definition] = await until(() =>
      found<vscode.Location>("vscode.executeDefinitionProvider", document.uri, at),
    );
    assert.equal(definition?.range.start.line, 4);
    const references = await until(() =>
      found<vscode.Location>("vscode.executeReferenceProvider", document.uri, at),
    );
    assert.deepEqual(
      references.map(({ range }) => range.start.line),
      [4, 5],
    );
    const folds = await until(() =>
      found<vscode.FoldingRange>("vscode.executeFoldingRangeProvider", document.uri),
    );
    assert(folds.some(({ start, end }) => start === 0 && end === 2));
  });

  test("a hover explains the instruction once", async () => {
    const document = await openFile("language/Dockerfile.hover", text);
    const hovers = await until(() =>
      found<vscode.Hover>("vscode.executeHoverProvider", document.uri, rangeOf(document, "ARG").start),
    );
    assert.equal(hovers.length, 1);
  });
});
