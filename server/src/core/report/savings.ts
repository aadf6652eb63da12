import { said } from "../../l10n/said.ts";
import { parseDockerfile } from "../document/parse.ts";
import { applyEdits, sortEdits } from "../edits/apply.ts";
import { estimateImage } from "../estimate/estimate.ts";
import { deriveFacts, type Facts } from "../facts/facts.ts";
import { knownWith, type Optimized, type Round, type Step } from "../optimize.ts";
import type { AppliedFix, Savings } from "./model.ts";
import { knownBytes } from "./sizes.ts";

/**
 * What each rule takes off the image. The course of the optimization is gone through once more, and within a round one
 * rule after the other, so that the changes add up to the difference by construction.
 */
export function savingsOf(
  { before, after, applied, rounds }: Optimized,
  currentLineOf: (step: Step) => number | null,
): Savings {
  const changes = new Map<string, Measure>();
  const ends = [...rounds.slice(1).map(({ analysis }) => analysis.facts), after.facts];
  for (const [at, round] of rounds.entries()) {
    const end = ends[at];
    if (end) attribute(round, end, changes);
  }
  const byRule = new Map<string, Step[]>();
  for (const step of applied) {
    const { id } = step.finding.rule;
    const steps = byRule.get(id);
    if (steps) steps.push(step);
    else byRule.set(id, [step]);
  }
  const fixes = [...byRule].map(([rule, steps]): AppliedFix => {
    const { bytes, unknowns } = changes.get(rule) ?? { bytes: 0, unknowns: 0 };
    const lines = steps.flatMap((step) => currentLineOf(step) ?? []);
    return {
      rule,
      titles: distinct(steps.map(({ fix }) => said(fix.title, rule))),
      count: steps.length,
      safety: steps.every(({ fix }) => fix.safety === "safe") ? "safe" : "review",
      assumptions: distinct(
        steps.flatMap(({ fix }) => (fix.assumption === undefined ? [] : said(fix.assumption, rule))),
      ),
      currentLine: lines.length === 0 ? null : lines.reduce((a, b) => Math.min(a, b)),
      change: bytes,
      newUnknowns: unknowns,
    };
  });
  return {
    start: measure(before.facts).bytes,
    end: measure(after.facts).bytes,
    fixes: fixes.toSorted((a, b) => a.change - b.change),
  };
}

interface Measure {
  readonly bytes: number;
  readonly unknowns: number;
}

function attribute({ analysis, steps }: Round, end: Facts, changes: Map<string, Measure>): void {
  const start = measure(analysis.facts);
  const whole = difference(start, measure(end));
  const rules = distinct(steps.map(({ finding }) => finding.rule.id));
  const isNothing = whole.bytes === 0 && whole.unknowns === 0;
  let last = start;
  for (const [at, rule] of rules.entries()) {
    // The last one is what is left, which needs no look of its own.
    const isLast = at === rules.length - 1;
    const next = isNothing
      ? start
      : isLast
        ? measure(end)
        : measure(afterSome(analysis.facts, steps, new Set(rules.slice(0, at + 1))));
    const { bytes, unknowns } = difference(last, next);
    const sum = changes.get(rule) ?? { bytes: 0, unknowns: 0 };
    changes.set(rule, { bytes: sum.bytes + bytes, unknowns: sum.unknowns + unknowns });
    last = next;
  }
}

function afterSome(
  { dockerfile, known, policy }: Facts,
  all: readonly Step[],
  rules: ReadonlySet<string>,
): Facts {
  const steps = all.filter(({ finding }) => rules.has(finding.rule.id));
  const text = applyEdits(dockerfile.text, sortEdits(steps.flatMap(({ fix }) => fix.edits)));
  const written = steps.flatMap(({ fix }) => fix.files ?? []);
  return deriveFacts(parseDockerfile(text), written.reduce(knownWith, known), policy);
}

function measure(facts: Facts): Measure {
  const estimate = estimateImage(facts);
  return { bytes: knownBytes(estimate), unknowns: estimate.final?.unknownSteps ?? 0 };
}

function difference(from: Measure, to: Measure): Measure {
  return { bytes: to.bytes - from.bytes, unknowns: to.unknowns - from.unknowns };
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
