import { unpinnedInstalls } from "../../facts/unpinnedInstalls.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "unpinned-pip",
  group: "reproducibility",
  summary: "`pip install` names packages without a version.",
  why: "Two builds of the same file can install different versions, and the second may break without any change of yours. Write `package==version`, or better, list all packages with their dependencies in a requirements or constraints file: `pip install -r requirements.txt`, `pip install -c constraints.txt package`. Local files, folders and repositories at a revision are not reported.",
  severity: "hint",
  phase: "word",
  safety: [],
  aliases: ["DL3013"],
  check: (facts) => unpinnedInstalls(facts, ["pip", "uv"]),
});
