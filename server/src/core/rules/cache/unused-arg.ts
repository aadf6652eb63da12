import type { ArgInstruction, Instruction, Property } from "../../document/dockerfile.ts";
import { insertAt, removeSpan } from "../../edits/apply.ts";
import type { Edit } from "../../edits/fix.ts";
import { removeInstruction } from "../../edits/instructions.ts";
import type { Span } from "../../edits/span.ts";
import { losesComment } from "../../edits/steps.ts";
import type { Facts } from "../../facts/facts.ts";
import { isVariableName } from "../../facts/scope.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { isWellKnownVariable, mayBeRead, mentioning, mentions } from "../../facts/variableReaders.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "unused-arg",
  group: "cache",
  summary: "An ARG is declared where nothing can use it.",
  why: "An ARG in front of the first FROM is only visible in FROM lines, unless a stage declares it again. An ARG of a stage reaches the instructions behind it in that stage, as a variable and in the environment of every RUN. Where neither is the case, the declaration has no effect, and whoever passes a value with `--build-arg` is misled. A declaration that a program in a later RUN may read from its environment is not reported.",
  severity: "hint",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const instruction of facts.dockerfile.instructions) {
      if (instruction.keyword !== "ARG") continue;
      const stage = facts.graph.stageOf(instruction);
      for (const property of instruction.properties) {
        const name = property.name.value;
        if (!isVariableName(name) || isWellKnownVariable(name) || isUsed(facts, instruction, property, stage))
          continue;
        // With its default another declaration may become useless too: such a chain is somebody's design.
        if (property.value?.text.includes("$")) continue;
        const edit = removal(facts, instruction, property);
        yield {
          span: property.span,
          message: stage
            ? `nothing behind it uses ${name}, so that the declaration has no effect`
            : `no FROM uses ${name}, and no stage declares it again`,
          isUnnecessary: true,
          fixes:
            losesComment(facts.dockerfile, [edit]) || (stage && isOnlyEcho(facts, instruction, name))
              ? []
              : [
                  {
                    title: `Remove ARG ${name}`,
                    safety: "review",
                    assumption: `a build that passes --build-arg ${name} may be told that nobody takes it`,
                    edits: [edit],
                  },
                ],
        };
      }
    }
  },
});

/** In front of the first FROM a mention anywhere counts: somebody who uses it in a stage wants it declared there. */
function isUsed(
  facts: Facts,
  instruction: ArgInstruction,
  property: Property,
  stage: StageFacts | undefined,
): boolean {
  const { text } = facts.dockerfile;
  const name = property.name.value;
  const here = `${text.slice(instruction.span.start, property.span.start)} ${text.slice(property.span.end, instruction.span.end)}`;
  if (mentions(here, name) || isAskedForByName(facts)) return true;
  if (stage) return mayBeRead(facts, stage, instruction, name);
  for (const other of mentioning(facts, name, everywhere(facts))) if (other !== instruction) return true;
  return false;
}

/** Nothing else mentions a declaration in front of the first FROM, which would be without effect in turn. */
function isOnlyEcho(facts: Facts, instruction: ArgInstruction, name: string): boolean {
  const front = facts.dockerfile.globalArgs.filter(({ properties }) =>
    properties.some((other) => other.name.value === name),
  );
  if (front.length === 0) return false;
  const known = new Set<Instruction>([instruction, ...front]);
  for (const other of mentioning(facts, name, everywhere(facts))) if (!known.has(other)) return false;
  return true;
}

function everywhere({ dockerfile }: Facts): Span {
  return { start: 0, end: dockerfile.text.length };
}

/** Another frontend than Docker's may read the declarations itself. */
function isAskedForByName({ dockerfile }: Facts): boolean {
  return dockerfile.directives.some(
    ({ name, value }) => name === "syntax" && !/(^|\/)docker\/dockerfile(-upstream)?(:|@|$)/.test(value),
  );
}

function removal({ dockerfile }: Facts, instruction: ArgInstruction, property: Property): Edit {
  const { properties } = instruction;
  if (properties.length === 1) return removeInstruction(dockerfile, instruction);
  const at = properties.indexOf(property);
  const before = properties[at - 1];
  const next = properties[at + 1];
  if (before) return removeSpan({ start: before.span.end, end: property.span.end });
  return next
    ? removeSpan({ start: property.span.start, end: next.span.start })
    : insertAt(property.span.start, "");
}
