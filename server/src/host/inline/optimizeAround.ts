import type { Edit } from "../../core/edits/fix.ts";
import type { Span } from "../../core/edits/span.ts";
import { type Optimized, type OptimizeInput, optimize, type Round, type Step } from "../../core/optimize.ts";
import { minimalEdits } from "../minimalEdits.ts";
import { type FileVariable, touches } from "./variables.ts";

export interface OptimizedAround extends Optimized {
  /** The first of each kind that was left out on account of a variable. */
  readonly refused: readonly Step[];
}

/**
 * Optimizes a Dockerfile that the file around it puts variables into, without the fixes that would change a variable or
 * write a dollar sign, of which it could not be told whose it is.
 */
export function optimizeAround(
  text: string,
  variables: readonly FileVariable[],
  input: OptimizeInput,
): OptimizedAround {
  const refused = new Map<string, Step>();
  const accepts = (step: Step): boolean => !refused.has(step.key) && (input.accepts?.(step) ?? true);
  for (;;) {
    const optimized = optimize(text, { ...input, accepts });
    const wrong = variables.length === 0 ? [] : touchingSteps(optimized.rounds, variables);
    // Each time at least one more is refused, so there is an end.
    if (wrong.every(({ key }) => refused.has(key))) return { ...optimized, refused: [...refused.values()] };
    for (const step of wrong) if (!refused.has(step.key)) refused.set(step.key, step);
  }
}

/** From the text as it was to the text as it is now: small, and around all variables. */
export function editsAround(
  before: string,
  variables: readonly FileVariable[],
  { text: after, rounds }: Optimized,
): readonly Edit[] {
  const places = rounds.reduce(movedBy, variables);
  const ends = [...variables.map(({ span }) => span), { start: before.length, end: before.length }];
  const newEnds = [...places.map(({ span }) => span), { start: after.length, end: after.length }];
  return ends.flatMap(({ start: end }, at) => {
    const start = ends[at - 1]?.end ?? 0;
    const between = after.slice(newEnds[at - 1]?.end ?? 0, newEnds[at]?.start);
    return minimalEdits(before.slice(start, end), between).map(({ span, text }) => ({
      span: { start: span.start + start, end: span.end + start },
      text,
    }));
  });
}

/** Those of the first round that has any. */
function touchingSteps(rounds: readonly Round[], variables: readonly FileVariable[]): readonly Step[] {
  let places = variables;
  for (const { steps } of rounds) {
    const wrong = steps.filter(({ fix }) =>
      fix.edits.some((edit) => edit.text.includes("$") || touches(edit.span, places)),
    );
    if (wrong.length > 0) return wrong;
    places = movedBy(places, { steps });
  }
  return [];
}

function movedBy(places: readonly FileVariable[], { steps }: Pick<Round, "steps">): readonly FileVariable[] {
  const edits = steps.flatMap(({ fix }) => fix.edits);
  return places.map((place) => ({ ...place, span: moved(place.span, edits) }));
}

/** Where a span is after edits that do not touch it. */
function moved({ start, end }: Span, edits: readonly Edit[]): Span {
  const by = edits
    .filter(({ span }) => span.end <= start)
    .reduce((sum, { span, text }) => sum + text.length - (span.end - span.start), 0);
  return { start: start + by, end: end + by };
}
