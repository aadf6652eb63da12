import type { Fix } from "../../edits/fix.ts";
import { freeStageName, renameStage } from "../../edits/stageNames.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts, StageUse } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "stage-by-number",
  group: "correctness",
  summary: "A stage is referred to by its number.",
  why: "`COPY --from=0` means the first stage, whatever that is. When a stage is added or moved, the number silently means another one. A name says what is copied and stays right. The fix names the stage where it has no name, and rewrites every place that counts.",
  severity: "information",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const uses = stage.users.filter(isByNumber);
      if (uses.length === 0) continue;
      const fixes = namingFix(stage, uses, facts);
      for (const { part } of uses)
        yield {
          span: part.span,
          message: `stage ${part.value} becomes another stage as soon as one is added or moved`,
          fixes,
        };
    }
  },
});

/** A mount knows no numbers, and an ONBUILD trigger counts the stages of another file. */
function isByNumber({ part, instruction }: StageUse): boolean {
  return /^\d+$/.test(part.value) && instruction.keyword !== "RUN" && !instruction.isOnbuildTrigger;
}

function namingFix(stage: StageFacts, uses: readonly StageUse[], facts: Facts): readonly Fix[] {
  const given = stage.stage.name?.value;
  // Of two stages with the same name, a word would mean the other one.
  if (given !== undefined && facts.stages.some((other) => other !== stage && hasName(other, given)))
    return [];
  const name = given ?? freeStageName(facts, namesFor(stage, facts));
  if (name === undefined) return [];
  const references = uses.map(({ part }) => part);
  const edits = renameStage(facts, stage, name, references);
  if (!edits) return [];
  if (given !== undefined)
    return [
      {
        title: `Use the stage's name ${name}`,
        safety: "safe",
        edits: edits.filter((edit) => !isUnchanged(edit, facts)),
      },
    ];
  return [
    {
      title: `Name the stage ${name} and use its name`,
      safety: "review",
      assumption: `the build is not given a build context called ${name}`,
      edits,
    },
  ];
}

function hasName({ stage }: StageFacts, name: string): boolean {
  return stage.name?.value.toLowerCase() === name.toLowerCase();
}

function isUnchanged(
  { span, text }: { readonly span: { readonly start: number; readonly end: number }; readonly text: string },
  { dockerfile }: Facts,
): boolean {
  return dockerfile.text.slice(span.start, span.end) === text;
}

/** Every stage of the file gets another name, so that the fixes of two stages can be applied together. */
function namesFor({ stage }: StageFacts, { stages }: Facts): readonly string[] {
  const unnamed = stages.filter((other) => !other.stage.name && other.users.some(isByNumber));
  const numbered = [`stage-${stage.index}`, `stage-${stage.index}-files`];
  return unnamed.length === 1 ? ["build", "builder", ...numbered] : numbered;
}
