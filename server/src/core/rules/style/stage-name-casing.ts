import type { Part } from "../../document/dockerfile.ts";
import { replaceSpan, sortEdits } from "../../edits/apply.ts";
import type { Facts } from "../../facts/facts.ts";
import { isNamed, stageWords } from "../../facts/stageWords.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "stage-name-casing",
  group: "style",
  summary: "A stage name is not in lower case.",
  why: "Docker compares stage names without regard to case and keeps them in lower case, so `Build` and `build` are the same stage. Written in lower case a name looks like what it is, and like the image names beside it. The fix changes every reference in the file as well; `docker build --target` finds the stage either way.",
  severity: "hint",
  phase: "word",
  safety: ["safe"],
  aliases: ["StageNameCasing"],
  *check(facts): Generator<Problem> {
    for (const { stage } of facts.stages) {
      const { name } = stage;
      if (!name || !/^[A-Za-z][\w.-]*$/.test(name.text) || name.text === name.text.toLowerCase()) continue;
      const lower = name.text.toLowerCase();
      const words = [name, ...references(facts, name.value)].filter(({ text }) => text !== lower);
      yield {
        span: name.span,
        message: `Docker knows the stage ${name.text} as ${lower}`,
        fixes: [
          {
            title: `Rename the stage to ${lower}`,
            safety: "safe",
            edits: sortEdits(words.map(({ span }) => replaceSpan(span, lower))),
          },
        ],
      };
    }
  },
});

/** Words that are the name and nothing more; one with a variable in it means the stage in any case. */
function references(facts: Facts, name: string): readonly Part[] {
  return facts.stages.flatMap((stage) => {
    const { image } = stage.stage.from;
    const words = stageWords(facts, stage).flatMap(({ word, target }) =>
      target && isNamed(target, name) && word.text.toLowerCase() === name.toLowerCase() ? [word] : [],
    );
    const isBase = stage.base && image?.text.toLowerCase() === name.toLowerCase();
    return isBase && image ? [image, ...words] : words;
  });
}
