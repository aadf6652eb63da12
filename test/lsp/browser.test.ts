import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import type { Hover, PublishDiagnosticsParams } from "vscode-languageserver-protocol";
import { inRoot } from "../../scripts/support/paths.ts";

const uri = "vscode-vfs://github/somebody/something/Dockerfile";
const compose = "vscode-vfs://github/somebody/something/compose.yaml";
const dockerfile = "FROM python:3.13\nRUN pip install flask\n";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Runs the bundle as a browser runs a worker: with what browsers have, and nothing of Node. */
function startWorker() {
  const received: Message[] = [];
  const waiting = new Set<() => void>();
  const worker: Record<string, unknown> = {
    postMessage(message: Message) {
      received.push(structuredClone(message));
      for (const look of [...waiting]) look();
    },
    addEventListener: () => undefined,
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, console },
    ...{ TextDecoder, TextEncoder, URL, crypto, AbortController, performance },
  };
  worker.self = worker;
  createContext(worker);
  runInContext(readFileSync(inRoot("dist/web/server.js"), "utf8"), worker);
  return {
    send(message: object): void {
      const listener = worker.onmessage;
      if (typeof listener !== "function") throw new Error("nobody listens");
      listener({ data: { jsonrpc: "2.0", ...message } });
    },
    async next(fits: (message: Message) => boolean): Promise<Message> {
      for (;;) {
        const found = received.find(fits);
        if (found) return found;
        await new Promise<void>((resolve) => {
          const look = (): void => {
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
        });
      }
    },
  };
}

test("the server runs as a web worker: problems, hovers and compose files", async () => {
  const worker = startWorker();
  const capabilities = { textDocument: { hover: { contentFormat: ["markdown"] } } };
  worker.send({ id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities } });
  expect((await worker.next(({ id }) => id === 1)).result).toMatchObject({
    serverInfo: { name: "plimsoll" },
  });
  worker.send({ method: "initialized", params: {} });

  worker.send(open(uri, "dockerfile", dockerfile));
  expect(await problems(worker, uri)).toContain("1 pip-cache");

  const place = { textDocument: { uri }, position: { line: 0, character: 8 } };
  worker.send({ id: 2, method: "textDocument/hover", params: place });
  const hover = (await worker.next(({ id }) => id === 2)).result as Hover | null;
  expect(JSON.stringify(hover?.contents)).toMatch(/MB|GB/);

  const block = dockerfile.replaceAll(/^(?=.)/gm, "        ");
  const text = `services:\n  a:\n    build:\n      dockerfile_inline: |\n${block}`;
  worker.send(open(compose, "dockercompose", text));
  expect(await problems(worker, compose)).toContain("5 pip-cache");
});

test("the extension loads without Node", () => {
  const module = { exports: {} };
  const host = {
    module,
    exports: module.exports,
    require: () => Object.create(anything()),
    ...{ TextDecoder, TextEncoder, URL, crypto },
  };
  createContext(host);
  runInContext(readFileSync(inRoot("dist/web/extension.js"), "utf8"), host);
  expect(Object.keys(module.exports).sort()).toEqual(["activate", "deactivate"]);
});

/** What VS Code gives, as far as loading is concerned: classes to extend, functions, and objects with more of them. */
function anything(): object {
  return new Proxy(class {}, {
    get: (known, key) => Reflect.get(known, key) ?? anything(),
    apply: () => anything(),
  });
}

test("nothing in what runs in a browser asks for Node", () => {
  const required = (file: string): Set<string | undefined> =>
    new Set(
      [...readFileSync(inRoot(file), "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name),
    );
  expect([...required("dist/web/extension.js")]).toEqual(["vscode"]);
  expect([...required("dist/web/server.js")]).toEqual([]);
});

function open(address: string, languageId: string, text: string): object {
  const textDocument = { uri: address, languageId, version: 1, text };
  return { method: "textDocument/didOpen", params: { textDocument } };
}

async function problems(worker: ReturnType<typeof startWorker>, address: string): Promise<readonly string[]> {
  const published = await worker.next(
    ({ method, params }) =>
      method === "textDocument/publishDiagnostics" && (params as PublishDiagnosticsParams).uri === address,
  );
  const { diagnostics } = published.params as PublishDiagnosticsParams;
  return diagnostics.map(({ code, range }) => `${range.start.line} ${code}`);
}
