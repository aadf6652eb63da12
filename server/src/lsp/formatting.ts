import {
  type Disposable,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type Range,
  type TextEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { parseDockerfile } from "../core/document/parse.ts";
import { type FormatOptions, formatEdits } from "../core/format/format.ts";
import { textEdits } from "./edits.ts";
import { guarded } from "./guard.ts";
import type { Session } from "./session.ts";

const documentSelector = [{ language: "dockerfile" }];

/**
 * A formatter, as long as a document wants one: where it is not wanted, none may be in the editor's list, which asks its
 * user to choose as soon as there are two. It goes when the settings change, not when a document is closed.
 */
export function offerFormatting(session: Session): { review(): void } {
  const { connection, documents, features, settings } = session;
  const { log } = session.dependencies;
  let registered: readonly Disposable[] = [];
  let reviewing = Promise.resolve();

  async function review(): Promise<void> {
    const wishes = await Promise.all(documents.all().map(({ uri }) => settings.of(uri)));
    const isWanted = wishes.some(({ enable, formatEnable }) => enable && formatEnable);
    if (isWanted === registered.length > 0) return;
    if (isWanted) {
      const { client } = connection;
      registered = [
        await client.register(DocumentFormattingRequest.type, { documentSelector }),
        await client.register(DocumentRangeFormattingRequest.type, { documentSelector }),
      ];
    } else {
      for (const one of registered) one.dispose();
      registered = [];
    }
  }

  async function edits(uri: string, options: FormattingOptions, range?: Range): Promise<TextEdit[] | null> {
    const { enable, formatEnable, formatCasing: casing } = await settings.of(uri);
    const document = documents.get(uri);
    if (!document || !enable || !formatEnable) return null;
    const { tabSize, insertSpaces } = options;
    const all = formattingEdits(document, { casing, tabSize, insertSpaces });
    return range ? all.filter((edit) => isWithin(edit.range, range)) : all;
  }

  connection.onDocumentFormatting(
    guarded(log, "textDocument/formatting", null, ({ textDocument, options }) =>
      edits(textDocument.uri, options),
    ),
  );
  connection.onDocumentRangeFormatting(
    guarded(log, "textDocument/rangeFormatting", null, ({ textDocument, options, range }) =>
      edits(textDocument.uri, options, range),
    ),
  );
  return {
    review() {
      if (!features.registersFormatting) return;
      reviewing = reviewing.then(review).catch(() => log.info("The client takes no formatter."));
    },
  };
}

function formattingEdits(document: TextDocument, options: FormatOptions): TextEdit[] {
  return textEdits(document, formatEdits(parseDockerfile(document.getText()), options));
}

/** Edits in lines that the range touches. */
function isWithin(edit: Range, range: Range): boolean {
  return edit.start.line >= range.start.line && edit.start.line <= range.end.line;
}
