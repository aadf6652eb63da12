import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import type { Safety } from "../../core/edits/fix.ts";
import type { Rule } from "../../core/rule.ts";
import { editsAround, optimizeAround } from "../../host/inline/optimizeAround.ts";
import { t } from "../../l10n/t.ts";
import { type Analysed, variablesIn } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { workspaceEdit } from "../edits.ts";
import { fixAllKind, isAskedFor, isWanted, optimizeKind } from "./kinds.ts";
import type { ActionRequest } from "./request.ts";

/** What is to be fixed to the end, small enough to travel to the client and back. */
export interface BulkFix {
  readonly uri: string;
  readonly allow: readonly Safety[];
  /** The only rule to apply; every rule when not given. */
  readonly rule?: string;
}

/** "Fix all pip-cache problems" for each rule that has a safe fix here and another one elsewhere. */
export function ruleFixes(request: ActionRequest): readonly CodeAction[] {
  const here = new Set(request.findings.filter(isSafelyFixable).map(({ rule }) => rule));
  const everywhere = request.outcome.analysis.findings.filter(isSafelyFixable);
  return [...here]
    .filter((rule) => everywhere.filter((finding) => finding.rule === rule).length > 1)
    .map((rule) =>
      bulkAction(request, ruleFixTitle(rule), CodeActionKind.QuickFix, { allow: ["safe"], rule: rule.id }),
    );
}

/** Offered when asked for; to a client without the Optimize command also unasked, because it has no other way in. */
export function sourceActions(request: ActionRequest): readonly CodeAction[] {
  const { only } = request.context;
  const hasOtherWay = request.features.hasOptimizeCommand;
  const offers = (kind: string): boolean => isAskedFor(kind, only) || (!hasOtherWay && isWanted(kind, only));
  const { findings } = request.outcome.analysis;
  const isSafe = findings.some(isSafelyFixable);
  const isReviewed = findings.some(({ fixes }) => fixes.some((fix) => fix.safety === "review"));
  const actions: CodeAction[] = [];
  if (isSafe && offers(fixAllKind))
    actions.push(
      bulkAction(request, t("Fix all Plimsoll problems (safe fixes)"), fixAllKind, { allow: ["safe"] }),
    );
  if (hasOtherWay || !offers(optimizeKind)) return actions;
  if (isSafe)
    actions.push(
      bulkAction(request, t("Optimize Dockerfile (safe fixes)"), optimizeKind, { allow: ["safe"] }),
    );
  if (isReviewed)
    actions.push(
      bulkAction(request, t("Optimize Dockerfile (with reviewed fixes)"), optimizeKind, {
        allow: ["safe", "review"],
      }),
    );
  return actions;
}

/** Applies the allowed fixes until none is left, as the smallest edits. */
export function bulkEdit(
  outcome: Analysed,
  { allow, rule }: BulkFix,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const { document, input } = outcome;
  const variables = variablesIn(outcome);
  const rules = input.rules.filter(({ id }) => rule === undefined || id === rule);
  const text = document.getText();
  const optimized = optimizeAround(text, variables, {
    ...input,
    rules,
    allow,
    accepts: ({ fix }) => (fix.files ?? []).length === 0 || features.createsFiles,
  });
  const edits = editsAround(text, variables, optimized);
  return workspaceEdit(outcome, { edits, files: optimized.files }, features);
}

export function isBulkFix(data: unknown): data is BulkFix {
  return typeof data === "object" && data !== null && "uri" in data && "allow" in data;
}

function bulkAction(
  request: ActionRequest,
  title: string,
  kind: string,
  fix: Omit<BulkFix, "uri">,
): CodeAction {
  const { outcome, features } = request;
  const data: BulkFix = { uri: outcome.document.uri, ...fix };
  if (features.resolvesEdits) return { title, kind, data };
  const edit = bulkEdit(outcome, data, features);
  return { title, kind, ...(edit ? { edit } : {}) };
}

function ruleFixTitle({ id }: Rule): string {
  return t("Fix all {0} problems (safe)", id);
}

function isSafelyFixable({ fixes }: ActionRequest["findings"][number]): boolean {
  return fixes.some((fix) => fix.safety === "safe");
}
