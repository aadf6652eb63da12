import { unconfirmedCalls } from "../../edits/assumeYes.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "yum-yes",
  group: "correctness",
  summary: "`yum install` asks for confirmation.",
  why: "yum lists what it is going to do and asks whether that is all right. During a build nobody answers, which it takes for a no, and the build fails. `-y` answers.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3030"],
  check: (facts) => unconfirmedCalls(facts, ["yum"]),
});
