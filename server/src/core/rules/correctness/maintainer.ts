import { replaceSpan } from "../../edits/apply.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "maintainer",
  group: "correctness",
  summary: "MAINTAINER is deprecated in favour of a label.",
  why: "Docker deprecated MAINTAINER in 2017. A label says the same in a form that `docker inspect`, registries and scanners read: `org.opencontainers.image.authors`.",
  severity: "information",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL4000", "MaintainerDeprecated", "DS-0022", "CKV_DOCKER_6"],
  *check({ dockerfile }): Generator<Problem> {
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword !== "MAINTAINER") continue;
      const { argument } = instruction;
      const isRepeated = instruction.innerComments.length > 0 || !argument;
      yield {
        span: instruction.keywordSpan,
        message: "MAINTAINER is deprecated; registries and scanners read a label",
        fixes: isRepeated
          ? []
          : [
              {
                title: "Replace MAINTAINER with LABEL org.opencontainers.image.authors",
                safety: "safe",
                edits: [
                  replaceSpan(
                    { start: instruction.keywordSpan.start, end: argument.span.end },
                    `LABEL org.opencontainers.image.authors=${quoted(argument.value, dockerfile.escape)}`,
                  ),
                ],
              },
            ],
      };
    }
  },
});

/** MAINTAINER takes its text as it is; in a label quotes, escapes and variables mean something. */
function quoted(value: string, escape: string): string {
  let text = "";
  for (const character of value)
    text += '"$'.includes(character) || character === escape ? escape + character : character;
  return `"${text}"`;
}
