import { deadInstructions } from "../../edits/deadInstructions.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "repeated-entrypoint",
  group: "correctness",
  summary: "A stage has several ENTRYPOINTs, of which only the last counts.",
  why: "An image has one entry point. Docker takes the last ENTRYPOINT of a stage and forgets the others, so a wrapper script that was meant to run first never does.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL4004", "MultipleInstructionsDisallowed", "DS-0007"],
  check: (facts) => deadInstructions(facts, "ENTRYPOINT"),
});
