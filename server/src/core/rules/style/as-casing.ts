import { replaceSpan } from "../../edits/apply.ts";
import { inCasing, keywordCasing } from "../../facts/casing.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "as-casing",
  group: "style",
  summary: "AS is not written in the case of FROM.",
  why: "`FROM … as …` works, but the two words belong together and are easier to find when they look alike. The case of the file's instructions decides.",
  severity: "hint",
  phase: "word",
  safety: ["safe"],
  aliases: ["FromAsCasing"],
  *check(facts): Generator<Problem> {
    for (const { from } of facts.dockerfile.stages) {
      if (!from.as) continue;
      const wanted = inCasing("AS", keywordCasing(facts));
      if (from.as.text === wanted) continue;
      yield {
        span: from.as.span,
        message: `${from.as.text} is not written like ${inCasing("FROM", keywordCasing(facts))}`,
        fixes: [{ title: `Write ${wanted}`, safety: "safe", edits: [replaceSpan(from.as.span, wanted)] }],
      };
    }
  },
});
