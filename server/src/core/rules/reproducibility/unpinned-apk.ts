import { unpinnedInstalls } from "../../facts/unpinnedInstalls.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "unpinned-apk",
  group: "reproducibility",
  summary: "`apk add` names packages without a version.",
  why: "Without `=version` or `~version` a build installs whatever Alpine has that day. Distributions take old versions off their servers as soon as there is a newer one, so that a pinned version builds today and fails next month, and keeps security fixes out until then. That is why this rule is off. Switch it on where the packages come from a snapshot or a mirror of your own; elsewhere, pin the base image.",
  severity: "off",
  phase: "word",
  safety: [],
  aliases: ["DL3018"],
  check: (facts) => unpinnedInstalls(facts, ["apk"]),
});
