import { insertAt } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Facts } from "../../facts/facts.ts";
import { type ImageUse, imageUses } from "../../facts/imageUses.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "digest-not-pinned",
  group: "reproducibility",
  summary: "An image is named by its tag alone, which can be moved.",
  why: "A tag can point to another image tomorrow, a digest cannot: with `tag@sha256:…` every build starts from the same bytes, and the tag stays as a comment for people. The price is that security fixes no longer arrive by themselves, so that a digest makes sense together with a bot that renews it. That is why this rule is off.",
  severity: "off",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const use of imageUses(facts)) {
      const { reference, part } = use;
      if (reference.digest !== undefined) continue;
      yield {
        span: part.span,
        message: "without a digest, the tag decides on the day of the build which image this is",
        fixes: digestFix(facts, use),
      };
    }
  },
});

function digestFix(
  { known }: Facts,
  { part, text, reference, stage, instruction }: ImageUse,
): readonly Fix[] {
  const platform = instruction.keyword === "FROM" ? stage.platform : undefined;
  const image = known.images.facts(reference, platform ?? known.platform);
  const isWhole = part.text === text && reference.tag !== undefined;
  if (!isWhole || image?.digest === undefined || image.standsInFor !== undefined) return [];
  return [
    {
      title: "Add the digest",
      safety: "review",
      assumption: "the digest is that of all platforms that the image is built for, and somebody renews it",
      edits: [insertAt(part.span.end, `@${image.digest}`)],
    },
  ];
}
