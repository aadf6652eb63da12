import {
  type CodeAction,
  type Connection,
  DidChangeConfigurationNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  type OptimizeParams,
  type OtherProblems,
  optimizeRequest,
  otherProblemsNotification,
  type RebuildsParams,
  rebuildsRequest,
  trustNotification,
} from "../protocol/messages.ts";
import { type Analysed, type Analyses, createAnalyses, type Outcome } from "./analyses.ts";
import { type BuildContexts, createBuildContexts, registerContextWatchers } from "./buildContexts.ts";
import { type ClientFeatures, clientFeatures, initializationOptions } from "./clientFeatures.ts";
import { bulkEdit, isBulkFix } from "./codeActions/bulkFixes.ts";
import { codeActionKinds, codeActions } from "./codeActions/codeActions.ts";
import type { Dependencies, HistorySource, ImageKnowledge, ShellCheck } from "./dependencies.ts";
import { guarded, guardedNotification } from "./guard.ts";
import { hover } from "./hover/hover.ts";
import { optimizePreview } from "./optimizePreview.ts";
import { createOtherProblems, type OtherProblemsStore } from "./otherProblems.ts";
import { offsetOf, spanOf } from "./positions.ts";
import { createProjectConfigs, isConfigFile, registerConfigWatcher } from "./projectConfigs.ts";
import { createPublisher, type Publisher } from "./publishing.ts";
import { rebuilds } from "./rebuilds.ts";
import { createSettings, type SettingsStore } from "./settings.ts";
import { type Surveyed, surveyAll } from "./surveys.ts";

/** Everything that lives from `initialize` to `exit`. */
interface Session {
  readonly connection: Connection;
  readonly dependencies: Dependencies;
  readonly features: ClientFeatures;
  readonly documents: TextDocuments<TextDocument>;
  readonly images: ImageKnowledge;
  readonly shellCheck: ShellCheck | undefined;
  readonly settings: SettingsStore;
  readonly contexts: BuildContexts | undefined;
  readonly histories: HistorySource | undefined;
  readonly analyses: Analyses;
  readonly others: OtherProblemsStore;
  readonly publisher: Publisher;
}

const usualPause = 60;

/** Serves one client. Touches neither process nor disk: both are behind the connection and the dependencies. */
export function startServer(connection: Connection, dependencies: Dependencies): void {
  connection.onInitialize((params) => {
    const session = createSession(connection, dependencies, params);
    listenToDocuments(session);
    listenToTheWorld(session);
    answerRequests(session);
    return { serverInfo: { name: "plimsoll" }, capabilities: capabilitiesFor(session.features) };
  });
  connection.listen();
}

function createSession(
  connection: Connection,
  dependencies: Dependencies,
  params: InitializeParams,
): Session {
  const { log, pauseMilliseconds: pause = usualPause } = dependencies;
  const options = initializationOptions(params.initializationOptions);
  const features = clientFeatures(params, options);
  const images = dependencies.images(options);
  const shellCheck = dependencies.shellCheck?.(options);
  const documents = new TextDocuments({ create: TextDocument.create, update: nextVersion });
  const configs = createProjectConfigs(dependencies.configuration, connection);
  const settings = createSettings({ connection, features, rules: dependencies.rules, configs, log });
  const contexts = dependencies.contexts && createBuildContexts(dependencies.contexts, settings);
  contexts?.setFolders(params.workspaceFolders ?? []);
  const histories = dependencies.histories?.(options);
  const analyses = createAnalyses({ settings, images, shellCheck, contexts, histories, dependencies });
  const others = createOtherProblems();
  const publisher = createPublisher({ connection, documents, analyses, features, others, log, pause });
  return {
    connection,
    dependencies,
    features,
    documents,
    images,
    shellCheck,
    settings,
    contexts,
    histories,
    analyses,
    others,
    publisher,
  };
}

function capabilitiesFor(features: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    codeActionProvider: { codeActionKinds, resolveProvider: features.resolvesEdits },
    hoverProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(features.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: "plimsoll",
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}

/** Every version is a value of its own, so that what was worked out for one is never read with another's lines. */
function nextVersion(
  document: TextDocument,
  changes: Parameters<typeof TextDocument.update>[1],
  version: number,
): TextDocument {
  const copy = TextDocument.create(document.uri, document.languageId, document.version, document.getText());
  return TextDocument.update(copy, changes, version);
}

function listenToDocuments(session: Session): void {
  const { connection, documents, publisher, settings, contexts, shellCheck, others } = session;
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document }) => {
    publisher.schedule(document, opened.has(document.uri) ? "typed" : "opened");
    if (!opened.has(document.uri)) void contexts?.look(document);
    opened.add(document.uri);
  });
  documents.onDidSave(({ document }) => {
    publisher.schedule(document, "saved");
    void contexts?.look(document);
  });
  documents.onDidClose(({ document }) => {
    opened.delete(document.uri);
    publisher.close(document.uri);
    settings.forget(document.uri);
    contexts?.forget(document.uri);
    shellCheck?.forget(document.uri);
    others.forget(document.uri);
  });
  documents.listen(connection);
}

