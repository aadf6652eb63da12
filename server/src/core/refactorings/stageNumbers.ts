import { replaceSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import type { Facts } from "../facts/facts.ts";
import { stageWords } from "../facts/stageWords.ts";

/** Rewrites the numbers of `COPY --from=1` for stages that get another place. */
export function renumbered(facts: Facts, placeOf: (index: number) => number): readonly Edit[] {
  return facts.stages.flatMap((stage) =>
    stageWords(facts, stage).flatMap(({ word, instruction, target }) => {
      if (!target || instruction.keyword === "RUN" || !/^\d+$/.test(word.value)) return [];
      const { index } = target.stage;
      const place = placeOf(index);
      return place === index ? [] : [replaceSpan(word.span, String(place))];
    }),
  );
}
