import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { comment, fakeShellCheck } from "../host/shellcheck/fixture.ts";
import { Messages } from "./support/client.ts";

// The bundled server as a process of its own, with a program on PATH and another one that a setting names.

const bundle = path.resolve(import.meta.dirname, "../../dist/server.cjs");
const offline = { registry: { mode: "offline" } };
const found = `answer([${JSON.stringify(comment)}])`;

async function startServer({ isTrusted, PATH }: { readonly isTrusted: boolean; readonly PATH: string }) {
  const server = spawn(process.execPath, [bundle, "--stdio"], { env: { ...process.env, PATH } });
  onTestFinished(() => void server.kill());
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published = new Messages<PublishDiagnosticsParams>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => published.add(params));
  connection.onClose(() => connection.dispose());
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: { isTrusted },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: { plimsoll: offline },
  });
  return {
    connection,
    open: (text: string) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: "file:///project/Dockerfile", languageId: "dockerfile", version: 1, text },
      }),
    name: (program: string) =>
      connection.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { plimsoll: { ...offline, shellcheck: { path: program } } },
      }),
    problem: (code: string) =>
      published.latest(({ diagnostics }) => diagnostics.some((problem) => problem.code === code)),
    first: () => published.latest(() => true),
  };
}

describe.skipIf(process.platform === "win32")("the server", () => {
  test("asks the program on PATH, then the one that a setting names", async () => {
    const onPath = fakeShellCheck(found);
    const named = fakeShellCheck(found.replace("2164", "2999"));
    const server = await startServer({ isTrusted: true, PATH: onPath.folder });
    await server.open("FROM debian:12\nRUN cd /srv; ls\n");
    await server.problem("SC2164");
    expect(named.calls()).toEqual([]);
    await server.name(named.file);
    await server.problem("SC2999");
    expect(onPath.calls()).toHaveLength(1);
  });

  test("starts neither of them before the workspace is trusted", async () => {
    const onPath = fakeShellCheck(found);
    const named = fakeShellCheck(found);
    const server = await startServer({ isTrusted: false, PATH: onPath.folder });
    await server.open("FROM debian:12\nRUN cd /srv; ls\n");
    await server.name(named.file);
    await server.first();
    await wait(1500);
    expect([...onPath.calls(), ...named.calls()]).toEqual([]);
    await server.connection.sendNotification(trustNotification);
    await server.problem("SC2164");
    expect(onPath.calls()).toEqual([]);
    expect(named.calls()).toHaveLength(1);
  });
});
