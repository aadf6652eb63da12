import type { ArgInstruction, FromInstruction } from "../../document/dockerfile.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineAbove } from "../../edits/instructions.ts";
import type { Span } from "../../edits/span.ts";
import { isPlatformArgument, isProxyArgument } from "../../facts/buildArguments.ts";
import { closestName } from "../../facts/closest.ts";
import { variableUses } from "../../facts/expand.ts";
import type { Facts } from "../../facts/facts.ts";
import { isVariableName } from "../../facts/scope.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "undefined-from-arg",
  group: "reproducibility",
  summary: "FROM uses a variable that no ARG in front of the first FROM declares.",
  why: "FROM knows only the ARGs that stand in front of the first FROM. Any other variable is empty there, even when `--build-arg` passes it or a stage declares it, and the image is another one or none at all. Declare the ARG at the top of the file; where a similar name is declared there, the fix uses that one.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: ["UndefinedArgInFrom"],
  *check(facts): Generator<Problem> {
    for (const { from } of facts.dockerfile.stages) {
      for (const { name, span, isBraced } of variablesOf(from)) {
        if (isPlatformArgument(name) || isProxyArgument(name) || isDeclared(name, from, facts)) continue;
        yield {
          span,
          message: `no ARG in front of the first FROM declares ${name}, so it is empty here`,
          fixes: fixesFor({ name, span, isBraced }, facts),
        };
      }
    }
  },
});

interface FromVariable {
  readonly name: string;
  readonly span: Span;
  readonly isBraced: boolean;
}

/** Variables with a default of their own are fine. */
function variablesOf({ image, platform }: FromInstruction): readonly FromVariable[] {
  const places = [
    { text: platform?.value ?? "", start: platform?.valueSpan?.start ?? 0 },
    { text: image?.text ?? "", start: image?.span.start ?? 0 },
  ];
  return places.flatMap(({ text, start }) =>
    variableUses(text).flatMap((use) =>
      use.operator === undefined
        ? {
            name: use.name,
            span: { start: start + use.start, end: start + use.end },
            isBraced: text[use.start + 1] === "{",
          }
        : [],
    ),
  );
}

function isDeclared(name: string, from: FromInstruction, { scope }: Facts): boolean {
  return scope.definition(name, undefined, from) !== undefined;
}

function fixesFor({ name, span, isBraced }: FromVariable, { dockerfile }: Facts): readonly Fix[] {
  const declared = dockerfile.globalArgs.flatMap(({ properties }) => properties.map((one) => one.name.value));
  const meant = closestName(name, declared.filter(isVariableName));
  if (meant !== undefined)
    return [
      {
        title: `Replace ${name} with ${meant}`,
        safety: "review",
        assumption: `${name} is a slip`,
        edits: [replaceSpan(span, isBraced ? `\${${meant}}` : `$${meant}`)],
      },
    ];
  const [first] = dockerfile.stages;
  const late = dockerfile.stages.flatMap(({ instructions }) =>
    instructions.filter((one): one is ArgInstruction => one.keyword === "ARG"),
  );
  const property = late.flatMap(({ properties }) => properties).find((one) => one.name.value === name);
  if (!first || !property?.value || /[$\r\n]/.test(property.value.text)) return [];
  return [
    {
      title: `Declare ARG ${name} in front of the first FROM`,
      safety: "review",
      assumption: `the default that a stage gives to ${name} holds for FROM too`,
      edits: [insertLineAbove(dockerfile, first.from, `ARG ${name}=${property.value.text}`)],
    },
  ];
}
