import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openFile, rangeOf, rulesIn, until } from "./support.ts";

const lockFile = '{ "lockfileVersion": 3, "packages": { "": { "name": "x" } } }';
const dockerfile =
  'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nUSER node\nCMD ["node", "a.js"]\n';

suite("the build context", () => {
  teardown(closeAll);

  test("a .dockerignore is created by the quick fix, and the problem goes", async () => {
    await write("context/package.json", '{ "name": "x" }');
    await write("context/package-lock.json", lockFile);
    await write("context/node_modules/a/index.js", "x".repeat(3_000_000));
    const document = await openFile("context/Dockerfile", dockerfile);
    await until(() => rulesIn(document).includes("missing-dockerignore"));
    const [fix] = await fixesAt(document, "COPY . .", /^Create \.dockerignore/);
    assert(fix?.edit, "there is no quick fix with an edit");
    await vscode.workspace.applyEdit(fix.edit);
    const ignoreFile = await vscode.workspace.openTextDocument(uriOf("context/.dockerignore"));
    assert.match(ignoreFile.getText(), /node_modules/);
    await ignoreFile.save();
    await until(() => !rulesIn(document).includes("missing-dockerignore"));
  });

  test("a fix is safe as long as the manifest says nothing else", async () => {
    await write("proof/.dockerignore", "node_modules\n");
    await write("proof/package.json", '{ "name": "x" }');
    await write("proof/package-lock.json", lockFile);
    const document = await openFile("proof/Dockerfile", dockerfile);
    const isSafe = async (): Promise<boolean | undefined> => {
      const [first] = await fixesAt(document, "COPY . .", /^Copy the manifests/);
      return first?.isPreferred === true;
    };
    await until(isSafe);
    await write("proof/package.json", '{ "name": "x", "scripts": { "postinstall": "node a.js" } }');
    await until(async () => !(await isSafe()));
  });

  test("a copied file that is not there is found, and forgotten when it comes", async () => {
    const document = await openFile("missing/Dockerfile", "FROM scratch\nCOPY program /program\n");
    await until(() => rulesIn(document).includes("missing-copy-source"));
    await write("missing/program", "x");
    await until(() => !rulesIn(document).includes("missing-copy-source"));
  });
});

async function fixesAt(
  document: vscode.TextDocument,
  place: string,
  title: RegExp,
): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    rangeOf(document, place),
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
  return actions.filter((action) => title.test(action.title));
}

async function write(name: string, content: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uriOf(name), Buffer.from(content));
}

function uriOf(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}
