import { unpinnedInstalls } from "../../facts/unpinnedInstalls.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "unpinned-gem",
  group: "reproducibility",
  summary: "`gem install` names gems without a version.",
  why: "Two builds of the same file can install different versions, and the second may break without any change of yours. Write `gem install name:version` or `-v version`, or list the gem in a Gemfile and install by `bundle install` from the lock file.",
  severity: "hint",
  phase: "word",
  safety: [],
  aliases: ["DL3028"],
  check: (facts) => unpinnedInstalls(facts, ["gem"]),
});
