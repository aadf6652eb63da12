import { type Analysis, type AnalyzeInput, analysisOf } from "./analyze.ts";
import { parseDockerfile } from "./document/parse.ts";
import { anyConflict, applyEdits, areApplicable, sortEdits } from "./edits/apply.ts";
import type { Edit, FileEdit, Fix, Safety } from "./edits/fix.ts";
import { type Finding, phases } from "./rule.ts";

export interface OptimizeInput extends AnalyzeInput {
  /** Safety levels that may be applied. */
  readonly allow: readonly Safety[];
  /** Has the last word on a step that `allow` lets through; takes every one when not given. */
  readonly accepts?: (step: Step) => boolean;
}

/** One fix in the course of the optimization. */
export interface Step {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The same for steps that say and do the same thing in the same stage; stable between runs on the same text. */
  readonly key: string;
}

export interface Optimized {
  readonly text: string;
  /** Files to create or replace beside the Dockerfile. */
  readonly files: readonly FileEdit[];
  /** In the order of application. */
  readonly applied: readonly Step[];
  /** The analysis of the text as it was. */
  readonly before: Analysis;
  /** The analysis of the text as it is now: what is left to say. */
  readonly after: Analysis;
}

const maxRounds = 50;

/**
 * Applies allowed fixes until none is left, a text comes up again, or after fifty rounds. A round applies the fixes
 * of the first phase that has any, so a change in a later phase starts again at the first. The order of the rules
 * does not matter.
 */
export function optimize(text: string, input: OptimizeInput): Optimized {
  const before = analysisOf(text, input);
  const applied: Step[] = [];
  const files = new Map<string, FileEdit>();
  const seen = new Set([text]);
  let now = { text, analysis: before };
  for (let count = 0; count < maxRounds; count += 1) {
    const round = nextRound(now.text, now.analysis, input);
    if (!round || seen.has(round.text)) break;
    seen.add(round.text);
    for (const step of round.steps) {
      applied.push(step);
      for (const file of step.fix.files ?? []) files.set(file.path, file);
    }
    now = { text: round.text, analysis: analysisOf(round.text, input) };
  }
  return { text: now.text, files: [...files.values()], applied, before, after: now.analysis };
}

interface Round {
  readonly text: string;
  readonly steps: readonly Step[];
}

/** Applies every allowed fix of the first phase that has one. */
function nextRound(text: string, analysis: Analysis, input: OptimizeInput): Round | undefined {
  for (const phase of phases) {
    const steps: Step[] = [];
    for (const finding of analysis.findings) {
      if (finding.rule.phase !== phase) continue;
      const step = allowedStep(text, analysis, finding, input);
      if (step && !steps.some((other) => anyConflict(other.fix.edits, step.fix.edits))) steps.push(step);
    }
    if (steps.length === 0) continue;
    const round = applyTogether(text, steps) ?? applyOneByOne(text, steps);
    if (round) return round;
  }
  return undefined;
}

function allowedStep(
  text: string,
  analysis: Analysis,
  finding: Finding,
  input: OptimizeInput,
): Step | undefined {
  for (const fix of finding.fixes) {
    if (!input.allow.includes(fix.safety)) continue;
    const step = { finding, fix, key: stepKey(text, analysis, finding, fix) };
    if (!input.accepts || input.accepts(step)) return step;
  }
  return undefined;
}

function stepKey(text: string, { facts }: Analysis, { rule, span }: Finding, fix: Fix): string {
  const stage = facts.stages.findLast((candidate) => candidate.stage.span.start <= span.start);
  const place = stage?.stage.name?.value ?? `stage ${stage?.stage.index ?? -1}`;
  return [rule.id, fix.title, place, text.slice(span.start, span.end)].join("\n");
}

function applyTogether(text: string, steps: readonly Step[]): Round | undefined {
  const edits = sortEdits(steps.flatMap((step) => step.fix.edits));
  return accepted(text, edits, steps);
}

/** Some fix of the round breaks the file: keeps those that do not. */
function applyOneByOne(text: string, steps: readonly Step[]): Round | undefined {
  let kept: readonly Step[] = [];
  for (const step of steps) {
    const candidate = [...kept, step];
    if (applyTogether(text, candidate)) kept = candidate;
  }
  return kept.length > 0 ? applyTogether(text, kept) : undefined;
}

/** Undefined when the fixes change nothing, break the file, or – a mistake of a rule – cannot be applied. */
function accepted(text: string, edits: readonly Edit[], steps: readonly Step[]): Round | undefined {
  if (!areApplicable(text, edits)) return undefined;
  const changed = applyEdits(text, edits);
  if (changed === text) return undefined;
  return parseDockerfile(changed).problems.length > parseDockerfile(text).problems.length
    ? undefined
    : { text: changed, steps };
}
