import { imageReport } from "../core/report/report.ts";
import type { ReportAnswer } from "../protocol/messages.ts";
import type { Outcome } from "./analyses.ts";
import { linesOf } from "./positions.ts";

const answers = new WeakMap<Outcome, ReportAnswer>();

/** The image report of this version of the document; `file` is its name as the user knows it. */
export function reportOf(outcome: Outcome, file: string): ReportAnswer {
  const known = answers.get(outcome);
  if (known) return known;
  const { version } = outcome.document;
  const answer: ReportAnswer = outcome.analysis
    ? { version, report: imageReport(outcome.document.getText(), { ...outcome.input, file, linesOf }) }
    : { version, reason: outcome.reason };
  answers.set(outcome, answer);
  return answer;
}
