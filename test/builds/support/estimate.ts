import type { Engine } from "../../../scripts/engine/engine.ts";
import { analysisOf, defaultSettings } from "../../../server/src/core/analyze.ts";
import { estimateImage } from "../../../server/src/core/estimate/estimate.ts";
import type { Known } from "../../../server/src/core/known.ts";
import { history } from "./image.ts";

/** Predicted beside real: of one instruction of the final stage, in unpacked bytes. */
export interface StepFigures {
  readonly instruction: string;
  /** Undefined when Plimsoll does not say, or says "at least". */
  readonly predicted: { readonly low: number; readonly likely: number; readonly high: number } | undefined;
  readonly real: number;
}

/** Lays what Plimsoll estimates for each instruction of the final stage beside what `docker history` says. */
export async function compareEstimate(
  engine: Engine,
  text: string,
  known: Known,
  image: string,
): Promise<readonly StepFigures[]> {
  const { facts } = analysisOf(text, { known, settings: defaultSettings, rules: [] });
  const steps = estimateImage(facts).final?.steps ?? [];
  const entries = (await history(engine, image)).slice(-steps.length);
  return steps.map(({ instruction, amount }, index) => {
    const { createdBy, bytes } = entries[index] ?? { createdBy: "nothing", bytes: 0 };
    if (!createdBy.startsWith(instruction.keyword))
      throw new Error(`${instruction.keyword} stands beside "${createdBy}" in the history of ${image}`);
    const isKnown = amount && Number.isFinite(amount.unpacked.high);
    return {
      instruction: text.slice(instruction.span.start, instruction.span.end).split("\n")[0] ?? "",
      predicted: isKnown ? amount.unpacked : undefined,
      real: bytes,
    };
  });
}
