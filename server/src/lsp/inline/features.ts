// Dockerfiles inside compose files and JSON for bake have the features of Dockerfiles.
import {
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Hover,
  type Position,
  type Range,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { spanInline } from "../../host/inline/inlineText.ts";
import { filesTogether } from "../../host/inline/writtenBack.ts";
import type { NotAnalysed, Part } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { type BulkFix, bulkEdit, isBulkFix } from "../codeActions/bulkFixes.ts";
import { codeActions } from "../codeActions/codeActions.ts";
import { isAskedFor } from "../codeActions/kinds.ts";
import { filesWritten, writtenFile } from "../edits.ts";
import { type HoverInput, hover } from "../hover/hover.ts";
import { readingOf } from "../languageModel.ts";
import { rangeOf, spanOf } from "../positions.ts";
import { rename, renameable } from "../rename.ts";
import { editInHolder, partAt, partsMeant, rangeInHolder } from "./places.ts";

export function inlineHover(
  outcome: NotAnalysed,
  { position, features }: Pick<HoverInput, "features"> & { readonly position: Position },
): Hover | null {
  const here = partAt(outcome, position);
  if (!here) return null;
  // Nobody else explains the Dockerfile that stands in another file.
  const asked = { outcome: here.part, offset: here.offset };
  const found = hover({ ...asked, features, isBesideOthers: false });
  return found?.range ? { ...found, range: rangeInHolder(here.part, found.range) } : null;
}

export function inlineRenameable(
  outcome: NotAnalysed,
  position: Position,
): ReturnType<typeof renameable> | null {
  const here = partAt(outcome, position);
  const read = here && readingOf(here.part);
  const word = here && read && renameable(read, here.position);
  if (!here || !word || word instanceof ResponseError) return word ?? null;
  return { ...word, range: rangeInHolder(here.part, word.range) };
}

export function inlineRename(
  outcome: NotAnalysed,
  params: RenameParams,
  features: ClientFeatures,
): ReturnType<typeof rename> {
  const here = partAt(outcome, params.position);
  const read = here && readingOf(here.part);
  if (!here || !read) return null;
  const edit = rename(read, { ...params, position: here.position }, features);
  if (!edit || edit instanceof ResponseError) return edit;
  return editInHolder(here.part, edit) ?? null;
}

interface ActionInput {
  readonly range: Range;
  readonly context: CodeActionContext;
  readonly features: ClientFeatures;
}

/** What mends a place is about the Dockerfile there; what mends the file is about all that it holds. */
export function inlineActions({ document, parts = [] }: NotAnalysed, input: ActionInput): CodeAction[] {
  const span = spanOf(document, input.range);
  const actions = parts.flatMap((part) => {
    const inside = spanInline(part.inside.inline, span);
    return inside ? actionsIn(part, rangeOf(part.document, inside), input) : [];
  });
  const [files, places] = [actions.filter(isAboutFile), actions.filter((action) => !isAboutFile(action))];
  const titles = new Set(files.map(({ title }) => title));
  return [
    ...places,
    ...[...titles].flatMap((title) =>
      merged(
        document.uri,
        files.filter((action) => action.title === title),
      ),
    ),
  ];
}

/** @returns undefined when there is nothing to change, or no certain way to */
export function inlineBulkEdit(
  outcome: NotAnalysed,
  fix: BulkFix,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  return combined(
    outcome.document.uri,
    partsMeant(outcome, fix.uri).flatMap((part) => {
      const edit = bulkEdit(part, fix, features);
      return (edit && editInHolder(part, edit)) ?? [];
    }),
  );
}

function actionsIn(part: Part, range: Range, { context, features }: ActionInput): readonly CodeAction[] {
  const { document } = part;
  const { holder, inline } = part.inside;
  if (inline.writing.kind === "unknown") return [];
  const originals = new Map<Diagnostic, Diagnostic>();
  for (const diagnostic of context.diagnostics) {
    const inside = spanInline(inline, spanOf(holder, diagnostic.range));
    if (inside) originals.set({ ...diagnostic, range: rangeOf(document, inside) }, diagnostic);
  }
  const actions = codeActions({
    outcome: part,
    features,
    span: spanOf(document, range),
    context: { ...context, diagnostics: [...originals.keys()] },
  });
  return actions.flatMap((action) => {
    const edit = action.edit && editInHolder(part, action.edit);
    if (action.edit && !edit) return [];
    const diagnostics = action.diagnostics?.map((one) => originals.get(one) ?? one);
    return [{ ...action, ...(edit && { edit }), ...(diagnostics && { diagnostics }) }];
  });
}

function isAboutFile({ kind }: CodeAction): boolean {
  return kind !== undefined && isAskedFor(kind, ["source"]);
}

/** One action for what each Dockerfile of the file has one for. */
function merged(uri: string, alike: readonly CodeAction[]): readonly CodeAction[] {
  const [first] = alike;
  if (!first) return [];
  if (isBulkFix(first.data)) return [{ ...first, data: { ...first.data, uri } }];
  const edit = combined(
    uri,
    alike.flatMap((action) => action.edit ?? []),
  );
  return edit ? [{ ...first, edit }] : [];
}

function combined(uri: string, edits: readonly WorkspaceEdit[]): WorkspaceEdit | undefined {
  const [first] = edits;
  if (!first || edits.length === 1) return first;
  if (first.changes) return { changes: { [uri]: edits.flatMap(({ changes }) => changes?.[uri] ?? []) } };
  const all = edits.flatMap(({ documentChanges }) => documentChanges ?? []);
  const ours = all.flatMap((change) =>
    "edits" in change && change.textDocument.uri === uri ? [change] : [],
  );
  const [own] = ours;
  const { files } = filesTogether(edits.flatMap(filesWritten));
  const together = own && { textDocument: own.textDocument, edits: ours.flatMap((one) => one.edits) };
  const documentChanges = [...files.flatMap(writtenFile), ...(together ? [together] : [])];
  return documentChanges.length > 0 ? { documentChanges } : undefined;
}
