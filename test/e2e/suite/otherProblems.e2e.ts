import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, configure, openFile, rangeOf, rulesIn, type, until } from "./support.ts";

const text = "FROM python:3.13-slim\nUSER 1000\nRUN echo one && \\\n  pip install flask\n";

suite("what another extension reports", () => {
  let others: vscode.DiagnosticCollection;
  setup(() => {
    others = vscode.languages.createDiagnosticCollection("another");
  });
  teardown(async () => {
    others.dispose();
    await closeAll();
  });

  /** The whole line, as hadolint's extension has it. */
  function report(document: vscode.TextDocument, code: vscode.Diagnostic["code"]): vscode.Diagnostic {
    const { range } = document.lineAt(rangeOf(document, "RUN echo").start.line);
    const problem = new vscode.Diagnostic(range, "Avoid the cache", vscode.DiagnosticSeverity.Warning);
    problem.source = "hadolint";
    if (code !== undefined) problem.code = code;
    others.set(document.uri, [problem]);
    return problem;
  }

  test("is not in the list twice, and comes back when the other is silent", async () => {
    const document = await openFile("Dockerfile.twins", text);
    await until(() => rulesIn(document).includes("pip-cache"));
    report(document, "DL3042");
    await until(() => !rulesIn(document).includes("pip-cache"));
    others.delete(document.uri);
    await until(() => rulesIn(document).includes("pip-cache"));
  });

  test("has our fixes, also when its code is a link", async () => {
    const document = await openFile("Dockerfile.link", text);
    const target = vscode.Uri.parse("https://example.com/DL3042");
    const problem = report(document, { value: "DL3042", target });
    await until(() => rulesIn(document).length === 0);
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
      5,
    );
    const fix = actions.find(({ title }) => title.includes("--no-cache-dir"));
    assert(fix?.edit, "there is no quick fix with an edit");
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /pip install --no-cache-dir flask/);
  });

  test("hides nothing that it does not say, and the two do not chase each other", async () => {
    const document = await openFile("Dockerfile.others", text);
    await until(() => rulesIn(document).includes("pip-cache"));
    let changed = Date.now();
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === document.uri.toString())) changed = Date.now();
    });
    report(document, "DL3059");
    await type(document, "flask", "django");
    // Two that chase each other never come to rest.
    await until(() => Date.now() - changed > 1500);
    listener.dispose();
    assert(rulesIn(document).includes("pip-cache"));
  });

  test("is in the list twice for those who want it", async () => {
    const document = await openFile("Dockerfile.both", text);
    await until(() => rulesIn(document).includes("pip-cache"));
    report(document, "DL3042");
    await until(() => !rulesIn(document).includes("pip-cache"));
    await configure("plimsoll.deduplicate", false);
    try {
      await until(() => rulesIn(document).includes("pip-cache"));
    } finally {
      await configure("plimsoll.deduplicate", undefined);
    }
    await until(() => !rulesIn(document).includes("pip-cache"));
  });

  test("is told to a server that was restarted", async () => {
    const document = await openFile("Dockerfile.restarted", text);
    report(document, "DL3042");
    await until(() => !rulesIn(document).includes("pip-cache"));
    await vscode.commands.executeCommand("plimsoll.restart");
    await until(() => rulesIn(document).length === 0);
    others.delete(document.uri);
    await until(() => rulesIn(document).includes("pip-cache"));
  });
});
