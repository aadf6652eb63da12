import { unconfirmedCalls } from "../../edits/assumeYes.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "apt-yes",
  group: "correctness",
  summary: "`apt-get install` asks for confirmation.",
  why: "When apt has to install more than was named, or to remove something, it asks whether to go on. During a build nobody answers, so it gives up and the build fails – today, or on the day when a package gets one more dependency. `-y` answers. `DEBIAN_FRONTEND=noninteractive` does not: it only keeps packages from asking while they are set up.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3014", "DS-0021"],
  check: (facts) => unconfirmedCalls(facts, ["apt"]),
});
