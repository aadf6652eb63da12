// The language server as a web worker: the text and the tables of the package are all that it knows of the world.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { configForFile } from "../core/config/forFile.ts";
import { rules } from "../core/rules/index.ts";
import { bundledImages } from "../host/images/bundled.ts";
import type { ConfigSource, ImageKnowledge, Log } from "./dependencies.ts";
import { startServer } from "./startServer.ts";

const connection = createConnection(
  new BrowserMessageReader(globalThis),
  new BrowserMessageWriter(globalThis),
);

const log: Log = {
  info: (line) => connection.console.info(line),
  error: (line) => connection.console.error(line),
};

const tables: ImageKnowledge = {
  known: bundledImages,
  onChange: () => undefined,
  trust: () => undefined,
};

const none = { files: [], ...configForFile([]) };
const noFiles: ConfigSource = { of: async () => none, none, forget: () => undefined };

startServer(connection, {
  images: () => tables,
  rules,
  configuration: noFiles,
  today: () => new Date().toISOString().slice(0, 10),
  platform: "linux/amd64",
  log,
});
