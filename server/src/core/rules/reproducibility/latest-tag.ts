import { tagSpan } from "../../edits/imageTag.ts";
import { knownTagFix } from "../../edits/knownTag.ts";
import { imageUses } from "../../facts/imageUses.ts";
import { hasOnlyLatest } from "../../images/suggestedTag.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "latest-tag",
  group: "reproducibility",
  summary: "An image is named by the tag `latest`, which is another version from one build to the next.",
  why: "`latest` moves. The next build may get another major version, and nobody sees it in the file or can go back to what worked. The fix names a line that gets updates for long: fixes still arrive, surprises do not. With a digest behind it, and on images that publish nothing else, `latest` is not reported.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3007", "DS-0001"],
  *check(facts): Generator<Problem> {
    for (const use of imageUses(facts)) {
      const { reference, part } = use;
      if (reference.tag !== "latest" || reference.digest !== undefined || hasOnlyLatest(reference)) continue;
      yield {
        span: tagSpan(use) ?? part.span,
        message: `${reference.familiar} is another version from one build to the next`,
        fixes: knownTagFix(facts, use),
      };
    }
  },
});
