import type { Instruction } from "../../document/dockerfile.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineAboveComments } from "../../edits/instructions.ts";
import { isPlatformArgument } from "../../facts/buildArguments.ts";
import { closestName } from "../../facts/closest.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { isGlobalArgument, type UnknownVariable, unknownVariables } from "../../facts/unknownVariables.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "undefined-variable",
  group: "correctness",
  summary: "An instruction uses a variable that nothing sets.",
  why: "Docker puts nothing in the place of a variable that it does not know, and does not complain: `COPY app-$VERSION /srv` then looks for `app-`. An ARG in front of the first FROM is known in FROM lines only, and `TARGETARCH` and its like need an ARG in the stage. Variables in RUN are the shell's and not judged here, nor are those that the base image may set.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["UndefinedVar"],
  *check(facts): Generator<Problem> {
    if (facts.isWindowsFile) return;
    for (const stage of facts.stages) {
      const firstUses = new Map<string, Instruction>();
      for (const instruction of stage.stage.instructions) {
        for (const unknown of unknownVariables(instruction, stage, facts)) {
          const first = firstUses.get(unknown.name) ?? instruction;
          firstUses.set(unknown.name, first);
          const problem = describe({ ...unknown, first }, stage, facts);
          if (problem) yield problem;
        }
      }
    }
  },
});

interface Use extends UnknownVariable {
  /** The first instruction of the stage that uses it. */
  readonly first: Instruction;
}

function describe(
  { name, span, nameSpan, first, isSure }: Use,
  stage: StageFacts,
  facts: Facts,
): Problem | undefined {
  if (isGlobalArgument(name, facts) || isPlatformArgument(name)) {
    const message = isGlobalArgument(name, facts)
      ? `the ARG ${name} in front of FROM is not known in here, so nothing is put in`
      : `Docker offers ${name} to stages that declare it with ARG, so nothing is put in`;
    return { span, message, fixes: [declaringFix(name, first, facts)] };
  }
  const meant = closestName(name, facts.scope.names(stage, first));
  if (meant === undefined && !isSure) return undefined;
  if (meant === undefined) return { span, message: `nothing sets ${name}, so nothing is put in its place` };
  return {
    span,
    message: `nothing sets ${name}, so nothing is put in its place; there is a variable ${meant}`,
    fixes: [
      {
        title: `Replace ${name} with ${meant}`,
        safety: "review",
        assumption: `${name} is a slip, and the base image does not set it`,
        edits: [replaceSpan(nameSpan, meant)],
      },
    ],
  };
}

function declaringFix(name: string, first: Instruction, { dockerfile }: Facts): Fix {
  return {
    title: `Declare ARG ${name} in the stage`,
    safety: "review",
    assumption: `the value of the build argument ${name} is wanted here`,
    edits: [insertLineAboveComments(dockerfile, first, `ARG ${name}`)],
  };
}