function listenToTheWorld(session: Session): void {
  const { connection, documents, features, images, shellCheck, settings, contexts, analyses, publisher } =
    session;
  const { histories } = session;
  const { log } = session.dependencies;
  const lookAgain = (): void => {
    analyses.forgetAll();
    publisher.scheduleAll();
  };
  const lookAround = (): void => {
    for (const document of documents.all()) void contexts?.look(document);
  };
  connection.onInitialized(
    guardedNotification(log, "initialized", () => {
      if (features.registersWatchers) registerConfigWatcher(connection, log);
      if (features.registersWatchers && contexts) registerContextWatchers(connection, log);
      if (features.tellsFolders)
        connection.workspace.onDidChangeWorkspaceFolders(async () => {
          contexts?.setFolders((await connection.workspace.getWorkspaceFolders()) ?? []);
          lookAround();
        });
      if (!features.registersConfiguration) return;
      const wanted = connection.client.register(DidChangeConfigurationNotification.type, {
        section: "plimsoll",
      });
      wanted.catch(() => log.info("The client does not tell when settings change."));
    }),
  );
  connection.onDidChangeConfiguration(
    guardedNotification(log, "workspace/didChangeConfiguration", (params) => {
      settings.change(params.settings);
      lookAgain();
      lookAround();
    }),
  );
  connection.onDidChangeWatchedFiles(
    guardedNotification(log, "workspace/didChangeWatchedFiles", ({ changes }) => {
      const uris = changes.map(({ uri }) => uri);
      contexts?.touched(uris);
      if (!uris.some(isConfigFile)) return;
      settings.forgetFiles();
      lookAgain();
      lookAround();
    }),
  );
  connection.onNotification(
    trustNotification,
    guardedNotification(log, trustNotification, () => {
      images.trust();
      shellCheck?.trust();
      histories?.trust();
    }),
  );
  connection.onNotification(
    otherProblemsNotification,
    guardedNotification(log, otherProblemsNotification, ({ uri, items }: OtherProblems) => {
      const document = session.documents.get(uri);
      if (!document) return;
      session.others.set(document, items);
      publisher.showAgain(document);
    }),
  );
  const whenFactsArrive = guardedNotification(log, "new image facts", lookAgain);
  images.onChange(() => whenFactsArrive(undefined));
  const whenContextsAreKnown = guardedNotification(log, "new build contexts", () => {
    lookAgain();
    for (const { uri } of documents.all()) {
      const folder = contexts?.around(uri)?.discovery.folder;
      if (folder !== undefined) void histories?.look(folder);
    }
  });
  session.dependencies.contexts?.onChange(() => whenContextsAreKnown(undefined));
  const whenHistoriesAreKnown = guardedNotification(log, "new histories", lookAgain);
  histories?.onChange(() => whenHistoriesAreKnown(undefined));
  const whenAnswersArrive = guardedNotification(log, "new answers of ShellCheck", lookAgain);
  shellCheck?.onChange(() => whenAnswersArrive(undefined));
}

function answerRequests(session: Session): void {
  const { connection, features, publisher } = session;
  const { log } = session.dependencies;

  connection.onHover(
    guarded(log, "textDocument/hover", null, async ({ textDocument, position }) => {
      const outcome = await analysed(session, textDocument.uri);
      return outcome ? hover({ outcome, features, offset: offsetOf(outcome.document, position) }) : null;
    }),
  );

  connection.onCodeAction(
    guarded(log, "textDocument/codeAction", [], async ({ textDocument, range, context }) => {
      const outcome = await analysed(session, textDocument.uri);
      return outcome
        ? codeActions({ outcome, context, features, span: spanOf(outcome.document, range) })
        : [];
    }),
  );

  connection.onCodeActionResolve((action, token) => {
    const resolve = guarded(log, "codeAction/resolve", action, async ({ data }: CodeAction) => {
      if (!isBulkFix(data)) return action;
      const outcome = await analysed(session, data.uri);
      const edit = outcome && bulkEdit(outcome, data, features);
      return edit ? { ...action, edit } : action;
    });
    return resolve(action, token);
  });

  connection.onRequest(
    optimizeRequest,
    guarded(log, optimizeRequest, null, async ({ textDocument, selected }: OptimizeParams) => {
      const outcome = await current(session, textDocument.uri);
      return outcome ? optimizePreview(outcome, selected) : null;
    }),
  );

  connection.onRequest(
    rebuildsRequest,
    guarded(log, rebuildsRequest, null, async ({ uri, dockerfiles }: RebuildsParams) =>
      rebuilds(await surveyed(session, dockerfiles), uri),
    ),
  );

  if (!features.pullsDiagnostics) return;
  connection.languages.diagnostics.on(
    guarded(log, "textDocument/diagnostic", nothingFound, async ({ textDocument, previousResultId }) => {
      const document = session.documents.get(textDocument.uri);
      return document ? publisher.pull(document, previousResultId) : nothingFound;
    }),
  );
}

const nothingFound: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** Of the newest version that has arrived, also when another one arrives meanwhile. */
async function current({ documents, analyses }: Session, uri: string): Promise<Outcome | undefined> {
  for (let document = documents.get(uri); document; document = documents.get(uri)) {
    const outcome = await analyses.of(document);
    if (documents.get(uri) === document) return outcome;
  }
  return undefined;
}

async function surveyed(session: Session, uris: readonly string[]): Promise<readonly Surveyed[]> {
  const { contexts, documents } = session;
  if (!contexts) return [];
  return surveyAll(uris, { contexts, documents, analysed: (uri) => analysed(session, uri) });
}

async function analysed(session: Session, uri: string): Promise<Analysed | undefined> {
  const outcome = await current(session, uri);
  return outcome?.analysis ? outcome : undefined;
}
