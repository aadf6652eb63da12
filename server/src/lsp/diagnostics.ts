import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Finding, Severity } from "../core/rule.ts";
import type { Outcome } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { rangeOf } from "./positions.ts";

const source = "plimsoll";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings as the editor's problems. What BuildKit would refuse is left to the tools that report it already. */
export function diagnosticsOf({ document, analysis }: Outcome, features: ClientFeatures): Diagnostic[] {
  return (analysis?.findings ?? []).map((finding) => ({
    range: rangeOf(document, finding.span),
    message: finding.message,
    severity: severities[finding.severity],
    source,
    code: finding.rule.id,
    ...(features.linksCodes ? { codeDescription: { href: rulePage(finding) } } : {}),
    ...(finding.isUnnecessary && features.fadesUnnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  }));
}

export function rulePage({ rule }: Pick<Finding, "rule">): string {
  return `https://github.com/plimsoll/plimsoll/blob/main/docs/rules/${rule.id}.md`;
}
