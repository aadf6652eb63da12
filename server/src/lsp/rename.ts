import {
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { stageMentionAt } from "../core/language/stageMentions.ts";
import { variableRename, whyNotRenamed } from "../core/language/variableRename.ts";
import { variableAt } from "../core/language/variables.ts";
import { stageRename } from "../core/refactorings/stageRename.ts";
import { t } from "../l10n/t.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { workspaceEdit } from "./edits.ts";
import type { Read } from "./languageModel.ts";
import { offsetOf, rangeOf } from "./positions.ts";

interface Renameable {
  readonly range: Range;
  readonly placeholder: string;
}

/** What can be renamed here: a variable, or a stage. An error is the reason why what stands here cannot. */
export function renameable({ document, facts }: Read, position: Position): Renameable | ResponseError<void> {
  const offset = offsetOf(document, position);
  const variable = variableAt(facts, offset);
  if (variable) {
    const whyNot = whyNotRenamed(facts, variable);
    if (whyNot !== undefined) return refused(whyNot);
    return { range: rangeOf(document, variable.span), placeholder: variable.name };
  }
  const mention = stageMentionAt(facts, offset);
  if (!mention) return refused(t("Only stages and variables can be renamed"));
  const { name, index } = mention.stage.stage;
  return { range: rangeOf(document, mention.word.span), placeholder: name?.value ?? `stage${index}` };
}

/** An error is an answer here: the client shows its words beside the name that was typed. */
export function rename(
  { document, facts }: Read,
  { position, newName }: { readonly position: Position; readonly newName: string },
  features: ClientFeatures,
): WorkspaceEdit | ResponseError<void> | null {
  const offset = offsetOf(document, position);
  const variable = variableAt(facts, offset);
  const stage = stageMentionAt(facts, offset);
  const renamed = variable
    ? variableRename(facts, variable, newName)
    : stage && stageRename(facts, stage, newName);
  if (!renamed) return null;
  if ("whyNot" in renamed) return refused(renamed.whyNot);
  return workspaceEdit({ document }, renamed, features) ?? null;
}

function refused(whyNot: string): ResponseError<void> {
  return new ResponseError<void>(LSPErrorCodes.RequestFailed, whyNot);
}
