import { type Analysis, type AnalyzeInput, analysisOf, analysisOfDocument } from "./analyze.ts";
import type { Dockerfile } from "./document/dockerfile.ts";
import { parseDockerfile } from "./document/parse.ts";
import { applyEdits, areApplicable, sortEdits, takeEdits } from "./edits/apply.ts";
import type { Edit, FileEdit, Fix, Safety } from "./edits/fix.ts";
import { newIgnoreFile } from "./edits/ignoreFile.ts";
import type { Known } from "./known.ts";
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
  /** What was done at a time, in order; together they are `applied`. */
  readonly rounds: readonly Round[];
  /** The analysis of the text as it was. */
  readonly before: Analysis;
  /** The analysis of the text as it is now: what is left to say. */
  readonly after: Analysis;
}

/** Fixes that were applied together. */
export interface Round {
  /** The analysis of the text that the fixes were applied to. */
  readonly analysis: Analysis;
  readonly steps: readonly Step[];
}

const maxRounds = 50;

/**
 * Applies allowed fixes until none is left, a state comes up again, or after fifty rounds. A round applies the fixes
 * of the first phase that has any, so a change in a later phase starts again at the first. The order of the rules
 * does not matter. A file that a fix writes is known to the rounds that follow.
 */
export function optimize(text: string, input: OptimizeInput): Optimized {
  const before = analysisOf(text, input);
  const rounds: Round[] = [];
  const files = new Map<string, FileEdit>();
  const seen = new Set([stateOf(text, files)]);
  let { known } = input;
  let analysis = before;
  for (let count = 0; count < maxRounds; count += 1) {
    const round = nextRound(analysis, input);
    if (!round) break;
    const written = round.steps.flatMap((step) => step.fix.files ?? []);
    for (const file of written) files.set(file.path, file);
    const state = stateOf(round.result.text, files);
    if (seen.has(state)) break;
    seen.add(state);
    rounds.push({ analysis, steps: round.steps });
    known = written.reduce(knownWith, known);
    analysis = analysisOfDocument(round.result, { ...input, known });
  }
  const { text: result } = analysis.facts.dockerfile;
  const applied = rounds.flatMap(({ steps }) => steps);
  return { text: result, files: [...files.values()], applied, rounds, before, after: analysis };
}

function stateOf(text: string, files: ReadonlyMap<string, FileEdit>): string {
  return JSON.stringify([text, [...files.values()].map(({ path, content }) => [path, content])]);
}

/** What is known once a file has been written: another ignore file lets other files through. */
export function knownWith(known: Known, { path, content }: FileEdit): Known {
  const { context } = known;
  if (!context || path !== (context.ignoreFile?.path ?? newIgnoreFile)) return known;
  return { ...known, context: context.withIgnoreFile(path, content) };
}

interface NextRound {
  readonly result: Dockerfile;
  readonly steps: readonly Step[];
}

/** Applies every allowed fix of the first phase that has one. */
function nextRound(analysis: Analysis, input: OptimizeInput): NextRound | undefined {
  const { dockerfile } = analysis.facts;
  for (const phase of phases) {
    const steps: Step[] = [];
    const taken: Edit[] = [];
    const written = new Set<string>();
    for (const finding of analysis.findings) {
      if (finding.rule.phase !== phase) continue;
      const step = allowedStep(analysis, finding, input);
      // A file is written as a whole, so the next fix that writes to it has to know what this one wrote.
      if (!step || step.fix.files?.some(({ path }) => written.has(path))) continue;
      if (!takeEdits(taken, step.fix.edits)) continue;
      for (const { path } of step.fix.files ?? []) written.add(path);
      steps.push(step);
    }
    if (steps.length === 0) continue;
    const round = applyMost(dockerfile, steps, undefined);
    if (round) return round;
  }
  return undefined;
}

function allowedStep(analysis: Analysis, finding: Finding, input: OptimizeInput): Step | undefined {
  for (const fix of finding.fixes) {
    if (!input.allow.includes(fix.safety)) continue;
    const step = { finding, fix, key: stepKey(analysis, finding, fix) };
    if (!input.accepts || input.accepts(step)) return step;
  }
  return undefined;
}

function stepKey({ facts }: Analysis, { rule, span }: Finding, fix: Fix): string {
  const stage = facts.graph.stageAt(span.start);
  const place = stage?.stage.name?.value ?? `stage ${stage?.stage.index ?? -1}`;
  return [rule.id, fix.title, place, facts.dockerfile.text.slice(span.start, span.end)].join("\n");
}

function applyTogether(dockerfile: Dockerfile, steps: readonly Step[]): NextRound | undefined {
  const edits = sortEdits(steps.flatMap((step) => step.fix.edits));
  const { text, problems } = dockerfile;
  // An edit that cannot be applied is a mistake of its rule, and must not cost the user the others.
  if (!areApplicable(text, edits)) return undefined;
  const changed = applyEdits(text, edits);
  if (changed === text && !steps.some((step) => step.fix.files)) return undefined;
  const result = parseDockerfile(changed);
  return result.problems.length > problems.length ? undefined : { result, steps };
}

/** Where some fix of the round breaks the file, halves are tried, and halves of those: all others are kept. */
function applyMost(
  dockerfile: Dockerfile,
  steps: readonly Step[],
  kept: NextRound | undefined,
): NextRound | undefined {
  const round = applyTogether(dockerfile, [...(kept?.steps ?? []), ...steps]);
  if (round || steps.length < 2) return round ?? kept;
  const middle = steps.length >> 1;
  const first = applyMost(dockerfile, steps.slice(0, middle), kept);
  return applyMost(dockerfile, steps.slice(middle), first);
}
