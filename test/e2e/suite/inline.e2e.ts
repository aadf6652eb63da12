import assert from "node:assert/strict";
import * as vscode from "vscode";
import { openFile, problemsOf, type, until } from "./support.ts";

const compose = "services:\n  web:\n    build:\n      context: .\n";
const inline = `      dockerfile_inline: |
        FROM python:3.13-slim
        RUN pip install flask
`;

suite("Dockerfiles in compose files", () => {
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
});
