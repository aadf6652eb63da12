import { type CodeAction, type CodeActionContext, CodeActionKind } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { isTwin } from "../twins.ts";
import { ruleFixes, sourceActions } from "./bulkFixes.ts";
import { ignoreActions } from "./ignoreActions.ts";
import { fixAllKind, isWanted, optimizeKind } from "./kinds.ts";
import { quickFixes } from "./quickFixes.ts";
import { refactorActions } from "./refactorActions.ts";
import { type ActionRequest, twinsIn } from "./request.ts";

export const codeActionKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorRewrite,
  fixAllKind,
  optimizeKind,
];

interface ActionInput {
  readonly outcome: Analysed;
  readonly span: Span;
  readonly context: CodeActionContext;
  readonly features: ClientFeatures;
}

/** Best first: what mends this place, what mends its like everywhere, what silences it, what turns it, what mends the file. */
export function codeActions(input: ActionInput): CodeAction[] {
  const { span } = input;
  const { analysis } = input.outcome;
  const twins = twinsIn(input);
  const findings = analysis.findings.filter(
    (finding) =>
      (finding.span.start <= span.end && span.start <= finding.span.end) ||
      twins.some((twin) => isTwin(analysis, finding, twin)),
  );
  const request: ActionRequest = { ...input, findings };
  const wantsFixes = isWanted(CodeActionKind.QuickFix, input.context.only);
  const here = wantsFixes ? [...quickFixes(request), ...ruleFixes(request), ...ignoreActions(request)] : [];
  return [...here, ...refactorActions(request), ...sourceActions(request)];
}
