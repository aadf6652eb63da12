import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  DidOpenTextDocumentNotification,
  type DocumentSelector,
  type Middleware,
} from "vscode-languageclient";
import { inlineKey, mayHoldDockerfiles } from "../../server/src/host/inline/names.ts";

/** Dockerfiles, and files in which some may stand. */
export const documentSelector: DocumentSelector = [
  { language: "dockerfile" },
  { pattern: "**/*compose*.{yml,yaml}" },
  { pattern: "**/docker-bake*.{json,hcl}" },
];

/**
 * What is open only to be compared with – git's copy of a file, that of a review, our own preview – is not analysed:
 * nobody can mend it there, and its problems would stand in the list beside those of the file itself.
 */
function isAnalysed({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === "untitled" || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

/** A document that the server has something to say about. */
export function isWanted(document: vscode.TextDocument): boolean {
  return isAnalysed(document) && (document.languageId === "dockerfile" || holdsDockerfile(document));
}

/** A compose file is a matter for the server from the moment on that a Dockerfile stands in it. */
function holdsDockerfile(document: vscode.TextDocument): boolean {
  const { path } = document.uri;
  return mayHoldDockerfiles(path) && document.getText().includes(inlineKey(path));
}

/** The server answers nothing about a document that it never got, so only opening and closing need a guard. */
export function onlyAnalysed(client: () => BaseLanguageClient): Middleware {
  const holders = new Set<string>();
  const isSent = ({ uri, languageId }: vscode.TextDocument): boolean =>
    languageId === "dockerfile" || holders.has(uri.toString());
  return {
    didOpen: async (document, next) => {
      if (!isAnalysed(document)) return;
      if (holdsDockerfile(document)) holders.add(document.uri.toString());
      else holders.delete(document.uri.toString());
      if (isSent(document)) await next(document);
    },
    didChange: async (event, next) => {
      const { document } = event;
      if (!isAnalysed(document)) return;
      if (isSent(document)) return next(event);
      if (!holdsDockerfile(document)) return;
      holders.add(document.uri.toString());
      const params = client().code2ProtocolConverter.asOpenTextDocumentParams(document);
      await client().sendNotification(DidOpenTextDocumentNotification.type, params);
    },
    didSave: async (document, next) => {
      if (isAnalysed(document) && isSent(document)) await next(document);
    },
    didClose: async (document, next) => {
      if (isAnalysed(document) && isSent(document)) await next(document);
      holders.delete(document.uri.toString());
    },
  };
}

/** Calls back once, as soon as a document is open that the server has something to say about. */
export function whenNeeded(start: () => void): vscode.Disposable {
  const look = (documents: readonly vscode.TextDocument[]): boolean => {
    if (!documents.some(isWanted)) return false;
    listeners.dispose();
    start();
    return true;
  };
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => void look([document])),
    vscode.workspace.onDidChangeTextDocument(({ document }) => void look([document])),
  );
  look(vscode.workspace.textDocuments);
  return listeners;
}
