import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type TextDocuments,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { statusNotification } from "../protocol/messages.ts";
import type { Analyses } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import type { Log } from "./dependencies.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { inWords } from "./guard.ts";
import { statusOf } from "./status.ts";

/** Why a document is looked at again. Typing alone does not count for those who want results on save. */
export type Occasion = "opened" | "typed" | "saved" | "world changed";

/** Brings problems and status to the client: unasked, or when it asks, as it prefers. */
export interface Publisher {
  schedule(document: TextDocument, occasion: Occasion): void;
  close(uri: string): void;
  pull(document: TextDocument, previousResultId: string | undefined): Promise<DocumentDiagnosticReport>;
}

interface PublisherInput {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly features: ClientFeatures;
  readonly log: Log;
  readonly pause: number;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly isTypingOnly: boolean;
}

export function createPublisher(input: PublisherInput): Publisher {
  const { connection, documents, analyses, features, log, pause } = input;
  const waiting = new Map<string, Waiting>();
  /** The version of each document that was opened, saved or looked at because the world had changed. */
  const settled = new Map<string, TextDocument>();

  async function publish(uri: string, isTypingOnly: boolean): Promise<void> {
    const document = documents.get(uri);
    if (!document) return;
    const outcome = await analyses.of(document);
    if (documents.get(uri) !== document) return;
    if (isTypingOnly && outcome.settings.run === "onSave") return;
    await connection.sendNotification(statusNotification, statusOf(outcome));
    if (!features.pullsDiagnostics)
      await connection.sendDiagnostics({ uri, version: document.version, diagnostics: diagnosticsOf(outcome, features) });
    else if (!isTypingOnly) await connection.languages.diagnostics.refresh();
  }

  return {
    schedule(document, occasion) {
      const { uri } = document;
      const earlier = waiting.get(uri);
      clearTimeout(earlier?.timer);
      const isTypingOnly = occasion === "typed" && earlier?.isTypingOnly !== false;
      if (occasion !== "typed") settled.set(uri, document);
      const timer = setTimeout(() => {
        waiting.delete(uri);
        publish(uri, isTypingOnly).catch((error: unknown) => log.error(`Publishing failed: ${inWords(error)}`));
      }, occasion === "opened" ? 0 : pause);
      waiting.set(uri, { timer, isTypingOnly });
    },

    close(uri) {
      clearTimeout(waiting.get(uri)?.timer);
      waiting.delete(uri);
      settled.delete(uri);
      if (!features.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },

    async pull(document, previousResultId) {
      const current = await analyses.of(document);
      const onSave = current.settings.run === "onSave";
      const outcome = onSave ? await analyses.of(settled.get(document.uri) ?? document) : current;
      const resultId = `${analyses.generation}.${outcome.document.version}`;
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosticsOf(outcome, features) };
    },
  };
}
