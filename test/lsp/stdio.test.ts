import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import {
  type CodeAction,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { type OptimizePreview, optimizeRequest } from "../../server/src/protocol/messages.ts";
import { folderWith } from "../support/tree.ts";
import { bundle, connectTo } from "./support/bundledServer.ts";

const uri = "file:///project/Dockerfile";
const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
const text = "FROM python:3.13-slim\nRUN pip install flask && echo done\n";

test.each([[["--stdio"]], [[]]])("the bundled server works as a process: %j", async (args) => {
  const server = spawn(process.execPath, [bundle, ...args]);
  const exit = once(server, "exit");
  const errors: string[] = [];
  server.stderr.on("data", (chunk: Buffer) => errors.push(String(chunk)));
  const ended = exit.then(([code]) => `exit ${code}${errors.join("")}`);
  try {
    // A server that does not even start must not keep the test waiting.
    expect(await Promise.race([ended, useServer(server)])).toBe("used");
    expect(await ended).toBe("exit 0");
  } finally {
    server.kill();
  }
});

async function useServer(server: ChildProcessWithoutNullStreams): Promise<string> {
  const connection = connectTo(server);
  const published = new Promise<PublishDiagnosticsParams>((resolve) =>
    connection.onNotification(PublishDiagnosticsNotification.type, resolve),
  );
  const folder = folderWith({ "a/Dockerfile": "FROM debian AS elsewhere\n" });
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
    initializationOptions: { commands: ["plimsoll.optimize"] },
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "dockerfile", version: 7, text },
  });
  const { version, diagnostics } = await published;
  expect(version).toBe(7);
  expect(diagnostics.map(({ code }) => code)).toContain("pip-cache");
  const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  expect(hints?.[0]).toMatchObject({ label: expect.stringMatching(/^≈ \d+ MB$/), position: { line: 0 } });
  const lenses = await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  expect(lenses?.[0]?.command?.title).toMatch(/^≈ \d+ MB · 1 layer · \d+ findings?, \d+ fixable/);
  const list = await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: "FROM python:".length },
  });
  expect(JSON.stringify(list)).toContain("3.14-slim");
  const symbols = await connection.sendRequest(WorkspaceSymbolRequest.type, { query: "elsewhere" });
  expect(symbols).toMatchObject([
    { name: "elsewhere (debian)", location: { uri: expect.stringMatching(/\/a\/Dockerfile$/) } },
  ]);
  const [fixAll] = await actions(connection, 0, "source.fixAll.plimsoll");
  expect(JSON.stringify(fixAll?.edit)).toContain("--no-cache-dir");
  await inComposeFile(connection);
  const [refactoring] = await actions(connection, 1, "refactor.rewrite");
  expect(refactoring?.edit?.documentChanges).toMatchObject([
    {
      textDocument: { uri, version: 7 },
      edits: [{ newText: " <<EOF\nset -e\npip install flask\necho done\nEOF" }],
    },
  ]);
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  return "used";
}

/** Needs the YAML parser, which is a bundle of its own. */
async function inComposeFile(connection: ProtocolConnection): Promise<void> {
  const compose = "file:///project/compose.yaml";
  const inYaml = `services:\n  a:\n    build:\n      dockerfile_inline: |\n        ${text.replaceAll("\n", "\n        ")}\n`;
  const published = new Promise<PublishDiagnosticsParams>((resolve) =>
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      if (params.uri === compose) resolve(params);
    }),
  );
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: compose, languageId: "yaml", version: 1, text: inYaml },
  });
  const { diagnostics } = await published;
  const problem = diagnostics.find(({ code }) => code === "pip-cache");
  expect(problem?.range.start).toEqual({ line: 5, character: 12 });
  const preview = await connection.sendRequest<OptimizePreview>(optimizeRequest, {
    textDocument: { uri: `${compose}#services.a` },
  });
  expect(preview.text).toContain("\n        RUN pip install --no-cache-dir flask");
}

async function actions(
  connection: ProtocolConnection,
  line: number,
  kind: string,
): Promise<readonly CodeAction[]> {
  const start = { line, character: 0 };
  const answer = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [], only: [kind] },
  });
  return (answer ?? []) as CodeAction[];
}
