import type { Fix } from "../../edits/fix.ts";
import { mergeRuns } from "../../edits/mergeRuns.ts";
import { type RunGroup, runGroups } from "../../edits/runGroups.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "consecutive-runs",
  group: "size",
  summary: "RUN instructions in a row make several layers where one would do.",
  why: "Every RUN adds a layer that keeps all files as they are at its end. When a later RUN removes or changes files of an earlier one, both states are in the image, so merging the two makes it smaller. Otherwise a merge only makes the history shorter, and a change to one of the commands executes all of them again: RUNs that install packages are therefore left apart from those that do something else. Commands that change the directory, variables or options of their shell are put into a subshell.",
  severity: "hint",
  phase: "order",
  safety: ["safe", "review"],
  aliases: ["DL3059"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!stage.isShipped) continue;
      for (const group of runGroups(facts, stage)) yield problem(facts, group);
    }
  },
});

function problem({ dockerfile }: Facts, { runs, waste, isSafe }: RunGroup): Problem {
  const title = `Merge ${runs.length} RUNs into one`;
  const edits = mergeRuns(dockerfile, runs);
  const assumption = "it is all right that a change to one of the commands executes all of them again";
  // In a here-document a comment of the Dockerfile becomes one of the shell.
  const movesComment = runs.some(
    ({ form, instruction }, at) => form === "heredoc" && at > 0 && instruction.comments.length > 0,
  );
  const fix: Fix =
    isSafe && !movesComment
      ? { title, safety: "safe", edits }
      : { title, safety: "review", assumption, edits };
  const span = (waste?.run ?? runs[1] ?? runs[0])?.instruction.keywordSpan;
  return {
    span: span ?? { start: 0, end: 0 },
    message: waste
      ? `this RUN ${waste.verb} ${waste.what}, ${waste.verb === "removes" ? "which stays" : "whose old state stays"} in the layer of an earlier RUN`
      : `${runs.length} RUNs in a row make ${runs.length} layers where one would do`,
    severity: waste ? "information" : "hint",
    fixes: [fix],
  };
}
