import type { Analysis } from "../core/analyze.ts";
import type { DocumentStatus } from "../protocol/messages.ts";
import type { Outcome } from "./analyses.ts";
import { sizeSummary } from "./sizes.ts";

/** What the language status item of an editor shows about a document. */
export function statusOf(outcome: Outcome): DocumentStatus {
  const { uri, version } = outcome.document;
  if (outcome.analysis)
    return { uri, version, ...counts(outcome.analysis), size: sizeSummary(outcome.analysis.facts) };
  const { reason, parts } = outcome;
  const nothing = { uri, version, findings: 0, fixable: 0, size: { layers: 0 } };
  if (!parts) return { ...nothing, reason };
  if (parts.length === 0) return { ...nothing, reason, inside: 0 };
  const all = parts.map((part) => counts(part.analysis));
  const findings = all.reduce((sum, one) => sum + one.findings, 0);
  const fixable = all.reduce((sum, one) => sum + one.fixable, 0);
  return { ...nothing, findings, fixable, inside: parts.length };
}

function counts({ findings }: Analysis): { readonly findings: number; readonly fixable: number } {
  const fixable = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety !== "draft"));
  return { findings: findings.length, fixable: fixable.length };
}
