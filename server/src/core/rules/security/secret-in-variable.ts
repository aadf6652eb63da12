import type { ArgInstruction, EnvInstruction, Property, RunInstruction } from "../../document/dockerfile.ts";
import { insertAt, sortEdits } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { removeInstruction } from "../../edits/instructions.ts";
import type { Facts } from "../../facts/facts.ts";
import { namesSecret } from "../../facts/secretNames.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "secret-in-variable",
  group: "security",
  summary: "An ARG or ENV has the name of a secret, whose value stays readable in the image.",
  why: "Values of ENV are part of the image, and values of build ARGs stand in its history: everybody who can pull the image can read them with `docker history` or `docker inspect`. A secret mount hands the value to one RUN and leaves nothing behind. Names are judged word by word between underscores, so `TOKENIZER_PATH` or `PUBLIC_KEY` are not meant.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031"],
  *check(facts): Generator<Problem> {
    for (const instruction of facts.dockerfile.instructions) {
      if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") continue;
      for (const property of instruction.properties) {
        const name = property.name.value;
        if (!namesSecret(name) || holdsNoSecret(property)) continue;
        yield {
          span: property.name.span,
          message: `the value of ${name} stays readable in the image's ${instruction.keyword === "ENV" ? "configuration" : "history"}`,
          fixes: secretMountFix(instruction, property, facts),
        };
      }
    }
  },
});

/** `REQUIRE_AUTH=true` is a switch. */
function holdsNoSecret({ value }: Property): boolean {
  return value !== undefined && /^(true|false|yes|no|on|off|0|1)$/i.test(value.value);
}

/**
 * Takes the ARG out and mounts the secret where it is used, which is possible when every instruction of the stage
 * that mentions it is a RUN in shell form.
 */
function secretMountFix(
  instruction: ArgInstruction | EnvInstruction,
  property: Property,
  facts: Facts,
): readonly Fix[] {
  if (instruction.keyword !== "ARG" || instruction.properties.length !== 1 || property.value) return [];
  const name = property.name.value;
  const stage = facts.graph.stageOf(instruction);
  if (!stage || facts.isWindowsFile || stage.users.some((use) => use.instruction.keyword === "FROM"))
    return [];
  const { text } = facts.dockerfile;
  const uses = stage.stage.instructions.filter(
    (other) => other !== instruction && text.slice(other.span.start, other.span.end).includes(name),
  );
  const runs: RunInstruction[] = [];
  for (const use of uses) {
    const isRedeclared = use.keyword === "ARG" || use.index < instruction.index;
    if (use.keyword !== "RUN" || isRedeclared || use.exec || !facts.run(use)?.script.isUnderstood) return [];
    runs.push(use);
  }
  if (runs.length === 0) return [];
  const id = name.toLowerCase();
  const mounts = runs.map((run) =>
    insertAt(run.keywordSpan.end, ` --mount=type=secret,id=${id},env=${name}`),
  );
  return [
    {
      title: `Mount the secret ${name} where it is used`,
      safety: "review",
      assumption: `the build passes --secret id=${id},env=${name} instead of --build-arg, to Dockerfile syntax 1.10 or later`,
      edits: sortEdits([removeInstruction(facts.dockerfile, instruction), ...mounts]),
    },
  ];
}
