import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "root-user",
  group: "security",
  summary: "One sentence: what is reported.",
  why: "Two to five sentences: the cost in size, time or risk, and what the fixes do.",
  severity: "information",
  phase: "word",
  safety: [],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.script.isUnderstood) continue;
      // yield { span, message, fixes }
    }
  },
});
