import * as fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  DidChangeWatchedFilesNotification,
  DidSaveTextDocumentNotification,
  FileChangeType,
} from "vscode-languageserver-protocol/node";
import { rules } from "../../server/src/core/rules/index.ts";
import { Contexts } from "../../server/src/host/buildContext/contexts.ts";
import { folderWith } from "../support/tree.ts";
import { modernClient, startClient } from "./support/client.ts";

const text = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\n";
const files = { "package.json": "{}", "package-lock.json": "{}", "node_modules/a/index.js": 90_000_000 };
const wanted = ["missing-dockerignore", "missing-copy-source"];

async function startIn(
  content: Readonly<Record<string, string | number>>,
  dockerfile = text,
  settings?: unknown,
) {
  const folder = folderWith({ ...content, Dockerfile: dockerfile });
  const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
  const client = await startClient({
    contexts,
    settings,
    rules: rules.filter(({ id }) => wanted.includes(id)),
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
  });
  const uri = pathToFileURL(path.join(folder, "Dockerfile")).href;
  const doc = await client.open(dockerfile, uri);
  onTestFinished(() => contexts.forget(path.join(folder, "Dockerfile")));
  return {
    folder,
    client,
    doc,
    /** The newest problems, once they satisfy. */
    until: (holds: (messages: readonly string[]) => boolean) =>
      vi.waitFor(() => {
        const newest = client.published.all.findLast((params) => params.uri === uri);
        const messages = newest?.diagnostics.map(({ message }) => String(message)) ?? [];
        if (!newest || !holds(messages)) throw new Error(`not yet: ${messages.join("; ")}`);
        return newest.diagnostics;
      }),
    touch: (...names: readonly string[]) =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: names.map((name) => ({
          uri: pathToFileURL(path.join(folder, name)).href,
          type: FileChangeType.Changed as FileChangeType,
        })),
      }),
  };
}

describe("build contexts", () => {
  test("are known a moment after a Dockerfile is opened", async () => {
    const { until } = await startIn(files);
    const [found] = await until((messages) => messages.length === 1);
    expect(found?.message).toMatch(/90 MB.*node_modules/);
  });

  test("a quick fix creates the .dockerignore in the context, and the problem goes", async () => {
    const { doc, folder, until, touch } = await startIn(
      { ...files, "compose.yaml": "services: { app: { build: { context: ., dockerfile: Dockerfile } } }" },
      text,
    );
    const [found] = await until((messages) => messages.length === 1);
    if (!found) throw new Error("nothing found");
    const actions = await doc.actions("COPY |. .");
    const fix = actions.find(({ title }) => title.includes(".dockerignore"));
    const ignoreUri = pathToFileURL(path.join(folder, ".dockerignore")).href;
    expect(fix?.edit?.documentChanges?.[0]).toMatchObject({ kind: "create", uri: ignoreUri });

    fs.writeFileSync(path.join(folder, ".dockerignore"), "node_modules\n");
    await touch(".dockerignore");
    await until((messages) => messages.length === 0);
  });

  test("are told by the hover of a base image, with the reason", async () => {
    const compose = "services: { app: { build: { context: ., dockerfile: Dockerfile } } }";
    const { doc, until } = await startIn({ ...files, "compose.yaml": compose });
    await until((messages) => messages.length === 1);
    expect(await doc.hover("node:2|2")).toMatch(
      /Build context `\.`, as services\.app in compose\.yaml says so: 90 MB, and no ignore file\./,
    );
  });

  test("follow files that come and go", async () => {
    const dockerfile = "FROM scratch\nCOPY app /app\n";
    const { folder, until, touch } = await startIn({ "apps/x": "" }, dockerfile);
    await until((messages) => messages.length === 1);
    fs.writeFileSync(path.join(folder, "app"), "x");
    await touch("app");
    await until((messages) => messages.length === 0);
    fs.rmSync(path.join(folder, "app"));
    await touch("app");
    await until((messages) => messages.length === 1);
  });

  test("are those that the settings name, and none when the disk is not to be looked at", async () => {
    const dockerfile = "FROM scratch\nCOPY app /app\n";
    const { client, until } = await startIn({ "inner/app": "x" }, dockerfile, { context: "inner" });
    await until((messages) => messages.length === 0);
    await client.configure({ context: "" });
    await until((messages) => messages.length === 1);
    await client.configure({ contextMaxFiles: 0 });
    await until((messages) => messages.length === 0);
  });

  test("are looked for again when the Dockerfile is saved", async () => {
    const dockerfile = "FROM scratch\nCOPY app /app\n";
    const { client, doc, folder, until } = await startIn({}, dockerfile);
    await until((messages) => messages.length === 1);
    fs.writeFileSync(path.join(folder, "app"), "x");
    await client.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: doc.uri },
    });
    await until((messages) => messages.length === 0);
  });

  test("of documents that are not on this machine are not known, and nothing is claimed", async () => {
    const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
    const client = await startClient({ contexts, rules, capabilities: modernClient });
    const doc = await client.open("FROM scratch\nCOPY app /app\n", "vscode-vfs://github/a/b/Dockerfile");
    const found = await doc.diagnostics();
    expect(found.filter(({ code }) => wanted.includes(String(code)))).toEqual([]);
  });
});

test("a Dockerfile in a compose file has the context that the compose file states", async () => {
  const block = text.replaceAll(/^(?=.)/gm, "        ");
  const service = (name: string): string =>
    `  ${name}:\n    build:\n      context: ./${name}\n      dockerfile_inline: |\n${block}`;
  const compose = `services:\n${service("web")}${service("api")}`;
  const folder = folderWith({
    "compose.yaml": compose,
    ...Object.fromEntries(Object.entries(files).map(([file, content]) => [`web/${file}`, content])),
    "api/package.json": "{}",
    "api/package-lock.json": "{}",
  });
  const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
  const client = await startClient({ contexts, rules: rules.filter(({ id }) => wanted.includes(id)) });
  const uri = pathToFileURL(path.join(folder, "compose.yaml")).href;
  const doc = await client.open(compose, uri);
  const problems = await vi.waitFor(() => {
    const found = client.published.all.findLast((params) => params.uri === uri)?.diagnostics ?? [];
    expect(found).toHaveLength(1);
    return found;
  });
  expect(problems).toMatchObject([{ code: "missing-dockerignore", range: { start: { line: 7 } } }]);
  const [fix] = (await doc.actions("COPY |. .", ["quickfix"])).filter(({ edit }) => edit?.documentChanges);
  expect(JSON.stringify(fix?.edit)).toContain(pathToFileURL(path.join(folder, "web/.dockerignore")).href);
  await doc.close();
  await vi.waitFor(() => {
    for (const name of ["web", "api"])
      expect(contexts.known(path.join(folder, `compose.yaml#services.${name}`))).toBeUndefined();
  });
});
