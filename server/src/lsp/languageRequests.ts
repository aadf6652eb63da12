import type { RenameParams } from "vscode-languageserver";
import { documentLinks } from "./documentLinks.ts";
import { foldingRanges } from "./folding.ts";
import { guarded } from "./guard.ts";
import { inlineRename, inlineRenameable } from "./inline/features.ts";
import { holdsDockerfiles, type Read, readingOf } from "./languageModel.ts";
import { linkedEditing } from "./linkedEditing.ts";
import { definitions, highlights, references } from "./navigation.ts";
import { offsetOf } from "./positions.ts";
import { rename, renameable } from "./rename.ts";
import { current } from "./requests.ts";
import { selectionRanges } from "./selectionRanges.ts";
import type { Session } from "./session.ts";
import type { StagesOfFile } from "./stagesOnDisk.ts";
import { documentSymbols, namedStages, stageSymbols } from "./symbols.ts";

/** What editors ask about any language: what is there, where it is named, and what belongs together. */
export function answerLanguageRequests(session: Session): void {
  const { connection, documents, features } = session;
  const { log } = session.dependencies;

  interface Params {
    readonly textDocument: { readonly uri: string };
  }
  const answer = <P extends Params, R>(name: string, empty: R, of: (read: Read, params: P) => R) =>
    guarded(log, name, empty, async (params: P) => {
      const outcome = await current(session, params.textDocument.uri);
      const read = outcome && readingOf(outcome);
      return read ? of(read, params) : empty;
    });

  connection.onDocumentSymbol(answer("textDocument/documentSymbol", [], documentSymbols));
  connection.onFoldingRanges(answer("textDocument/foldingRange", [], foldingRanges));
  connection.onDocumentLinks(answer("textDocument/documentLink", [], documentLinks));
  connection.onDefinition(
    answer("textDocument/definition", [], (read, { position }) =>
      definitions(read, offsetOf(read.document, position)),
    ),
  );
  connection.onReferences(
    answer("textDocument/references", [], (read, { position, context }) =>
      references(read, offsetOf(read.document, position), context),
    ),
  );
  connection.onDocumentHighlight(
    answer("textDocument/documentHighlight", [], (read, { position }) =>
      highlights(read, offsetOf(read.document, position)),
    ),
  );
  connection.onPrepareRename(
    guarded(log, "textDocument/prepareRename", null, async ({ textDocument, position }) => {
      const outcome = await current(session, textDocument.uri);
      if (outcome && holdsDockerfiles(outcome)) return inlineRenameable(outcome, position);
      const read = outcome && readingOf(outcome);
      return read ? renameable(read, position) : null;
    }),
  );
  connection.onRenameRequest(
    guarded(log, "textDocument/rename", null, async (params: RenameParams) => {
      const outcome = await current(session, params.textDocument.uri);
      if (outcome && holdsDockerfiles(outcome)) return inlineRename(outcome, params, features);
      const read = outcome && readingOf(outcome);
      return read ? rename(read, params, features) : null;
    }),
  );
  connection.onSelectionRanges(
    answer("textDocument/selectionRange", [], (read, { positions }) => selectionRanges(read, positions)),
  );
  connection.languages.onLinkedEditingRange(
    answer("textDocument/linkedEditingRange", null, (read, { position }) =>
      linkedEditing(read, offsetOf(read.document, position)),
    ),
  );
  connection.onWorkspaceSymbol(
    guarded(log, "workspace/symbol", [], async ({ query }, token) => {
      const outcomes = await Promise.all(documents.all().map(({ uri }) => current(session, uri)));
      const open = outcomes.flatMap((outcome) => {
        const read = outcome && readingOf(outcome);
        return read
          ? stageSymbols(read.document.uri, namedStages(read.document, read.facts.dockerfile.stages), query)
          : [];
      });
      const others = await stagesBesides(session, () => !token.isCancellationRequested);
      const found = others.flatMap(({ uri, stages }) => stageSymbols(uri, stages, query));
      return [...open, ...found.slice(0, mostOnDisk)];
    }),
  );
}

/** Nobody scrolls further; a letter makes the list shorter. */
const mostOnDisk = 1_000;

/** Of Dockerfiles that are not open, unless the user has switched that off. */
async function stagesBesides(
  { documents, settings, stagesOnDisk }: Session,
  isWanted: () => boolean,
): Promise<readonly StagesOfFile[]> {
  if (!stagesOnDisk) return [];
  const { enable, language } = await settings.ofWindow();
  if (!enable || language === "off") return [];
  const open = documents.all().map(({ uri }) => uri);
  return stagesOnDisk.besides(open, isWanted);
}
