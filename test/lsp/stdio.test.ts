import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";
import {
  type CodeAction,
  CodeActionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

// Brought up to date before the tests by scripts/support/beforeTests.ts.
const bundle = path.resolve(import.meta.dirname, "../../dist/server.cjs");
const uri = "file:///project/Dockerfile";
const text = "FROM python:3.13-slim\nRUN pip install flask\n";

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
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published = new Promise<PublishDiagnosticsParams>((resolve) =>
    connection.onNotification(PublishDiagnosticsNotification.type, resolve),
  );
  connection.onClose(() => connection.dispose());
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "dockerfile", version: 7, text },
  });
  const { version, diagnostics } = await published;
  expect(version).toBe(7);
  expect(diagnostics.map(({ code }) => code)).toContain("pip-cache");
  expect(JSON.stringify(await fixAll(connection))).toContain("--no-cache-dir");
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  return "used";
}

async function fixAll(connection: ProtocolConnection): Promise<CodeAction["edit"]> {
  const start = { line: 0, character: 0 };
  const actions = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [], only: ["source.fixAll.plimsoll"] },
  });
  const [action] = (actions ?? []) as CodeAction[];
  return action?.edit;
}
