import type { DocumentStatus } from "../protocol/messages.ts";
import type { Outcome } from "./analyses.ts";
import { sizeSummary } from "./sizes.ts";

/** What the language status item of an editor shows about a document. */
export function statusOf(outcome: Outcome): DocumentStatus {
  const { uri, version } = outcome.document;
  if (!outcome.analysis)
    return { uri, version, findings: 0, fixable: 0, size: { layers: 0 }, reason: outcome.reason };
  const { findings, facts } = outcome.analysis;
  const fixable = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety !== "draft"));
  return { uri, version, findings: findings.length, fixable: fixable.length, size: sizeSummary(facts) };
}
