import { unconfirmedCalls } from "../../edits/assumeYes.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "dnf-yes",
  group: "correctness",
  summary: "`dnf install` or `microdnf install` asks for confirmation.",
  why: "dnf lists what it is going to do and asks whether that is all right. During a build nobody answers, which it takes for a no, and the build fails. `-y` answers.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3038"],
  check: (facts) => unconfirmedCalls(facts, ["dnf", "microdnf"]),
});
