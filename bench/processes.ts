import { spawn, spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { serverFlags } from "../server/src/protocol/serverProcess.ts";
import { realistic } from "./corpus.ts";
import { atMost, median, type Row } from "./measure.ts";

const root = path.resolve(import.meta.dirname, "..");
const dist = (name: string) => path.join(root, "dist", name);

/** What is shipped, as processes and files. */
export async function processRows(): Promise<readonly Row[]> {
  return [coldStart(), ...sizes(), await serverMemory()];
}

function coldStart(): Row {
  const example = path.join(root, "examples/node-express/Dockerfile");
  const own: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    empty.push(wallTime(["-e", "0"]));
    own.push(wallTime([dist("cli.cjs"), "check", example]));
  }
  const value = median(own) / median(empty);
  return atMost(
    "plimsoll check of one file, cold, against node -e 0",
    value,
    3,
    `${value.toFixed(2)} ×`,
    "< 3 ×",
  );
}

function wallTime(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - start;
}

function sizes(): readonly Row[] {
  const bytes = (name: string) => statSync(dist(name)).size;
  const loaded = bytes("extension.cjs") + bytes("server.cjs") + bytes("protocol.cjs");
  return [
    atMost(
      "extension, server and protocol bundles",
      loaded,
      1_500_000,
      `${Math.round(loaded / 1000)} kB`,
      "< 1,500 kB",
    ),
    { what: "command-line bundle", figure: `${Math.round(bytes("cli.cjs") / 1000)} kB` },
  ];
}

/** Resident memory of the bundled server after a hundred edits of a 500-line file, from /proc. */
async function serverMemory(): Promise<Row> {
  const what = "server memory after 100 edits";
  if (process.platform !== "linux") return { what, figure: "measured on Linux only" };
  const server = spawn(process.execPath, [...serverFlags, dist("server.cjs"), "--stdio"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const uri = "file:///bench/Dockerfile";
  try {
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      // What matters of VS Code's: edits of fixes are asked for when the user picks one.
      capabilities: {
        textDocument: {
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source"] } },
            dataSupport: true,
            resolveSupport: { properties: ["edit"] },
          },
        },
      },
      initializationOptions: { hasOptimizeCommand: true },
    });
    await connection.sendNotification("initialized", {});
    const text = realistic(500);
    await connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "dockerfile", version: 1, text },
    });
    for (let edit = 0; edit < 100; edit += 1) {
      const change = { text: `${text}# edit ${edit}\nRUN pip install flask\n` };
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: edit + 2 },
        contentChanges: [change],
      });
      await connection.sendRequest("textDocument/codeAction", {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
        context: { diagnostics: [] },
      });
    }
    const [, kilobytes = "0"] =
      /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
    const megabytes = Number(kilobytes) / 1024;
    return atMost(what, megabytes, 120, `${Math.round(megabytes)} MB`, "< 120 MB");
  } finally {
    connection.dispose();
    server.kill();
  }
}
