import type { Optimized, Step } from "./optimize.ts";
import type { Finding } from "./rule.ts";

/**
 * The finding in the text as it was that a step goes back to. Steps of later rounds were found in a changed text: they
 * are led back to a finding that says the same and that no other step has taken.
 */
export function originsOf({ before, applied }: Optimized): (step: Step) => Finding | undefined {
  const free = new Set<Finding>(before.findings);
  const origins = new Map<Step, Finding>();
  for (const step of applied) if (free.delete(step.finding)) origins.set(step, step.finding);
  for (const step of applied) {
    if (origins.has(step)) continue;
    const same = [...free].find((finding) => saysTheSame(finding, step));
    if (same) origins.set(step, same);
    if (same) free.delete(same);
  }
  return (step) => origins.get(step);
}

function saysTheSame({ rule, message, fixes }: Finding, step: Step): boolean {
  if (rule !== step.finding.rule) return false;
  return message === step.finding.message || fixes.some(({ title }) => title === step.fix.title);
}
