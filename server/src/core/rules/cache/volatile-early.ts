import type { Instruction, Property } from "../../document/dockerfile.ts";
import { moveBelow } from "../../edits/moveInstructions.ts";
import type { Facts } from "../../facts/facts.ts";
import { isPlainInstall } from "../../facts/plainInstalls.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { mentions, reads } from "../../facts/variableReaders.ts";
import { isOpenValue, namesVolatile } from "../../facts/volatileVariables.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "volatile-early",
  group: "cache",
  summary: "An ARG that differs in every build stands in front of installs that do not use it.",
  why: "Every RUN behind an ARG gets it in its environment, so that a new value makes the build execute all of them again, whether they use it or not. A commit, a date or a build number is new every time: then no install behind it ever comes from the cache. Declared where it is first needed, it costs nothing. LABEL and ENV that hand the value on move with it.",
  severity: "information",
  phase: "order",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!stage.isReachable) continue;
      const seen = new Set<Instruction>();
      for (const instruction of stage.stage.instructions) {
        const property = volatileProperty(facts, instruction);
        if (!property || seen.has(instruction)) continue;
        const group = groupBehind(facts, stage, instruction);
        for (const member of group.members) seen.add(member);
        const installs = installsPassed(facts, stage, group);
        const last = installs.at(-1);
        if (!last) continue;
        const edits = moveBelow(facts.dockerfile, group.members, last);
        yield {
          span: property.span,
          message: `every new ${property.name.value} repeats ${installs.length === 1 ? "an install" : `${installs.length} installs`} below that ${installs.length === 1 ? "does" : "do"} not use it`,
          fixes: [
            {
              title: `Move ${property.name.value} below the installs`,
              safety: "review",
              assumption: "no package takes it from the environment while it is installed",
              edits,
            },
          ],
        };
      }
    }
  },
});

/** The one property of an ARG whose value only the build knows. */
function volatileProperty({ dockerfile }: Facts, instruction: Instruction): Property | undefined {
  if (instruction.keyword !== "ARG") return undefined;
  const [property, ...others] = instruction.properties;
  if (!property || others.length > 0 || !namesVolatile(property.name.value)) return undefined;
  const inherited = dockerfile.globalArgs
    .flatMap(({ properties }) => properties)
    .findLast(({ name }) => name.value === property.name.value);
  return isOpenValue((property.value ?? inherited?.value)?.value) ? property : undefined;
}

interface Group {
  /** The ARG, and what behind it hands the value on, up to the first instruction of another kind. */
  readonly members: readonly Instruction[];
  readonly names: readonly string[];
}

function groupBehind(facts: Facts, { stage }: StageFacts, first: Instruction): Group {
  const members: Instruction[] = [];
  const names: string[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.index < first.index) continue;
    if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV" && instruction.keyword !== "LABEL")
      break;
    const isOwn = instruction === first || volatileProperty(facts, instruction) !== undefined;
    const isHandedOn =
      instruction.keyword !== "ARG" && names.some((name) => mentionsIn(facts, instruction, name));
    if (!isOwn && !isHandedOn) continue;
    members.push(instruction);
    if (instruction.keyword !== "LABEL") names.push(...instruction.properties.map(({ name }) => name.value));
  }
  return { members, names };
}

function mentionsIn({ dockerfile }: Facts, { span }: Instruction, name: string): boolean {
  return mentions(dockerfile.text.slice(span.start, span.end), name);
}

/** Installs behind the group and in front of the first instruction that may read one of its variables. */
function installsPassed(
  facts: Facts,
  { stage }: StageFacts,
  { members, names }: Group,
): readonly Instruction[] {
  const installs: Instruction[] = [];
  const start = members[0]?.index ?? 0;
  for (const instruction of stage.instructions) {
    if (instruction.index <= start || members.includes(instruction)) continue;
    const run = facts.run(instruction);
    if (names.some((name) => mentionsIn(facts, instruction, name))) break;
    if (run && isPlainInstall(facts, run)) installs.push(instruction);
    else if (names.some((name) => reads(facts, instruction, name))) break;
  }
  return installs;
}
