import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { stageWords } from "../../facts/stageWords.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "circular-stages",
  group: "correctness",
  summary: "Stages need each other, so none of them can be built.",
  why: "A stage may copy from one that stands further down, as long as that one does not need it in turn. In a circle Docker finds no stage to begin with and refuses the file. Move what both need into a stage of its own.",
  severity: "error",
  phase: "stage",
  safety: [],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      for (const { word, target } of stageWords(facts, stage)) {
        // Every circle has a step down the file, and that is the unusual one.
        if (!target || target.stage.index <= stage.stage.index || !needs(target, stage, facts)) continue;
        yield {
          span: word.span,
          message: `${word.value} itself needs this stage, so neither of them can be built`,
        };
      }
    }
  },
});

function needs(stage: StageFacts, wanted: StageFacts, facts: Facts): boolean {
  const seen = new Set<StageFacts>();
  const open = [stage];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next === wanted) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.base) open.push(next.base);
    for (const { target } of stageWords(facts, next)) if (target) open.push(target);
  }
  return false;
}
