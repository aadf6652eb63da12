import type { EnvInstruction, Property } from "../../document/dockerfile.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { indentationAt } from "../../edits/lines.ts";
import { variableNames } from "../../facts/expand.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { propertiesByName } from "../../facts/unknownVariables.ts";
import { setsVariable } from "../../images/environment.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "env-self-reference",
  group: "correctness",
  summary: "An ENV uses a variable that the same ENV sets.",
  why: "Docker puts variables into all of an ENV before it sets any of them. `ENV HOME_DIR=/srv DATA=$HOME_DIR/data` gives `/data`, or the value that the variable had before. The fix begins a second ENV, in which the new value is known.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3044"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      for (const instruction of stage.stage.instructions) {
        if (instruction.keyword !== "ENV" || instruction.properties.length < 2) continue;
        for (const [at, property] of instruction.properties.entries()) {
          if (!property.value) continue;
          const used = new Set(variableNames(property.value.text));
          const set = lastSet(instruction, property, used);
          if (!set || used.has(property.name.value) || isSameBefore(set, instruction, stage, facts)) continue;
          const name = set.name.value;
          yield {
            span: property.span,
            message: `${name} is set by this same ENV, so ${property.name.value} does not get the new value of ${name}`,
            fixes: set.span.start < property.span.start ? splitFix(instruction, at, facts) : [],
          };
        }
      }
    }
  },
});

/** The last other property that sets one of the variables. */
function lastSet(
  instruction: EnvInstruction,
  property: Property,
  names: ReadonlySet<string>,
): Property | undefined {
  let last: Property | undefined;
  for (const name of names) {
    const set = propertiesByName(instruction)
      .get(name)
      ?.findLast((other) => other !== property);
    if (set && (!last || set.span.start > last.span.start)) last = set;
  }
  return last;
}

/** The variable had a value before, which may be the same or the one that is meant. */
function isSameBefore(set: Property, at: EnvInstruction, stage: StageFacts, { scope }: Facts): boolean {
  const name = set.name.value;
  const { root } = stage;
  if (scope.definition(name, stage, at)) {
    const before = scope.value(name, stage, at);
    const now = set.value && scope.expand(set.value.text, stage, at);
    return (
      before === undefined ||
      now === undefined ||
      before === now ||
      variableNames(set.value?.text ?? "").includes(name)
    );
  }
  return name === "PATH" || (root.reference !== undefined && setsVariable(root.reference, name) === true);
}

/** Begins a new ENV in front of the property, on a line of its own. */
function splitFix(instruction: EnvInstruction, at: number, { dockerfile }: Facts): readonly Fix[] {
  const { text, eol } = dockerfile;
  const before = instruction.properties[at - 1];
  const property = instruction.properties[at];
  if (!before || !property) return [];
  const gap = { start: before.span.end, end: property.span.start };
  if (text.slice(gap.start, gap.end).includes("#")) return [];
  const keyword = text.slice(instruction.keywordSpan.start, instruction.keywordSpan.end);
  return [
    {
      title: `Set ${property.name.value} in an ENV of its own`,
      safety: "review",
      assumption: `${property.name.value} is meant to hold the new value`,
      edits: [replaceSpan(gap, `${eol}${indentationAt(text, instruction.keywordSpan.start)}${keyword} `)],
    },
  ];
}
