import { knownTagFix } from "../../edits/knownTag.ts";
import { imageUses } from "../../facts/imageUses.ts";
import { hasOnlyLatest } from "../../images/suggestedTag.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "untagged-image",
  group: "reproducibility",
  summary: "An image is named without a tag, so the build takes whatever is newest.",
  why: "Without a tag, Docker takes `latest`. The next build may get another major version, and nobody sees it in the file or can go back to what worked. The fix names a line that gets updates for long: fixes still arrive, surprises do not. Images that publish nothing but `latest` are not reported; a digest pins those.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3006", "DS-0001"],
  *check(facts): Generator<Problem> {
    for (const use of imageUses(facts)) {
      const { reference, part } = use;
      if (reference.tag !== undefined || reference.digest !== undefined || hasOnlyLatest(reference)) continue;
      yield {
        span: part.span,
        message: `${reference.familiar} has no tag, so each build takes whatever version is newest`,
        fixes: knownTagFix(facts, use),
      };
    }
  },
});
