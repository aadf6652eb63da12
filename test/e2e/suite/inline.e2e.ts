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

  test("a bake file in HCL, which VS Code takes for plain text, too", async () => {
    const text =
      'target "a" {\n  dockerfile-inline = <<EOT\nFROM python:3.13-slim\nRUN pip install flask\nEOT\n}\n';
    const document = await openFile("inline/docker-bake.hcl", text);
    await until(() => problemsOf("pip-cache", document).length > 0);
    await vscode.commands.executeCommand("plimsoll.fixAll");
    await until(() => document.getText().includes("\nRUN pip install --no-cache-dir flask\n"));
  });
});
