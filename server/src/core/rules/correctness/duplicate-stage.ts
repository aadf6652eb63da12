import type { Fix } from "../../edits/fix.ts";
import { freeStageName, renameStage } from "../../edits/stageNames.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { isNamed, stagesNamed, stageWords } from "../../facts/stageWords.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "duplicate-stage",
  group: "correctness",
  summary: "Two stages have the same name.",
  why: "Names of stages are compared without regard to case. Where two stages share one, FROM takes the nearest above and COPY --from takes the last of the file, even when it stands further down, so files may come from a stage that nobody thought of. The fix renames the later stage, and the places behind it that use the name.",
  severity: "error",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3024", "DuplicateStageName", "DS-0012", "CKV_DOCKER_11"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const { name } = stage.stage;
      if (!name) continue;
      const [first] = stagesNamed(facts, name.value);
      if (!first || first === stage) continue;
      yield {
        span: name.span,
        message: `stage ${first.stage.index} is called ${name.value} already, so the name means either of them`,
        fixes: renamingFix(stage, name.value, facts),
      };
    }
  },
});

/** References between this stage and the next of the same name mean this one. */
function renamingFix(stage: StageFacts, old: string, facts: Facts): readonly Fix[] {
  const { index } = stage.stage;
  const name = freeStageName(facts, [`${old}-${index}`, `${old}-stage-${index}`]);
  const namesakes = stagesNamed(facts, old);
  const next = namesakes[namesakes.indexOf(stage) + 1];
  const behind = facts.stages.slice(index + 1, (next?.stage.index ?? facts.stages.length) + 1);
  const words = behind.flatMap((user) => stageWords(facts, user));
  const references = words.flatMap(({ word, target }) => (target && isNamed(target, old) ? [word] : []));
  const bases = behind.flatMap((user) =>
    user.base === stage && user.stage.from.image ? [user.stage.from.image] : [],
  );
  const edits = name && renameStage(facts, stage, name, [...references, ...bases]);
  if (!edits) return [];
  return [
    {
      title: `Rename this stage to ${name}`,
      safety: "review",
      assumption: `what stands above means the first ${old}, and no build asks for this one with --target ${old}`,
      edits,
    },
  ];
}
