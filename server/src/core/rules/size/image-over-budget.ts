import { type Amount, addAmounts } from "../../estimate/amount.ts";
import { estimateImage, type StageEstimate } from "../../estimate/estimate.ts";
import { bytesInWords, estimateInWords } from "../../estimate/words.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "image-over-budget",
  group: "size",
  summary: "The image is bigger than the project allows.",
  why: "A budget makes growth a decision: without one, an image gains its hundreds of megabytes one reasonable line at a time. It is off until one is set, in `.plimsoll.json` (`budgets`) or in the settings (`plimsoll.budget.image`, `plimsoll.budget.service`), in megabytes on disk. `image` holds for the whole image, `service` for what the Dockerfile adds to its base. The figures are estimates; the hover on the image says where they come from, and the other findings say what to take out.",
  severity: "information",
  phase: "stage",
  safety: [],
  aliases: [],
  *check(facts): Generator<Problem> {
    const { image, service } = facts.policy.budgets;
    if (image === undefined && service === undefined) return;
    const { final, stages } = estimateImage(facts);
    const span = final?.stage.stage.from.image?.span;
    if (!final || !span) return;
    if (image !== undefined && final.total && isOver(final.total, image))
      yield {
        span,
        message: `the image has ${bounded(final.total)} on disk, ${over(final.total, image)}`,
        costs: final.total,
      };
    const added = service === undefined ? undefined : addedBy(final, stages);
    if (service !== undefined && added && isOver(added, service))
      yield {
        span,
        message: `this file adds ${bounded(added)} to its base image, ${over(added, service)}`,
        costs: added,
      };
  },
});

/** What the stage and the stages of this file that it is built from put on top of the external image. */
function addedBy({ stage, steps }: StageEstimate, stages: readonly StageEstimate[]): Amount | undefined {
  const below = stage.base && stages[stage.base.stage.index];
  const amounts = steps.flatMap(({ amount }) => amount ?? []);
  return addAmounts(
    [...(below ? [addedBy(below, stages)] : []), ...amounts].filter((one) => one !== undefined),
  );
}

/** A part that is not known makes the known sum a lower bound. */
function bounded({ unpacked }: Amount): string {
  return Number.isFinite(unpacked.high)
    ? estimateInWords(unpacked)
    : `${estimateInWords({ ...unpacked, high: unpacked.likely })} or more`;
}

function over({ unpacked }: Amount, budget: number): string {
  return `${bytesInWords(unpacked.likely - budget)} over the budget of ${bytesInWords(budget)}`;
}

/** A budget is not broken by a rule of thumb: where one has a part in the figure, its lower end counts. */
function isOver({ unpacked, source }: Amount, budget: number): boolean {
  return (source === "rule-of-thumb" ? unpacked.low : unpacked.likely) > budget;
}
