import { type CodeAction, CodeActionKind, CodeActionTriggerKind } from "vscode-languageserver";
import type { Offer } from "../../core/refactorings/refactoring.ts";
import { refactoringsAt } from "../../core/refactorings/refactorings.ts";
import { multiStageChoices } from "../../core/refactorings/toMultiStage.ts";
import { said } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { convertCommand } from "../../protocol/messages.ts";
import { workspaceEdit } from "../edits.ts";
import { isAskedFor, isWanted } from "./kinds.ts";
import { titleOf } from "./quickFixes.ts";
import type { ActionRequest } from "./request.ts";

const kinds = {
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  rewrite: CodeActionKind.RefactorRewrite,
} as const;

/** What the user can make of the selection where nothing has to be mended. */
export function refactorActions(request: ActionRequest): readonly CodeAction[] {
  if (!Object.values(kinds).some((kind) => isOffered(request, kind))) return [];
  const offers = refactoringsAt(request.outcome.analysis.facts, request.span);
  return [
    ...(isOffered(request, kinds.rewrite) ? conversions(request) : []),
    ...offers
      .filter(({ kind }) => isOffered(request, kinds[kind]))
      .flatMap((offer) => action(request, offer)),
  ];
}

/** Asked for by kind, as a menu of refactorings does; a client that may have none is given them where it opens its list. */
function isOffered({ context, features }: ActionRequest, kind: string): boolean {
  const { only, triggerKind } = context;
  if (isAskedFor(kind, only)) return true;
  return !features.hasConvertCommand && triggerKind === CodeActionTriggerKind.Invoked && isWanted(kind, only);
}

function action(request: ActionRequest, offer: Offer): readonly CodeAction[] {
  const { title } = offer;
  const kind = kinds[offer.kind];
  if ("whyNot" in offer) return refused(request, { title, kind }, offer.whyNot);
  const edit = workspaceEdit(request.outcome, offer, request.features);
  return edit ? [{ title, kind, edit }] : [];
}

/** One that opens a list where the client has it, else one for each runtime base. */
function conversions(request: ActionRequest): readonly CodeAction[] {
  const { features, outcome } = request;
  const kind = kinds.rewrite;
  const title = t("Convert to multi-stage build…");
  const found = multiStageChoices(outcome.analysis.facts);
  if (!found) return [];
  if (found.kind === "not")
    return refused(request, { title, kind }, t("Stays a single stage: {0}", said(found.whyNot)));
  if (features.hasConvertCommand) {
    const command = { title, command: convertCommand, arguments: [outcome.document.uri] };
    return [{ title, kind, command }];
  }
  return found.choices.flatMap(({ fix }) => {
    const edit = workspaceEdit(outcome, fix, features);
    return edit ? [{ title: titleOf(fix, "single-stage-build"), kind, edit }] : [];
  });
}

function refused(
  { features }: ActionRequest,
  { title, kind }: { readonly title: string; readonly kind: string },
  reason: string,
): readonly CodeAction[] {
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return features.showsDisabled ? [{ title, kind, disabled: { reason: sentence } }] : [];
}
