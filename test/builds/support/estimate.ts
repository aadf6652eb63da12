import type { Engine } from "../../../scripts/engine/engine.ts";
import { analysisOf, defaultSettings } from "../../../server/src/core/analyze.ts";
import { estimateImage } from "../../../server/src/core/estimate/estimate.ts";
import type { Known } from "../../../server/src/core/known.ts";
import { history } from "./image.ts";

interface Range {
  readonly low: number;
  readonly likely: number;
  /** May be infinite. */
  readonly high: number;
}

/** What is estimated of an image, beside what it has. Unpacked bytes. */
export interface ImageFigures {
  readonly steps: readonly StepFigures[];
  /** Undefined when nothing is known of the base. */
  readonly total: Range | undefined;
}

/** Predicted beside real: of one instruction of the final stage, in unpacked bytes. */
export interface StepFigures {
  readonly instruction: string;
  /** Undefined when Plimsoll does not say, or says "at least". */
  readonly predicted: Range | undefined;
  readonly real: number;
}

/** Lays what Plimsoll estimates for each instruction of the final stage beside what `docker history` says. */
export async function compareEstimate(
  engine: Engine,
  text: string,
  known: Known,
  image: string,
): Promise<ImageFigures> {
  const { facts } = analysisOf(text, { known, settings: defaultSettings, rules: [] });
  const { steps = [], total } = estimateImage(facts).final ?? {};
  const entries = (await history(engine, image)).slice(-steps.length);
  const figures = steps.map(({ instruction, amount }, index) => {
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
  return { steps: figures, total: total?.unpacked };
}
