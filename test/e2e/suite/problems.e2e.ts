import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { closeAll, configure, openFile, problemsOf, rangeOf, rulesIn, type, until } from "./support.ts";

const clean = "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\n";
const wasteful = "FROM python:3.13-slim\nRUN pip install flask\n";

suite("problems", () => {
  teardown(closeAll);

  test("are those of the text in the editor, not of the file on disk", async () => {
    const document = await openFile("Dockerfile.unsaved", clean);
    await type(document, "--no-cache-dir ", "");
    await until(() => rulesIn(document).includes("pip-cache"));
    assert(document.isDirty);
    await type(document, "install", "install --no-cache-dir");
    await until(() => !rulesIn(document).includes("pip-cache"));
  });

  test("say what, who and where to read more", async () => {
    const document = await openFile("Dockerfile.words", wasteful);
    const found = await until(() => problemsOf("pip-cache", document)[0]);
    assert.equal(document.getText(found.range), "pip install");
    assert.equal(found.source, "plimsoll");
    assert(typeof found.code === "object" && found.code.value === "pip-cache");
    assert.match(found.code.target.toString(), /pip-cache/);
  });

  test("are found in a file that was never saved", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "dockerfile", content: wasteful });
    await vscode.window.showTextDocument(document);
    await until(() => rulesIn(document).includes("pip-cache"));
  });

  test("go away by a quick fix and come back by undo", async () => {
    const document = await openFile("Dockerfile.quickfix", wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      rangeOf(document, "pip install"),
      vscode.CodeActionKind.QuickFix.value,
      5,
    );
    const fix = actions.find(({ title }) => title.includes("--no-cache-dir"));
    assert(fix?.edit, "there is no quick fix with an edit");
    assert(fix.isPreferred, "a safe fix is what Auto Fix takes");

    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), clean);
    await until(() => !rulesIn(document).includes("pip-cache"));

    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
  });

  test("are fixed by the command", async () => {
    const document = await openFile("Dockerfile.fixall", wasteful);
    await vscode.commands.executeCommand("plimsoll.fixAll");
    assert.equal(document.getText(), clean);
  });

  test("are fixed on save when the user has asked for that", async () => {
    await configure("editor.codeActionsOnSave", { "source.fixAll.plimsoll": "explicit" });
    try {
      const document = await openFile("Dockerfile.onsave", wasteful);
      await type(document, "flask", "flask gunicorn");
      await document.save();
      assert.equal(document.getText(), clean.replace("flask", "flask gunicorn"));
    } finally {
      await configure("editor.codeActionsOnSave", undefined);
    }
  });

  test("are silent for a rule that a setting switches off", async () => {
    const document = await openFile("Dockerfile.settings", wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
    await configure("plimsoll.rules", { "pip-cache": "off" });
    await until(() => !rulesIn(document).includes("pip-cache"));
    await configure("plimsoll.rules", undefined);
    await until(() => rulesIn(document).includes("pip-cache"));
  });

  test("follow the project's configuration file, and the user's settings before it", async () => {
    const document = await openFile("configured/Dockerfile", wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
    const config = await openFile("configured/.plimsoll.json", '{ "rules": { "DL3042": "off" } }');
    await until(() => !rulesIn(document).includes("pip-cache"));
    await configure("plimsoll.rules", { "pip-cache": "error" });
    await until(() => problemsOf("pip-cache", document)[0]?.severity === vscode.DiagnosticSeverity.Error);
    await configure("plimsoll.rules", undefined);
    await until(() => !rulesIn(document).includes("pip-cache"));

    await type(config, "off", "loud");
    await config.save();
    await until(() => rulesIn(document).includes("pip-cache"));
    const told = await until(() =>
      vscode.languages.getDiagnostics(config.uri).find(({ source }) => source === "plimsoll"),
    );
    assert.match(told.message, /must be one of .* its default is used/);
    await vscode.workspace.fs.delete(config.uri);
    await until(
      () => !vscode.languages.getDiagnostics(config.uri).some(({ source }) => source === "plimsoll"),
    );
  });

  test("are found again by a server that was restarted", async () => {
    const document = await openFile("Dockerfile.restart", wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
    await vscode.commands.executeCommand("plimsoll.restart");
    await until(() => rulesIn(document).includes("pip-cache"));
  });

  test("are found again by a server that takes the place of one that died", async function () {
    if (process.platform !== "linux") this.skip();
    const document = await openFile("Dockerfile.crash", wasteful);
    await until(() => rulesIn(document).includes("pip-cache"));
    const before = serversOf(process.pid);
    assert.equal(before.length, 1);
    for (const pid of before) process.kill(pid, "SIGKILL");
    await until(() => serversOf(process.pid).some((pid) => !before.includes(pid)));
    await type(document, "pip install", "pip install --no-cache-dir");
    await until(() => !rulesIn(document).includes("pip-cache"));
  });
});

suite("hover", () => {
  teardown(closeAll);

  test("of an image tells download and unpacked size", async () => {
    const document = await openFile("Dockerfile.hover", wasteful);
    // The server of an earlier test may still be starting again.
    await until(async () => {
      const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        rangeOf(document, "python:3.13-slim").start,
      );
      return /\d (MB|GB)/.test(hovers.flatMap(({ contents }) => contents.map(wordsOf)).join("\n"));
    });
  });
});

function wordsOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === "string" ? content : content.value;
}

/** The language servers that the extension host itself has started. */
function serversOf(extensionHost: number): readonly number[] {
  const children = readFileSync(`/proc/${extensionHost}/task/${extensionHost}/children`, "utf8");
  const isServer = (pid: number): boolean =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("server.cjs");
  return children.split(" ").filter(Boolean).map(Number).filter(isServer);
}
