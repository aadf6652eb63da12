import { unpinnedInstalls } from "../../facts/unpinnedInstalls.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "unpinned-go",
  group: "reproducibility",
  summary: "`go install` or `go get` takes the newest version of a package.",
  why: "With `@latest`, or the name of a branch, two builds of the same file can install different versions, and the second may break without any change of yours. Name a version: `go install example.com/tool@v1.2.3`. Without `@`, `go install` and `go run` take the version that go.mod states, so only `go get` is reported then.",
  severity: "hint",
  phase: "word",
  safety: [],
  aliases: ["DL3062"],
  check: (facts) => unpinnedInstalls(facts, ["go"]),
});
