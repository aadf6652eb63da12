import { stageWords } from "../../facts/stageWords.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "self-copy",
  group: "correctness",
  summary: "A stage copies from itself.",
  why: "`COPY --from` takes files of a finished stage, and a stage is not finished while it is built: the build stops with a circular dependency. To copy within a stage, use `RUN cp -a`. Where an image of the same name is meant, give it a tag or the stage another name.",
  severity: "error",
  phase: "instruction",
  safety: [],
  aliases: ["DL3023", "DS-0006"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      for (const { word, target } of stageWords(facts, stage)) {
        if (target !== stage) continue;
        yield {
          span: word.span,
          message: `${word.value} is this stage itself, which is not finished yet: the build stops here`,
        };
      }
    }
  },
});
