import { unpinnedInstalls } from "../../facts/unpinnedInstalls.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "unpinned-npm",
  group: "reproducibility",
  summary: "`npm install` names packages without a version.",
  why: "Two builds of the same file can install different versions, and the second may break without any change of yours. Write `package@version`, or list the package in package.json and install by `npm ci` from the lock file. A plain `npm install`, files, folders and repositories at a revision are not reported.",
  severity: "hint",
  phase: "word",
  safety: [],
  aliases: ["DL3016"],
  check: (facts) => unpinnedInstalls(facts, ["npm", "yarn", "pnpm", "bun"]),
});
