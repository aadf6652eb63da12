import { deadInstructions } from "../../edits/deadInstructions.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "repeated-cmd",
  group: "correctness",
  summary: "A stage has several CMDs, of which only the last counts.",
  why: "An image has one default command. Docker takes the last CMD of a stage and forgets the others, so a reader who stops at the first one is misled, and a command that was meant to run never does. To run several programs, start them from one script or use several containers.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL4003", "MultipleInstructionsDisallowed", "DS-0016"],
  check: (facts) => deadInstructions(facts, "CMD"),
});
