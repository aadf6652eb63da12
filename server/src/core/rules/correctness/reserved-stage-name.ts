import type { Fix } from "../../edits/fix.ts";
import { freeStageName, renameStage } from "../../edits/stageNames.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { stageWords } from "../../facts/stageWords.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "reserved-stage-name",
  group: "correctness",
  summary: "A stage is called `scratch` or `context`, which mean something else to Docker.",
  why: "`FROM scratch` always starts from nothing, and `context` stands for the files of the build. A stage with such a name cannot be built upon or is mixed up with them. The fix gives the stage another name and rewrites the places that use it.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3063", "ReservedStageName"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const { name } = stage.stage;
      const meaning = name && reserved.get(name.value.toLowerCase());
      if (!name || meaning === undefined) continue;
      yield {
        span: name.span,
        message: `${name.value} is no name for a stage: to Docker it means ${meaning}`,
        fixes: renamingFix(stage, name.value.toLowerCase(), facts),
      };
    }
  },
});

const reserved: ReadonlyMap<string, string> = new Map([
  ["scratch", "the empty image"],
  ["context", "the files of the build"],
]);

function renamingFix(stage: StageFacts, old: string, facts: Facts): readonly Fix[] {
  const name = freeStageName(facts, [`${old}-stage`, `${old}-files`]);
  const words = facts.stages.flatMap((user) => stageWords(facts, user));
  const references = words.flatMap(({ word, target }) => (target === stage ? [word] : []));
  // In FROM, scratch goes on to mean the empty image.
  const users = old === "scratch" ? [] : stage.users;
  const bases = users.flatMap(({ instruction, part }) => (instruction.keyword === "FROM" ? [part] : []));
  const edits = name && renameStage(facts, stage, name, [...references, ...bases]);
  if (!edits) return [];
  return [
    {
      title: `Rename the stage to ${name}`,
      safety: "review",
      assumption: `nothing outside of this file builds the stage with --target ${old}`,
      edits,
    },
  ];
}
