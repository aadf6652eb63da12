import { spawn } from "node:child_process";
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
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

const bundle = path.resolve(import.meta.dirname, "../../dist/server.cjs");
const uri = "file:///project/Dockerfile";
const text = "FROM python:3.13-slim\nRUN pip install flask\n";

test.each([[["--stdio"]], [[]]])(
  "the bundled server works as a process: %j",
  { timeout: 20_000 },
  async (args) => {
    const server = spawn(process.execPath, [bundle, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    const exited = once(server, "exit");
    const errors: string[] = [];
    server.stderr.on("data", (chunk: Buffer) => errors.push(String(chunk)));
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const published = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification(PublishDiagnosticsNotification.type, resolve),
    );
    connection.listen();
    try {
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
      const start = { line: 0, character: 0 };
      const actions = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: { start, end: start },
        context: { diagnostics: [], only: ["source.fixAll.plimsoll"] },
      });
      const [fixAll] = (actions ?? []) as CodeAction[];
      expect(JSON.stringify(fixAll?.edit)).toContain("--no-cache-dir");
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      expect(await exited).toEqual([0, null]);
      expect(errors.join("")).toBe("");
    } finally {
      connection.dispose();
      server.kill();
    }
  },
);
