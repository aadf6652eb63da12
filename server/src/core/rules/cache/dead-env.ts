import type { EnvInstruction, Property } from "../../document/dockerfile.ts";
import { removeSpan } from "../../edits/apply.ts";
import type { Edit } from "../../edits/fix.ts";
import { removeInstruction } from "../../edits/instructions.ts";
import { losesComment } from "../../edits/steps.ts";
import { variableNames } from "../../facts/expand.ts";
import type { Facts } from "../../facts/facts.ts";
import { isVariableName } from "../../facts/scope.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { mayBeRead, mentions } from "../../facts/variableReaders.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "dead-env",
  group: "cache",
  summary: "An ENV of a stage that only hands over files is read by nothing.",
  why: "The variables of a stage belong to its image. A later stage that copies files out of it with `COPY --from` does not get them. So an ENV in such a stage is good for its own instructions alone, and when none behind it can read the variable, it has no effect. Often it stands in the wrong stage: the program that wants it runs in the final one.",
  severity: "hint",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!handsOverFilesOnly(stage)) continue;
      for (const instruction of stage.stage.instructions) {
        if (instruction.keyword !== "ENV") continue;
        for (const property of instruction.properties) {
          const name = property.name.value;
          if (!isVariableName(name) || isUsed(facts, stage, instruction, property)) continue;
          const edit = removal(facts, instruction, property);
          yield {
            span: property.span,
            message: `nothing in this stage reads ${name} any more, and COPY --from does not hand it over`,
            isUnnecessary: true,
            fixes:
              edit &&
              !losesComment(facts.dockerfile, [edit]) &&
              !readsAnotherEnv(facts, stage, instruction, property)
                ? [
                    {
                      title: `Remove ENV ${name}`,
                      safety: "review",
                      assumption: "nobody runs this stage by itself, with --target",
                      edits: [edit],
                    },
                  ]
                : [],
          };
        }
      }
    }
  },
});

/** Used, but neither shipped nor built upon, and without anything that says it is run by itself. */
function handsOverFilesOnly({ isShipped, isReachable, users, stage }: StageFacts): boolean {
  if (isShipped || !isReachable || users.some(({ instruction }) => instruction.keyword === "FROM"))
    return false;
  return !stage.instructions.some(({ keyword }) =>
    ["CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "VOLUME", "ONBUILD"].includes(keyword),
  );
}

function isUsed(facts: Facts, stage: StageFacts, instruction: EnvInstruction, property: Property): boolean {
  const { start, end } = instruction.span;
  const { text } = facts.dockerfile;
  const here = `${text.slice(start, property.span.start)} ${text.slice(property.span.end, end)}`;
  return mentions(here, property.name.value) || mayBeRead(facts, stage, instruction, property.name.value);
}

/** Without its last reader the other one would have no effect either: they are left to be put in order together. */
function readsAnotherEnv(
  { scope }: Facts,
  stage: StageFacts,
  instruction: EnvInstruction,
  { value }: Property,
): boolean {
  const names = variableNames(value?.text ?? "");
  return names.some((name) => scope.definition(name, stage, instruction)?.keyword === "ENV");
}

function removal({ dockerfile }: Facts, instruction: EnvInstruction, property: Property): Edit | undefined {
  const { properties, isLegacyForm } = instruction;
  if (properties.length === 1) return removeInstruction(dockerfile, instruction);
  if (isLegacyForm) return undefined;
  const at = properties.indexOf(property);
  const before = properties[at - 1];
  const next = properties[at + 1];
  if (before) return removeSpan({ start: before.span.end, end: property.span.end });
  return next && removeSpan({ start: property.span.start, end: next.span.start });
}
