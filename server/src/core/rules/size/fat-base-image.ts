import type { Fix } from "../../edits/fix.ts";
import { setTag } from "../../edits/imageTag.ts";
import { gainInWords } from "../../estimate/words.ts";
import { needsFullImage, needsGlibc } from "../../facts/baseNeeds.ts";
import type { Facts } from "../../facts/facts.ts";
import { type ImageUse, imageUses } from "../../facts/imageUses.ts";
import { type Alternative, smallerAlternatives } from "../../images/alternatives.ts";
import { officialImage } from "../../images/official.ts";
import { readTag } from "../../images/tagShape.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "fat-base-image",
  group: "size",
  summary: "The base image has a much smaller sibling of the same version.",
  why: "The full images of a language carry compilers, headers, version control and more, several hundred megabytes that only builds need. The `-slim` tag of the same version runs the same programs on the same system. The `-alpine` tag is another system with another C library, so it is offered only where nothing in the file speaks for Debian. Nothing is offered when the file uses tools that the smaller image lacks; there, a build stage of its own helps.",
  severity: "information",
  needs: "images",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const root = facts.finalStage?.root;
    const use = imageUses(facts).find(({ instruction }) => instruction === root?.stage.from);
    if (!root || !use || use.reference.digest !== undefined || facts.isWindowsFile) return;
    const fitting = fittingAlternatives(facts, use, root.platform ?? facts.known.platform);
    const [best] = fitting;
    if (!best) return;
    yield {
      span: use.part.span,
      message: `${best.reference} does the same with ${gainInWords(best.saves)} less`,
      costs: best.saves,
      fixes: fitting.flatMap((alternative) => fixes(facts, use, alternative)),
    };
  },
});

/** Who chose a small tag is not asked to go further. */
function fittingAlternatives(
  facts: Facts,
  { reference }: ImageUse,
  platform: string,
): readonly Alternative[] {
  const image = officialImage(reference);
  const { variant, suite } = readTag(image?.name ?? "", reference.tag);
  if (!image || /\b(slim|alpine)\b/.test(variant)) return [];
  const found = smallerAlternatives(reference, platform, facts.known.images);
  if (found.length === 0 || needsFullImage(facts)) return [];
  // A release that is named is chosen.
  const isMuslFine = suite === undefined && !needsGlibc(facts);
  return found.filter(({ kind }) => kind === "slim" || (kind === "alpine" && isMuslFine));
}

function fixes(
  facts: Facts,
  use: ImageUse,
  { reference, tag, kind, loses, saves }: Alternative,
): readonly Fix[] {
  const edit = setTag(facts, use, tag);
  if (!edit) return [];
  const assumption =
    kind === "alpine"
      ? `neither the program nor its packages need ${loses}`
      : `neither the program nor the installation of its packages needs ${loses}`;
  return [{ title: `Use ${reference}`, safety: "review", assumption, edits: [edit], saves }];
}
