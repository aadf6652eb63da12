import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type TextDocuments,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { statusNotification } from "../protocol/messages.ts";
import type { Analyses, Outcome } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import type { Log } from "./dependencies.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { inWords } from "./guard.ts";
import type { OtherProblemsStore } from "./otherProblems.ts";
import { statusOf } from "./status.ts";

/** Why a document is looked at again, weakest first. Typing does not count for those who want results on save. */
const occasions = ["typed", "opened", "saved", "world-changed"] as const;
export type Occasion = (typeof occasions)[number];

/** Brings problems and status to the client: unasked, or when it asks, as it prefers. */
export interface Publisher {
  schedule(document: TextDocument, occasion: Exclude<Occasion, "world-changed">): void;
  /** The findings are the same, but others than before are to be shown. */
  showAgain(document: TextDocument): void;
  /** Every document has to be looked at again. */
  scheduleAll(): void;
  close(uri: string): void;
  pull(document: TextDocument, previousResultId: string | undefined): Promise<DocumentDiagnosticReport>;
}

interface PublisherInput {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly features: ClientFeatures;
  readonly others: OtherProblemsStore;
  readonly log: Log;
  readonly pause: number;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly occasion: Occasion;
}

export function createPublisher(input: PublisherInput): Publisher {
  const { connection, documents, analyses, features, others, log, pause } = input;
  const waiting = new Map<string, Waiting>();
  /** The version of each document that was opened, saved or looked at because the world had changed. */
  const settled = new Map<string, TextDocument>();

  function schedule(document: TextDocument, latest: Occasion): void {
    const { uri } = document;
    const earlier = waiting.get(uri);
    clearTimeout(earlier?.timer);
    const occasion = earlier ? stronger(earlier.occasion, latest) : latest;
    if (latest !== "typed") settled.set(uri, document);
    const timer = setTimeout(
      () => {
        waiting.delete(uri);
        publish(uri, occasion).catch((error: unknown) => log.error(`Publishing failed: ${inWords(error)}`));
      },
      occasion === "opened" ? 0 : pause,
    );
    waiting.set(uri, { timer, occasion });
  }

  async function publish(uri: string, occasion: Occasion): Promise<void> {
    const document = documents.get(uri);
    if (!document) return;
    const outcome = await analyses.of(document);
    if (documents.get(uri) !== document) return;
    const onSave = outcome.settings.run === "onSave";
    if (onSave && occasion === "typed") return;
    await connection.sendNotification(statusNotification, statusOf(outcome));
    if (!features.pullsDiagnostics) await send(outcome);
    else if (onSave && occasion === "saved") await connection.languages.diagnostics.refresh();
  }

  async function send(outcome: Outcome): Promise<void> {
    const { uri, version } = outcome.document;
    await connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(outcome, features, others) });
  }

  /** The version whose problems are shown. */
  async function shown(document: TextDocument): Promise<Outcome> {
    const current = await analyses.of(document);
    const onSave = current.settings.run === "onSave";
    return onSave ? analyses.of(settled.get(document.uri) ?? document) : current;
  }

  async function sendAgain(document: TextDocument): Promise<void> {
    const outcome = await shown(document);
    const open = documents.get(document.uri);
    // What was typed meanwhile is published anyway, unless nobody wants that before it is saved.
    if (open === document || (open && outcome.settings.run === "onSave")) await send(outcome);
  }

  function askToPull(): void {
    connection.languages.diagnostics.refresh().catch((error: unknown) => log.error(inWords(error)));
  }

  return {
    schedule,

    showAgain(document) {
      if (features.pullsDiagnostics) return askToPull();
      sendAgain(document).catch((error: unknown) => log.error(`Publishing failed: ${inWords(error)}`));
    },

    scheduleAll() {
      for (const document of documents.all()) schedule(document, "world-changed");
      if (features.pullsDiagnostics) askToPull();
    },

    close(uri) {
      clearTimeout(waiting.get(uri)?.timer);
      waiting.delete(uri);
      settled.delete(uri);
      if (!features.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },

    async pull(document, previousResultId) {
      const outcome = await shown(document);
      const resultId = `${analyses.generation}.${outcome.document.version}.${others.revision(document.uri)}`;
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      return {
        kind: DocumentDiagnosticReportKind.Full,
        resultId,
        items: diagnosticsOf(outcome, features, others),
      };
    },
  };
}

function stronger(a: Occasion, b: Occasion): Occasion {
  return occasions.indexOf(a) >= occasions.indexOf(b) ? a : b;
}
