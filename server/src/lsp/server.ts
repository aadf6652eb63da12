// The language server as a process: `node server.cjs --stdio`, or over IPC as VS Code starts it.
import { createConnection } from "vscode-languageserver/node";
import { rules } from "../core/rules/index.ts";
import { Contexts } from "../host/buildContext/contexts.ts";
import { createConfigLoader } from "../host/config/loader.ts";
import { dockerfilesOnDisk } from "../host/dockerfiles/dockerfiles.ts";
import { engineFinder } from "../host/engine/engine.ts";
import { LocalEngine } from "../host/engine/localEngine.ts";
import { localImages } from "../host/engine/localImages.ts";
import { Histories } from "../host/git/histories.ts";
import { askHere } from "../host/images/askHere.ts";
import { bundledImages } from "../host/images/bundled.ts";
import { imageKnowledge } from "../host/images/knowledge.ts";
import { registrySource } from "../host/images/registries.ts";
import { watchShellCheck } from "../host/shellcheck/watch.ts";
import { askClient } from "./askClient.ts";
import type { Log } from "./dependencies.ts";
import { startServer } from "./startServer.ts";

const namesTransport = process.argv.some((word) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(word));
const connection = namesTransport ? createConnection() : createConnection(process.stdin, process.stdout);

const log: Log = {
  info: (line) => connection.console.info(line),
  error: (line) => connection.console.error(line),
};

const engine = new LocalEngine({ find: engineFinder(), log });

startServer(connection, {
  images: ({ cacheFolder, isTrusted = false, asksRegistries = false }, client) => {
    const { ask, askTags } = asksRegistries ? askClient(client) : askHere();
    const registries = registrySource({ ask, table: bundledImages });
    const live = [localImages(engine.find)];
    return imageKnowledge({ cacheFolder, isTrusted, live, registries, askTags, log });
  },
  shellCheck: ({ isTrusted = false }) => watchShellCheck({ isTrusted, log }),
  containerEngine: ({ isTrusted = false }) => {
    if (isTrusted) engine.trust();
    return engine;
  },
  histories: ({ isTrusted = false }) => new Histories({ isTrusted }),
  rules,
  configuration: createConfigLoader(rules),
  contexts: new Contexts(log),
  dockerfiles: dockerfilesOnDisk,
  today: () => new Date().toISOString().slice(0, 10),
  platform: `linux/${process.arch === "x64" ? "amd64" : process.arch}`,
  log,
});
