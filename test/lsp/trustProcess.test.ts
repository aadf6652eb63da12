import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { DidOpenTextDocumentNotification } from "vscode-languageserver-protocol/node";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { folderWith } from "../support/tree.ts";
import { startOffline } from "./support/bundledServer.ts";

// What the manifest says of Restricted Mode and of files that are on no disk, with the bundled server as a process.

const text = "FROM python:3.13-slim\nCOPY nothing.txt /a\nRUN cd /srv; pip install flask\n";
const project = {
  Dockerfile: text,
  "package.json": "{}",
  ".plimsoll.json": '{ "rules": { "pip-cache": "off" } }',
  ".git/HEAD": "ref: refs/heads/main\n",
};

async function startServer({ isTrusted }: { readonly isTrusted: boolean }) {
  const programs = folderWith({ started: "" });
  for (const name of ["git", "shellcheck", "docker", "podman"]) {
    const file = path.join(programs, name);
    writeFileSync(file, `#!/bin/sh\necho ${name} >> ${path.join(programs, "started")}\nexit 1\n`);
    chmodSync(file, 0o755);
  }
  const asked = new Set<string>();
  const engine = createServer((_, response) => {
    asked.add("engine");
    response.writeHead(500).end();
  });
  engine.listen(0, "127.0.0.1");
  await once(engine, "listening");
  const address = engine.address();
  const port = typeof address === "object" ? address?.port : undefined;
  onTestFinished(() => void engine.close());
  const { connection, published } = await startOffline({
    isTrusted,
    env: { PATH: programs, DOCKER_HOST: `tcp://127.0.0.1:${port}` },
  });
  return {
    connection,
    open: (uri: string) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "dockerfile", version: 1, text },
      }),
    /** Rules that have something to say now. */
    rules: () => (published.all.at(-1)?.diagnostics ?? []).map(({ code }) => code),
    /** Who was started or asked so far. */
    asked: () =>
      [...new Set([...asked, ...readFileSync(path.join(programs, "started"), "utf8").split("\n")])]
        .filter((name) => name !== "")
        .sort(),
  };
}

describe.skipIf(process.platform === "win32")("the server", () => {
  test("starts and asks nobody in Restricted Mode, but reads the files of the workspace", async () => {
    const server = await startServer({ isTrusted: false });
    const folder = folderWith(project);
    await server.open(pathToFileURL(path.join(folder, "Dockerfile")).href);
    await vi.waitFor(() => expect(server.rules()).toContain("missing-copy-source"), 10_000);
    expect(server.rules()).not.toContain("pip-cache");
    await wait(1500);
    expect(server.asked()).toEqual([]);
    await server.connection.sendNotification(trustNotification);
    await vi.waitFor(() => expect(server.asked()).toEqual(["engine", "git", "shellcheck"]), 10_000);
  });

  test("looks for nothing beside a file that is on no disk", async () => {
    const server = await startServer({ isTrusted: true });
    await server.open("vscode-vfs://github/somebody/something/Dockerfile");
    await vi.waitFor(() => expect(server.rules()).toContain("pip-cache"), 10_000);
    await vi.waitFor(() => expect(server.asked()).toContain("shellcheck"), 10_000);
    await wait(1000);
    expect(server.rules()).not.toContain("missing-copy-source");
    expect(server.asked()).toEqual(["engine", "shellcheck"]);
  });
});
