import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import type { Edit } from "../../core/edits/fix.ts";
import { t } from "../../l10n/t.ts";
import { nameOf } from "../diagnostics.ts";
import { workspaceEdit } from "../edits.ts";
import { ignoreInFile, ignoreOnInstruction } from "./ignoreComments.ts";
import { type ActionRequest, problemsOf } from "./request.ts";

/** "Ignore pip-cache on this instruction" and "… in this file", once for each rule that is reported here. */
export function ignoreActions(request: ActionRequest): readonly CodeAction[] {
  const { document, analysis, settings } = request.outcome;
  const { dockerfile } = analysis.facts;
  const style = settings.ignoreCommentStyle;
  const firsts = request.findings.filter(
    (finding, index, all) => all.findIndex((other) => nameOf(other) === nameOf(finding)) === index,
  );
  return firsts.flatMap((finding) => {
    const name = nameOf(finding);
    const action = (title: string, edit: Edit | undefined): CodeAction[] => {
      const change = edit && workspaceEdit({ document }, { edits: [edit] }, request.features);
      return change
        ? [{ title, kind: CodeActionKind.QuickFix, ...problemsOf(request, finding), edit: change }]
        : [];
    };
    return [
      ...action(
        t("Ignore {0} on this instruction", name),
        ignoreOnInstruction({ dockerfile, style, finding }),
      ),
      ...action(t("Ignore {0} in this file", name), ignoreInFile({ dockerfile, style, finding })),
    ];
  });
}
