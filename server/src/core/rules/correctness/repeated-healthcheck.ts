import { deadInstructions } from "../../edits/deadInstructions.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "repeated-healthcheck",
  group: "correctness",
  summary: "A stage has several HEALTHCHECKs, of which only the last counts.",
  why: "An image has one health check. Docker takes the last HEALTHCHECK of a stage, be it NONE, and forgets the others: a second port or service is not watched. Put both checks into one command.",
  severity: "warning",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL3012", "MultipleInstructionsDisallowed", "DS-0023"],
  check: (facts) => deadInstructions(facts, "HEALTHCHECK"),
});
