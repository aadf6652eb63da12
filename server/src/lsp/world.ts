import { DidChangeConfigurationNotification } from "vscode-languageserver";
import {
  type LanguagePeers,
  languagePeersNotification,
  type OtherProblems,
  otherProblemsNotification,
  trustNotification,
} from "../protocol/messages.ts";
import { registerContextWatchers } from "./buildContexts.ts";
import { guardedNotification } from "./guard.ts";
import { isConfigFile, registerConfigWatcher } from "./projectConfigs.ts";
import { refreshViews } from "./refreshViews.ts";
import type { Session } from "./session.ts";

/** Settings, files, image facts, other extensions: what may change without the document. */
export function listenToTheWorld(session: Session): void {
  const { connection, documents, features, images, shellCheck, settings, contexts, analyses, publisher } =
    session;
  const { histories, containerEngine, language, stagesOnDisk } = session;
  const { log } = session.dependencies;
  const lookAgain = (): void => {
    analyses.forgetAll();
    publisher.scheduleAll();
    refreshViews(session);
  };
  const lookAround = (): void => {
    for (const document of documents.all()) void contexts?.look(document);
  };
  connection.onInitialized(
    guardedNotification(log, "initialized", () => {
      void language.update();
      if (features.registersWatchers) registerConfigWatcher(connection, log);
      if (features.registersWatchers && contexts) registerContextWatchers(connection, log);
      if (features.tellsFolders)
        connection.workspace.onDidChangeWorkspaceFolders(async () => {
          const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
          contexts?.setFolders(folders);
          stagesOnDisk?.setFolders(folders);
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
      void language.update();
      lookAgain();
      lookAround();
    }),
  );
  connection.onDidChangeWatchedFiles(
    guardedNotification(log, "workspace/didChangeWatchedFiles", ({ changes }) => {
      const uris = changes.map(({ uri }) => uri);
      contexts?.touched(uris);
      stagesOnDisk?.touched(uris);
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
      containerEngine?.trust();
    }),
  );
  connection.onNotification(
    languagePeersNotification,
    guardedNotification(log, languagePeersNotification, ({ arePresent }: LanguagePeers) => {
      language.setPeers(arePresent === true);
      void language.update();
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
  const whenEngineTells = guardedNotification(log, "new images of the container engine", lookAgain);
  containerEngine?.onChange(() => whenEngineTells(undefined));
  const whenAnswersArrive = guardedNotification(log, "new answers of ShellCheck", lookAgain);
  shellCheck?.onChange(() => whenAnswersArrive(undefined));
}
