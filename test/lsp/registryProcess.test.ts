import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  CompletionRequest,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
} from "vscode-languageserver-protocol/node";
import type { TagsQuestion } from "../../server/src/host/images/tagLists.ts";
import type { RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import {
  askRegistryRequest,
  askTagsRequest,
  type InitializationOptions,
} from "../../server/src/protocol/messages.ts";
import { factsOf } from "../host/images/fixture.ts";
import { imageOf } from "../host/registry/content.ts";
import { serve, serveContent } from "../host/registry/stub.ts";
import { bundle, connectTo } from "./support/bundledServer.ts";

// The bundled server as a process of its own.

const uri = "file:///project/Dockerfile";

async function startServer(options: InitializationOptions, registry: unknown) {
  const cacheFolder = mkdtempSync(path.join(tmpdir(), "plimsoll-cache-"));
  const server = spawn(process.execPath, [bundle, "--stdio"]);
  onTestFinished(() => {
    server.kill();
    rmSync(cacheFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  const connection = connectTo(server);
  const asked: RegistryQuestion[] = [];
  connection.onRequest(askRegistryRequest, (question: RegistryQuestion) => {
    asked.push(question);
    return factsOf(question.reference.familiar, 77_000_000);
  });
  connection.onRequest(askTagsRequest, ({ reference }: TagsQuestion) => [`of-${reference.familiar}`]);
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } },
    initializationOptions: { cacheFolder, ...options },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: { plimsoll: { registry } },
  });
  return {
    asked,
    open: (text: string) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "dockerfile", version: 1, text },
      }),
    /** What is completed at the end of the first line. */
    async completions(character: number): Promise<readonly string[]> {
      const found = await connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri },
        position: { line: 0, character },
      });
      return (Array.isArray(found) ? found : (found?.items ?? [])).map(({ label }) => label);
    },
    /** The hover of the first image, as soon as it says this. */
    async hover(words: RegExp): Promise<string> {
      for (;;) {
        const position = { line: 0, character: 6 };
        const hover: Hover | null = await connection.sendRequest(HoverRequest.type, {
          textDocument: { uri },
          position,
        });
        const text = JSON.stringify(hover);
        if (words.test(text)) return text;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

test("an editor that asks registries itself is asked to", async () => {
  const server = await startServer({ isTrusted: true, asksRegistries: true }, { mode: "public" });
  await server.open("FROM ghcr.io/team/app:1\n");
  expect(await server.hover(/77 MB/)).toContain("from the registry");
  expect(server.asked.map(({ reference, settings }) => [reference.familiar, settings])).toEqual([
    ["ghcr.io/team/app:1", { mode: "public", allowHosts: [], useDockerCredentials: false }],
  ]);
});

test("for any other editor the server asks, and only whom it may", async () => {
  const app = imageOf({ layers: [55_000_000] });
  const [allowed, other] = [await serveContent({ "1": app.manifest }, [app]), await serveContent({}, [])];
  const server = await startServer({ isTrusted: true }, { mode: "public", allowHosts: [allowed.host] });
  await server.open(`FROM ${allowed.host}/app:1\nCOPY --from=${other.host}/app:1 /x /x\n`);
  expect(await server.hover(/55 MB/)).toContain("from the registry, asked just now;");
  expect([allowed.lines().length, other.lines().length, server.asked.length]).toEqual([3, 0, 0]);
});

test("tags are listed by the editor, or for any other by the server", async () => {
  const editor = await startServer({ isTrusted: true, asksRegistries: true }, { mode: "public" });
  await editor.open("FROM ghcr.io/app:");
  expect(await editor.completions(17)).toEqual(["of-ghcr.io/app"]);

  const registry = await serve((_, response) => void response.end('{"name":"app","tags":["1.5"]}'));
  const other = await startServer({ isTrusted: true }, { mode: "all" });
  const line = `FROM ${registry.host}/app:`;
  await other.open(line);
  expect(await other.completions(line.length)).toEqual(["1.5"]);
  expect(registry.lines()).toContain("GET /v2/app/tags/list?n=1000");
});

test("an editor that does not trust the workspace is asked nothing, nor is anybody else", async () => {
  const { host, lines } = await serveContent({}, []);
  const server = await startServer({ isTrusted: false, asksRegistries: true }, { mode: "all" });
  await server.open(`FROM ${host}/app:1\nCOPY --from=ghcr.io/team/app:1 /x /x\n`);
  await server.hover(/nothing is known about this repository/);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect([lines(), server.asked]).toEqual([[], []]);
});
