import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import { createConnection } from "vscode-languageserver/node";
import {
  type ClientCapabilities,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  UnregistrationRequest,
  type WorkspaceFolder,
} from "vscode-languageserver-protocol/node";
import { type KnownImages, noImages } from "../../../server/src/core/known.ts";
import type { Rule } from "../../../server/src/core/rule.ts";
import { createConfigLoader } from "../../../server/src/host/config/loader.ts";
import type { ContextSource } from "../../../server/src/lsp/buildContexts.ts";
import type {
  ConfigSource,
  DockerfileSource,
  HistorySource,
  ImageKnowledge,
  ShellCheck,
} from "../../../server/src/lsp/dependencies.ts";
import { startServer } from "../../../server/src/lsp/startServer.ts";
import {
  type DocumentStatus,
  type InitializationOptions,
  statusNotification,
} from "../../../server/src/protocol/messages.ts";
import { OpenDocument } from "./document.ts";
import { testRules } from "./rules.ts";

const noConfiguration = createConfigLoader([]);

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: InitializationOptions;
  /** The language of the editor. */
  readonly locale?: string;
  /** What stands below `plimsoll` in the user's settings. */
  readonly settings?: unknown;
  readonly images?: KnownImages;
  /** In place of `images`: what grows while the server runs. */
  readonly knowledge?: (options: InitializationOptions) => ImageKnowledge;
  /** Absolute path of a Dockerfile → what its configuration files say; without them when not given. */
  readonly configuration?: ConfigSource;
  readonly shellCheck?: ShellCheck;
  readonly contexts?: ContextSource;
  readonly dockerfiles?: DockerfileSource;
  readonly histories?: HistorySource;
  /** ISO date. */
  readonly today?: string;
  readonly workspaceFolders?: WorkspaceFolder[];
  /** A few of them, so that a new rule changes no test here. */
  readonly rules?: readonly Rule[];
}

/** What VS Code can do, but for asking for problems itself. */
export const modernClient: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create"] },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: {
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      versionSupport: true,
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: {
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
    },
  },
};

/** A client and a server that speak the real protocol over streams in this process. Ends with the test. */
export async function startClient(options: ClientOptions = {}) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const log: string[] = [];
  const { shellCheck, histories, today } = options;
  const imageListeners: (() => void)[] = [];
  let images = options.images ?? noImages;
  let settings = options.settings;
  let isTrusted = false;
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    images:
      options.knowledge ??
      (() => ({
        get known() {
          return images;
        },
        onChange: (listener) => imageListeners.push(listener),
        trust: () => {
          isTrusted = true;
        },
      })),
    ...(shellCheck && { shellCheck: () => shellCheck }),
    ...(histories && { histories: () => histories }),
    rules: options.rules ?? testRules,
    ...(options.contexts && { contexts: options.contexts }),
    ...(options.dockerfiles && { dockerfiles: options.dockerfiles }),
    configuration: options.configuration ?? { ...noConfiguration, of: async () => noConfiguration.none },
    platform: "linux/amd64",
    ...(today !== undefined && { today: () => today }),
    log: { info: (line) => log.push(line), error: (line) => log.push(line) },
    pauseMilliseconds: 5,
  });

  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const published = new Messages<PublishDiagnosticsParams>();
  const statuses = new Messages<DocumentStatus>();
  const asked: unknown[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => published.add(params));
  connection.onNotification(statusNotification, (status: DocumentStatus) => statuses.add(status));
  const registered = new Set<string>();
  const registrations = new Messages<readonly string[]>();
  connection.onRequest(RegistrationRequest.type, (params) => {
    for (const { method } of params.registrations) registered.add(method);
    registrations.add([...registered]);
  });
  connection.onRequest(UnregistrationRequest.type, (params) => {
    for (const { method } of params.unregisterations) registered.delete(method);
    registrations.add([...registered]);
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) => {
    asked.push(...items);
    return items.map(() => settings ?? null);
  });
  connection.listen();
  onTestFinished(() => connection.dispose());

  const initialized: InitializeResult = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    ...(options.locale !== undefined && { locale: options.locale }),
    rootUri: null,
    workspaceFolders: options.workspaceFolders ?? null,
    capabilities: options.capabilities ?? modernClient,
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  let count = 0;
  const nextUri = (): string => {
    count += 1;
    return `file:///project${count}/Dockerfile`;
  };
  return {
    connection,
    capabilities: initialized.capabilities,
    log,
    published,
    statuses,
    /** Methods that are registered at the moment, after each change. */
    registrations,
    asked,
    get isTrusted() {
      return isTrusted;
    },
    async open(text: string, uri = nextUri()): Promise<OpenDocument> {
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "dockerfile", version: 1, text },
      });
      return new OpenDocument({ connection, published, statuses, uri, text });
    },
    async configure(changed: unknown): Promise<void> {
      settings = changed;
      await connection.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { plimsoll: changed },
      });
    },
    learn(known: KnownImages): void {
      images = known;
      for (const listener of imageListeners) listener();
    },
    /** The next time that the server has the client ask again for something. Call it before what causes it. */
    refreshed: (method: string): Promise<void> =>
      new Promise((resolve) => {
        connection.onRequest(method, () => resolve());
      }),
    shutdown: () => connection.sendRequest(ShutdownRequest.type),
  };
}

/** What has arrived so far, and a way to wait for more. */
export class Messages<T> {
  readonly all: T[] = [];
  private readonly waiting = new Set<() => void>();

  add(message: T): void {
    this.all.push(message);
    for (const look of [...this.waiting]) look();
  }

  /** The latest message that fits; waits for it when there is none yet. */
  async latest(fits: (message: T) => boolean): Promise<T> {
    return this.firstIn(() => this.all.findLast(fits));
  }

  /** The next message from now on that fits. Call it before what causes it. */
  async next(fits: (message: T) => boolean = () => true): Promise<T> {
    const from = this.all.length;
    return this.firstIn(() => this.all.slice(from).find(fits));
  }

  private async firstIn(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.waiting.delete(look);
          resolve();
        };
        this.waiting.add(look);
      });
    }
  }
}
