import { insertAt, replaceSpan } from "../../edits/apply.ts";
import type { Facts } from "../../facts/facts.ts";
import { shortened } from "../../facts/names.ts";
import { normalizePath } from "../../facts/situation.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "relative-workdir",
  group: "correctness",
  summary: "The first WORKDIR of a stage is relative, so where it leads depends on the base image.",
  why: "A relative WORKDIR is joined to the one before it. When that one comes from the base image, a new base silently moves the whole application. Later relative WORKDIRs are clear once the first is absolute.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3000", "WorkdirRelativePath", "DS-0009", "CKV_DOCKER_10"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const problem = firstRelative(stage, facts);
      if (problem) yield problem;
    }
  },
});

function firstRelative(stage: StageFacts, facts: Facts): Problem | undefined {
  for (const instruction of stage.stage.instructions) {
    if (instruction.keyword !== "WORKDIR" || !instruction.argument) continue;
    const before = facts.before(instruction);
    if (before.hasWorkdir || before.shell === "other") return undefined;
    const { argument } = instruction;
    const path = facts.scope.expand(argument.text, stage, instruction);
    // An unknown variable or a Windows drive may well be absolute.
    if (path === undefined || path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path)) return undefined;
    const isVerbatim = argument.text === path;
    const absolute = normalizePath(`/${path}`);
    return {
      span: argument.span,
      message: `WORKDIR ${shortened(path)} depends on the directory that the base image happens to be in`,
      fixes: [
        {
          title: `Use the absolute path ${shortened(absolute)}`,
          safety: "review",
          assumption: "the base image's own working directory is /",
          edits: [
            isVerbatim
              ? replaceSpan(argument.span, absolute)
              : insertAt(argument.span.start + quoteWidth(argument.text), "/"),
          ],
        },
      ],
    };
  }
  return undefined;
}

function quoteWidth(text: string): number {
  return /^["']/.test(text) ? 1 : 0;
}
