import { imageReport } from "../core/report/report.ts";
import { optimizeAround } from "../host/inline/optimizeAround.ts";
import type { ReportAnswer } from "../protocol/messages.ts";
import { type Outcome, variablesIn } from "./analyses.ts";
import { openLinesOf } from "./inline/places.ts";

const answers = new WeakMap<Outcome, ReportAnswer>();

/** The image report of this version of a Dockerfile; `file` is the name of the document as the user knows it. */
export function reportOf(outcome: Outcome, file: string): ReportAnswer {
  const known = answers.get(outcome);
  if (known) return known;
  const answer = newAnswer(outcome, file);
  answers.set(outcome, answer);
  return answer;
}

function newAnswer(outcome: Outcome, file: string): ReportAnswer {
  const { version } = outcome.document;
  if (!outcome.analysis) return { version, reason: outcome.reason };
  const { document, input, inside } = outcome;
  const report = imageReport(document.getText(), {
    ...input,
    file: inside ? `${file}: ${inside.inline.owner}` : file,
    linesOf: openLinesOf(outcome),
    optimizeBy: (text, how) => optimizeAround(text, variablesIn(outcome), how),
  });
  return { version, report };
}
