import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
} from "vscode-languageserver-protocol/node";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { comment, fakeShellCheck } from "../host/shellcheck/fixture.ts";
import { offline, startOffline } from "./support/bundledServer.ts";

// The bundled server as a process of its own, with a program on PATH and another one that a setting names.

const found = `answer([${JSON.stringify(comment)}])`;

async function startServer({ isTrusted, PATH }: { readonly isTrusted: boolean; readonly PATH: string }) {
  const { connection, published } = await startOffline({ isTrusted, env: { PATH } });
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
