import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Finding, Severity } from "../core/rule.ts";
import { rulePages, saidMessage } from "../l10n/said.ts";
import type { Analysed, Outcome } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { rangeInHolder } from "./inline/places.ts";
import type { OtherProblemsStore } from "./otherProblems.ts";
import { rangeOf } from "./positions.ts";
import { type Twin, withoutTwins } from "./twins.ts";

export const source = "plimsoll";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings as the editor's problems, without those that another tool reports already. */
export function diagnosticsOf(
  outcome: Outcome,
  features: ClientFeatures,
  others: OtherProblemsStore,
): Diagnostic[] {
  const { document, settings } = outcome;
  if (outcome.analysis) return problems(outcome, features, settings.deduplicate ? others.of(document) : []);
  return (outcome.parts ?? []).flatMap((part) =>
    problems(part, features, []).map((problem) => ({
      ...problem,
      range: rangeInHolder(part, problem.range),
    })),
  );
}

function problems(
  { document, analysis }: Analysed,
  features: ClientFeatures,
  twins: readonly Twin[],
): Diagnostic[] {
  return withoutTwins(analysis, twins).map((finding) => ({
    range: rangeOf(document, finding.span),
    message: saidMessage(finding),
    severity: severities[finding.severity],
    source,
    code: nameOf(finding),
    ...(features.linksCodes ? { codeDescription: { href: finding.code?.page ?? rulePage(finding) } } : {}),
    ...(finding.isUnnecessary && features.fadesUnnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  }));
}

/** The `code` of its diagnostic. */
export function nameOf({ rule, code }: Finding): string {
  return code?.id ?? rule.id;
}

export function rulePage({ rule }: Pick<Finding, "rule">): string {
  return `https://github.com/plimsoll/plimsoll/blob/main/${rulePages()}/${rule.id}.md`;
}
