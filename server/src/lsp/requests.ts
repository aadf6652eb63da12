import {
  type CodeAction,
  type CompletionList,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  SignatureHelpTriggerKind,
} from "vscode-languageserver";
import {
  convertRequest,
  type InsideParams,
  insideRequest,
  type OptimizeParams,
  optimizeRequest,
  type RebuildsParams,
  type ReportParams,
  rebuildsRequest,
  reportRequest,
} from "../protocol/messages.ts";
import type { Analysed, Outcome } from "./analyses.ts";
import { bulkEdit, isBulkFix } from "./codeActions/bulkFixes.ts";
import { codeActions } from "./codeActions/codeActions.ts";
import { codeLenses } from "./codeLenses.ts";
import { completion } from "./completion/completion.ts";
import { conversionPreview } from "./conversions.ts";
import { guarded } from "./guard.ts";
import { isUseImage, useImageCommand, useImageEdit } from "./hover/baseLinks.ts";
import { hover } from "./hover/hover.ts";
import { inlayHints } from "./inlayHints.ts";
import { inlineActions, inlineBulkEdit, inlineHover } from "./inline/features.ts";
import { dockerfileMeant, dockerfilesInside, holderOf } from "./inline/places.ts";
import { optimizePreview } from "./optimizePreview.ts";
import { offsetOf, spanOf } from "./positions.ts";
import { rebuilds } from "./rebuilds.ts";
import { reportOf } from "./report.ts";
import type { Session } from "./session.ts";
import { signatureHelp } from "./signatureHelp/signatureHelp.ts";
import { type Surveyed, surveyAll } from "./surveys.ts";

/** Milliseconds that a list without any entry waits for the tags that a registry is asked for. */
const patienceForTags = 3_000;

/** What the client asks for. */
export function answerRequests(session: Session): void {
  const { connection, features, publisher } = session;
  const { log } = session.dependencies;

  connection.onHover(
    guarded(log, "textDocument/hover", null, async ({ textDocument, position }) => {
      const outcome = await current(session, textDocument.uri);
      if (!outcome?.analysis) return outcome ? inlineHover(outcome, { position, features }) : null;
      const isBesideOthers = session.language.isBesideOthers(textDocument.uri);
      return hover({ outcome, features, isBesideOthers, offset: offsetOf(outcome.document, position) });
    }),
  );

  connection.languages.inlayHint.on(
    guarded(log, "textDocument/inlayHint", [], async ({ textDocument, range }) => {
      const outcome = await analysed(session, textDocument.uri);
      return outcome ? inlayHints({ outcome, features, span: spanOf(outcome.document, range) }) : [];
    }),
  );

  connection.onCompletion(
    guarded(log, "textDocument/completion", null, async ({ textDocument, position, context }) => {
      const outcome = await analysed(session, textDocument.uri);
      if (!outcome) return null;
      const offset = offsetOf(outcome.document, position);
      const list = (): CompletionList =>
        completion({
          outcome,
          features,
          offset,
          imagesOnly: features.completion.imagesOnly,
          isBesideOthers: session.language.isBesideOthers(textDocument.uri),
          trigger: context?.triggerCharacter,
        });
      const found = list();
      // Nothing yet, and a registry is about to say what there is.
      if (!found.isIncomplete || found.items.length > 0) return found;
      await session.images.whenListed?.(patienceForTags);
      return list();
    }),
  );

  connection.onSignatureHelp(
    guarded(log, "textDocument/signatureHelp", null, async ({ textDocument, position, context }) => {
      const outcome = await analysed(session, textDocument.uri);
      const isInvoked = context?.triggerKind !== SignatureHelpTriggerKind.TriggerCharacter;
      return outcome
        ? signatureHelp({ outcome, offset: offsetOf(outcome.document, position), isInvoked })
        : null;
    }),
  );

  connection.onCodeLens(
    guarded(log, "textDocument/codeLens", [], async ({ textDocument }) => {
      const outcome = await analysed(session, textDocument.uri);
      return outcome ? codeLenses(outcome, features) : [];
    }),
  );

  connection.onExecuteCommand(
    guarded(log, "workspace/executeCommand", null, async ({ command, arguments: given }) => {
      const use: unknown = given?.[0];
      if (command !== useImageCommand || !isUseImage(use)) return null;
      const outcome = await meant(session, use.uri);
      const dockerfile = outcome && dockerfileMeant(outcome, use.uri);
      const edit = dockerfile?.analysis && useImageEdit(dockerfile, use, features);
      if (edit) await connection.workspace.applyEdit({ label: `Use ${use.image}`, edit });
      return null;
    }),
  );

  connection.onCodeAction(
    guarded(log, "textDocument/codeAction", [], async ({ textDocument, range, context }) => {
      const outcome = await current(session, textDocument.uri);
      if (!outcome?.analysis) return outcome ? inlineActions(outcome, { range, context, features }) : [];
      return codeActions({ outcome, context, features, span: spanOf(outcome.document, range) });
    }),
  );

  connection.onCodeActionResolve((action, token) => {
    const resolve = guarded(log, "codeAction/resolve", action, async ({ data }: CodeAction) => {
      if (!isBulkFix(data)) return action;
      const outcome = await meant(session, data.uri);
      if (!outcome) return action;
      const edit = outcome.analysis
        ? bulkEdit(outcome, data, features)
        : inlineBulkEdit(outcome, data, features);
      return edit ? { ...action, edit } : action;
    });
    return resolve(action, token);
  });

  connection.onRequest(
    insideRequest,
    guarded(log, insideRequest, null, async ({ textDocument: { uri } }: InsideParams) => {
      const outcome = await current(session, uri);
      return outcome && !outcome.analysis ? dockerfilesInside(outcome) : null;
    }),
  );

  connection.onRequest(
    optimizeRequest,
    guarded(log, optimizeRequest, null, async ({ textDocument, selected }: OptimizeParams) => {
      const outcome = await meant(session, textDocument.uri);
      return outcome ? optimizePreview(outcome, textDocument.uri, selected) : null;
    }),
  );

  connection.onRequest(
    convertRequest,
    guarded(log, convertRequest, null, async ({ textDocument, selected }: OptimizeParams) => {
      const outcome = await meant(session, textDocument.uri);
      return outcome ? conversionPreview(dockerfileMeant(outcome, textDocument.uri), selected) : null;
    }),
  );

  connection.onRequest(
    rebuildsRequest,
    guarded(log, rebuildsRequest, null, async ({ uri, dockerfiles }: RebuildsParams) =>
      rebuilds(await surveyed(session, dockerfiles), uri),
    ),
  );

  connection.onRequest(
    reportRequest,
    guarded(log, reportRequest, null, async ({ textDocument: { uri } }: ReportParams) => {
      const outcome = await meant(session, uri);
      return outcome ? reportOf(dockerfileMeant(outcome, uri), nameOf(session, outcome.document.uri)) : null;
    }),
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
export async function current({ documents, analyses }: Session, uri: string): Promise<Outcome | undefined> {
  for (let document = documents.get(uri); document; document = documents.get(uri)) {
    const outcome = await analyses.of(document);
    if (documents.get(uri) === document) return outcome;
  }
  return undefined;
}

/** The document at an address, or the one that the Dockerfile at that address stands in. */
async function meant(session: Session, uri: string): Promise<Outcome | undefined> {
  return (await current(session, uri)) ?? current(session, holderOf(uri));
}

/** As seen from the workspace folder, else the last part of its address. */
function nameOf({ contexts }: Session, uri: string): string {
  return contexts?.nameOf(uri) ?? uri.slice(uri.lastIndexOf("/") + 1);
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
