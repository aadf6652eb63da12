import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";
import { onTestFinished } from "vitest";
import {
  createProtocolConnection,
  DidChangeConfigurationNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { Messages } from "./client.ts";

/** The bundled server; brought up to date before the tests by scripts/support/beforeTests.ts. */
export const bundle = path.resolve(import.meta.dirname, "../../../dist/server.cjs");

/** Speaks with a server that is a process of its own. */
export function connectTo(server: ChildProcessWithoutNullStreams): ProtocolConnection {
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onClose(() => connection.dispose());
  connection.listen();
  return connection;
}

/** Registries are asked nothing. */
export const offline = { registry: { mode: "offline" } };

/** A server in such an environment, which ends with the test, and what it publishes. */
export async function startOffline({
  isTrusted,
  env,
}: {
  readonly isTrusted: boolean;
  readonly env: Readonly<Record<string, string>>;
}) {
  const server = spawn(process.execPath, [bundle, "--stdio"], { env: { ...process.env, ...env } });
  onTestFinished(() => void server.kill());
  const connection = connectTo(server);
  const published = new Messages<PublishDiagnosticsParams>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => published.add(params));
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
  return { connection, published };
}
