import { replaceSpan } from "../../edits/apply.ts";
import { inCasing, keywordCasing } from "../../facts/casing.ts";
import { withTriggers } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "instruction-casing",
  group: "style",
  summary: "An instruction is not written in the case of the others.",
  why: "Docker reads instructions in any case. Readers find them by their shape, though, and most tools that search Dockerfiles look for one spelling. What counts is how most instructions of the file are written; a file in lower case stays in lower case.",
  severity: "hint",
  phase: "word",
  safety: ["safe"],
  aliases: ["ConsistentInstructionCasing"],
  *check(facts): Generator<Problem> {
    const { text } = facts.dockerfile;
    for (const { keyword, keywordSpan: span } of withTriggers(facts.dockerfile)) {
      const written = text.slice(span.start, span.end);
      // A keyword that is broken over two lines is left alone.
      if (keyword === "UNKNOWN" || written.length !== keyword.length) continue;
      const casing = keywordCasing(facts);
      const wanted = inCasing(keyword, casing);
      if (written === wanted) continue;
      yield {
        span,
        message: `most instructions of this file are written in ${casing} case`,
        fixes: [{ title: `Write ${wanted}`, safety: "safe", edits: [replaceSpan(span, wanted)] }],
      };
    }
  },
});
