import {
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { namingWordAt, stageRename } from "../core/refactorings/stageRename.ts";
import type { Analysed } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { workspaceEdit } from "./edits.ts";
import { offsetOf, rangeOf } from "./positions.ts";

/** What can be renamed here: the name of a stage. */
export function renameable(
  { document, analysis }: Analysed,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | null {
  const found = namingWordAt(analysis.facts, offsetOf(document, position));
  return found ? { range: rangeOf(document, found.word.span), placeholder: found.word.value } : null;
}

/** An error is an answer here: the client shows its words beside the name that was typed. */
export function rename(
  outcome: Analysed,
  { position, newName }: { readonly position: Position; readonly newName: string },
  features: ClientFeatures,
): WorkspaceEdit | ResponseError<void> | null {
  const { facts } = outcome.analysis;
  const found = namingWordAt(facts, offsetOf(outcome.document, position));
  if (!found) return null;
  const renamed = stageRename(facts, found.stage, newName);
  if ("whyNot" in renamed) return new ResponseError<void>(LSPErrorCodes.RequestFailed, renamed.whyNot);
  return workspaceEdit(outcome, renamed, features) ?? null;
}
