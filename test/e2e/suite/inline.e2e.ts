import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeDiff, closeAll, configure, openFile, problemsOf, rangeOf, type, until } from "./support.ts";

const compose = "services:\n  web:\n    build:\n      context: .\n";
const inline = `      dockerfile_inline: |
        FROM python:3.13-slim
        RUN pip install flask
`;
const worker = `  worker:
    build:
      dockerfile_inline: |-
          FROM python:3.13-slim
          RUN pip install django
    ports: ["80:80"]
`;

suite("Dockerfiles in compose files", () => {
  teardown(closeAll);

  test("problems and fixes come with the first dockerfile_inline that is typed", async () => {
    const document = await openFile("inline/compose.yaml", compose);
    await type(document, "      context: .\n", `      context: .\n${inline}`);
    const [problem] = await until(() => {
      const found = problemsOf("pip-cache", document);
      return found.length > 0 && found;
    });
    assert.equal(document.getText(problem?.range), "pip install");
    await vscode.commands.executeCommand("plimsoll.fixAll");
    await until(() => document.getText().includes("        RUN pip install --no-cache-dir flask\n"));
  });

  test("a bake file in HCL, which VS Code takes for plain text, too", async () => {
    const text =
      'target "a" {\n  dockerfile-inline = <<EOT\nFROM python:3.13-slim\nRUN pip install flask\nEOT\n}\n';
    const document = await openFile("inline/docker-bake.hcl", text);
    await until(() => problemsOf("pip-cache", document).length > 0);
    await vscode.commands.executeCommand("plimsoll.fixAll");
    await until(() => document.getText().includes("\nRUN pip install --no-cache-dir flask\n"));
  });

  test("Optimize Dockerfile is about the one at the cursor, and one undo takes everything back", async () => {
    const document = await openFile("inline/one.compose.yaml", compose + inline + worker);
    await type(document, "install django", "install gunicorn");
    const typed = document.getText();
    putCursor(document, "gunicorn");
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    const preview = await previewText();
    assert.equal(preview, typed.replace("install gunicorn", "install --no-cache-dir gunicorn"));
    assert.match(
      vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? "",
      /^one\.compose\.yaml: services\.worker ↔ /,
    );
    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.equal(document.getText(), preview);
    assert(document.isDirty, "saving is the user's decision");
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), typed);
  });

  test("it is about all of them where the cursor stands in none, and keeps the line ends of Windows", async () => {
    const text = (compose + inline + worker).replaceAll("\n", "\r\n");
    const document = await openFile("inline/all.compose.yaml", text);
    putCursor(document, "services:");
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: ["pip-cache"] });
    await vscode.commands.executeCommand("plimsoll.preview.apply");
    assert.equal(document.getText(), text.replaceAll("pip install", "pip install --no-cache-dir"));
  });

  test("the preview follows what is typed in the file", async () => {
    const document = await openFile("inline/follow.compose.yaml", compose + inline + worker);
    putCursor(document, "flask");
    await vscode.commands.executeCommand("plimsoll.optimize", { pick: "safe" });
    await type(document, "services:\n", "services:\n  # more\n");
    await type(document, "flask", "gunicorn");
    const preview = await until(async () => {
      const now = await previewText();
      return now.includes("gunicorn") && now;
    });
    assert.equal(preview, document.getText().replace("install gunicorn", "install --no-cache-dir gunicorn"));
  });

  test("safe fixes are made on save", async () => {
    await configure("editor.codeActionsOnSave", { "source.fixAll.plimsoll": "explicit" });
    try {
      const document = await openFile("inline/saved.compose.yaml", compose + inline + worker);
      await until(() => problemsOf("pip-cache", document).length === 2);
      await type(document, "flask", "gunicorn");
      await document.save();
      assert.match(document.getText(), / {8}RUN pip install --no-cache-dir gunicorn\n/);
      assert.match(document.getText(), / {10}RUN pip install --no-cache-dir django\n/);
    } finally {
      await configure("editor.codeActionsOnSave", undefined);
    }
  });

  test("the report of a service is one tab, also when it is asked for by its address", async () => {
    const document = await openFile("inline/report.compose.yaml", compose + inline + worker);
    await until(() => problemsOf("pip-cache", document).length > 0);
    putCursor(document, "django");
    await vscode.commands.executeCommand("plimsoll.imageReport");
    const address = document.uri.with({ fragment: "services.worker" });
    await vscode.commands.executeCommand("plimsoll.imageReport", address);
    const [report] = await until(() => reports().length > 0 && reports());
    assert.equal(report, "Image Report: report.compose.yaml: services.worker");
    assert.equal(reports().length, 1);
  });
});

function putCursor(document: vscode.TextDocument, text: string): void {
  const editor = vscode.window.activeTextEditor;
  assert(editor && editor.document === document);
  const { start } = rangeOf(document, text);
  editor.selection = new vscode.Selection(start, start);
}

async function previewText(): Promise<string> {
  const diff = await until(activeDiff);
  return (await vscode.workspace.openTextDocument(diff.modified)).getText();
}

function reports(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ label }) => label)
    .filter((label) => label.startsWith("Image Report"));
}
