import { unconfirmedCalls } from "../../edits/assumeYes.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "zypper-yes",
  group: "correctness",
  summary: "`zypper install` asks for confirmation.",
  why: "zypper asks whether to continue, and what to do about conflicts. During a build nobody answers, and it fails. With `--non-interactive` in front of the sub-command it takes the default answer.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3034"],
  check: (facts) => unconfirmedCalls(facts, ["zypper"]),
});
