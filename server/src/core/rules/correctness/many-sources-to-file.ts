import { insertAt } from "../../edits/apply.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "many-sources-to-file",
  group: "correctness",
  summary: "COPY has several sources, and a destination that does not end in `/`.",
  why: "Several files go into a folder, and Docker takes a destination for a folder when it ends in `/`. Without it, the classic builder refuses the line, and others may write one file over the other. With the slash it is clear.",
  severity: "error",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3021", "DS-0011"],
  *check(facts): Generator<Problem> {
    for (const { instruction, stage, situation } of facts.copies) {
      const { sources, destination, heredocs, keyword } = instruction;
      if (!destination || sources.length + heredocs.length < 2 || situation.shell === "other") continue;
      const path = facts.scope.expand(destination.text, stage, instruction);
      // An unknown variable may end in a slash.
      if (path === undefined || path === "" || /(^|[/\\])\.{1,2}$|[/\\]$|[\]'"]$/.test(path)) continue;
      const quote = /["']$/.test(destination.text) ? 1 : 0;
      yield {
        span: destination.span,
        message: `${keyword} with several sources needs a folder, and only a / at the end makes ${path} one`,
        fixes: [
          {
            title: "Add / to the destination",
            safety: "safe",
            edits: [insertAt(destination.span.end - quote, "/")],
          },
        ],
      };
    }
  },
});
