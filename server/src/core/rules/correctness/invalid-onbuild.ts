import { sourceSpan } from "../../document/flatText.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "invalid-onbuild",
  group: "correctness",
  summary: "ONBUILD holds an instruction that it cannot hold.",
  why: "Docker refuses ONBUILD with another ONBUILD, with FROM and with MAINTAINER. A trigger runs in the middle of somebody else's stage, where a FROM would begin a new one and an ONBUILD would never end.",
  severity: "error",
  phase: "instruction",
  safety: [],
  aliases: ["DL3043"],
  *check({ dockerfile }): Generator<Problem> {
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword !== "ONBUILD") continue;
      const word = /^\S+/.exec(instruction.body.text)?.[0] ?? "";
      if (!refused.has(word.toUpperCase())) continue;
      yield {
        span: sourceSpan(instruction.body, 0, word.length),
        message: `ONBUILD cannot hold ${word.toUpperCase()}: the build fails here`,
      };
    }
  },
});

const refused: ReadonlySet<string> = new Set(["ONBUILD", "FROM", "MAINTAINER"]);
