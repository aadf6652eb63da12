import { type Connection, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import { languageOf, wordsOf } from "../l10n/languages.ts";
import { speak } from "../l10n/t.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { codeActionKinds } from "./codeActions/codeActions.ts";
import { triggerCharacters } from "./completion/completion.ts";
import type { Dependencies } from "./dependencies.ts";
import { offerFormatting } from "./formatting.ts";
import { useImageCommand } from "./hover/baseLinks.ts";
import { answerLanguageRequests } from "./languageRequests.ts";
import { answerRequests } from "./requests.ts";
import { createSession, type Session } from "./session.ts";
import { signatureTriggers } from "./signatureHelp/signatureHelp.ts";
import { listenToTheWorld } from "./world.ts";

/** Serves one client. Touches neither process nor disk: both are behind the connection and the dependencies. */
export function startServer(connection: Connection, dependencies: Dependencies): void {
  connection.onInitialize(async (params) => {
    speak(await wordsOf(languageOf(params.locale)));
    const session = createSession(connection, dependencies, params);
    listenToDocuments(session);
    listenToTheWorld(session);
    const formatting = offerFormatting(session);
    session.documents.onDidOpen(formatting.review);
    session.settings.onChange(formatting.review);
    answerRequests(session);
    answerLanguageRequests(session);
    const capabilities = { ...capabilitiesFor(session.features), ...session.language.capabilities };
    return { serverInfo: { name: "plimsoll" }, capabilities };
  });
  connection.listen();
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
    renameProvider: features.preparesRename ? { prepareProvider: true } : true,
    inlayHintProvider: true,
    ...(features.commands.has(useImageCommand)
      ? { executeCommandProvider: { commands: [useImageCommand] } }
      : {}),
    completionProvider: { triggerCharacters },
    ...(features.takesSignatures ? { signatureHelpProvider: { triggerCharacters: signatureTriggers } } : {}),
    ...(features.commands.size > 0 ? { codeLensProvider: {} } : {}),
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
