import { rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type WorkspaceSymbol,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { dockerfilesOnDisk } from "../../server/src/host/dockerfiles/dockerfiles.ts";
import type { DockerfileSource } from "../../server/src/lsp/dependencies.ts";
import { folderWith } from "../support/tree.ts";
import { type ClientOptions, startClient } from "./support/client.ts";

async function start(folder: string, options: ClientOptions = {}) {
  const client = await startClient({
    dockerfiles: dockerfilesOnDisk,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
    ...options,
  });
  const symbols = async (query = ""): Promise<readonly WorkspaceSymbol[]> =>
    ((await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query })) ??
      []) as WorkspaceSymbol[];
  return { client, symbols, names: async (query = "") => (await symbols(query)).map(({ name }) => name) };
}

const uriIn = (folder: string, name: string): string => pathToFileURL(path.join(folder, name)).href;

test("stages are found in Dockerfiles that are not open, where they are named", async () => {
  const folder = folderWith({
    "web/Dockerfile":
      "\uFEFFFROM node:22 AS build\r\nRUN <<EOF\r\nFROM no AS stage\r\nEOF\r\nFROM --platform=$BUILDPLATFORM \\\r\n  # why\r\n  nginx\r\n",
    "win.dockerfile": "# escape=`\nFROM a `\n  AS tools\nONBUILD RUN FROM\n",
    "web/notes.md": "FROM x AS y\n",
    "Dockerfile.broken": "FROM\nfoo <<EOF\n",
    "Dockerfile.empty": "",
  });
  const { symbols, names } = await start(folder);
  expect((await names()).toSorted()).toEqual(["FROM", "build (node:22)", "nginx", "tools (a)"]);
  expect(await names("BLD")).toEqual(["build (node:22)"]);
  expect(await symbols("nginx")).toEqual([
    {
      name: "nginx",
      kind: 2,
      location: {
        uri: uriIn(folder, "web/Dockerfile"),
        range: { start: { line: 6, character: 2 }, end: { line: 6, character: 7 } },
      },
    },
  ]);
  expect((await symbols("build"))[0]?.location).toMatchObject({
    range: { start: { line: 0, character: 16 }, end: { line: 0, character: 21 } },
  });
});

test("an open document counts, not what is on disk", async () => {
  const folder = folderWith({ Dockerfile: "FROM a AS saved\n", "Dockerfile.b": "FROM a AS other\n" });
  const { client, names } = await start(folder);
  const doc = await client.open("FROM a AS typed\n", uriIn(folder, "Dockerfile"));
  expect(await names()).toEqual(["typed (a)", "other (a)"]);
  await doc.close();
  expect((await names()).toSorted()).toEqual(["other (a)", "saved (a)"]);
});

test("what changes, comes or goes is seen", async () => {
  const folder = folderWith({ Dockerfile: "FROM a AS one\n" });
  const { client, names } = await start(folder);
  const tell = (name: string, type: FileChangeType) =>
    client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriIn(folder, name), type }],
    });
  expect(await names()).toEqual(["one (a)"]);
  writeFileSync(path.join(folder, "Dockerfile"), "FROM a AS two\n");
  utimesSync(path.join(folder, "Dockerfile"), new Date(), new Date(Date.now() + 5_000));
  expect(await names()).toEqual(["two (a)"]);
  writeFileSync(path.join(folder, "Dockerfile.dev"), "FROM a AS three\n");
  expect(await names()).toEqual(["two (a)"]);
  await tell("Dockerfile.dev", FileChangeType.Created);
  expect((await names()).toSorted()).toEqual(["three (a)", "two (a)"]);
  rmSync(path.join(folder, "Dockerfile"));
  expect(await names()).toEqual(["three (a)"]);
});

test("files are looked for once, and read again only when they differ", async () => {
  const folder = folderWith({ Dockerfile: "FROM a AS one\n" });
  const did: string[] = [];
  const dockerfiles: DockerfileSource = {
    find: (folders) => {
      did.push("find");
      return dockerfilesOnDisk.find(folders);
    },
    read: async (file, known) => {
      const found = await dockerfilesOnDisk.read(file, known);
      did.push(found?.text === undefined ? "same" : "read");
      return found;
    },
  };
  const { client, names } = await start(folder, { dockerfiles });
  expect(await names("o")).toEqual(["one (a)"]);
  expect(await names("on")).toEqual(["one (a)"]);
  expect(did).toEqual(["find", "read", "same"]);
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: uriIn(folder, "src/main.ts"), type: FileChangeType.Created }],
  });
  await names("one");
  expect(did).toEqual(["find", "read", "same", "same"]);
});

test("nothing is looked for where the user wants none of it, and nothing outside of folders on this machine", async () => {
  const folder = folderWith({ Dockerfile: "FROM a AS one\n" });
  expect(await (await start(folder, { settings: { language: "off" } })).names()).toEqual([]);
  expect(await (await start(folder, { settings: { enable: false } })).names()).toEqual([]);
  const elsewhere = [{ uri: "vscode-vfs://github/a/b", name: "b" }];
  expect(await (await start(folder, { workspaceFolders: elsewhere })).names()).toEqual([]);
});

test("10,000 Dockerfiles with many stages are answered with some of them", async () => {
  const folder = folderWith({});
  const text = "FROM a AS b\n".repeat(1_000);
  for (let at = 0; at < 10_000; at += 1) writeFileSync(path.join(folder, `Dockerfile.${at}`), text);
  const { symbols } = await start(folder);
  const started = performance.now();
  const found = await symbols("b");
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(1_000);
  expect(performance.now() - started).toBeLessThan(8_000);
});
