import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import type { Fix } from "../../core/edits/fix.ts";
import type { Finding } from "../../core/rule.ts";
import { said } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { workspaceEdit } from "../edits.ts";
import { type ActionRequest, problemsOf } from "./request.ts";

const longestAssumption = 80;

/** Every fix of every finding, alternatives side by side. The first safe one is the one that the editor recommends. */
export function quickFixes(request: ActionRequest): readonly CodeAction[] {
  return request.findings.flatMap((finding) => {
    const recommended = finding.fixes.find((fix) => fix.safety === "safe");
    return finding.fixes.flatMap((fix) => quickFix(request, finding, fix, fix === recommended) ?? []);
  });
}

function quickFix(
  request: ActionRequest,
  finding: Finding,
  fix: Fix,
  isPreferred: boolean,
): CodeAction | undefined {
  const edit = workspaceEdit(request.outcome, fix, request.features);
  return (
    edit && {
      title: titleOf(fix, finding.rule.id),
      kind: CodeActionKind.QuickFix,
      ...problemsOf(request, finding),
      ...(isPreferred ? { isPreferred } : {}),
      edit,
    }
  );
}

/** A fix that may need a second look says so, and what it takes for granted. */
export function titleOf({ title, safety, assumption }: Fix, rule: string): string {
  const words = said(title, rule);
  if (safety === "safe") return words;
  const level = safety === "review" ? t("review") : t("draft");
  if (!assumption) return t("{0} — {1}", words, level);
  return t("{0} — {1}: {2}", words, level, shortened(said(assumption, rule)));
}

function shortened(text: string): string {
  if (text.length <= longestAssumption) return text;
  const cut = text.slice(0, longestAssumption);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longestAssumption / 2))} …`;
}
