import type { Instruction, Part } from "../document/dockerfile.ts";
import { officialImage } from "../images/official.ts";
import { parseReference } from "../images/reference.ts";
import type { ImageReference } from "../images/types.ts";
import type { Facts } from "./facts.ts";
import { type StageFacts, stageReferences } from "./stages.ts";

/** A word that names an image outside of the file: in FROM, `COPY --from` or a mount. */
export interface ImageUse {
  readonly instruction: Instruction;
  readonly stage: StageFacts;
  readonly part: Part;
  /** With variables put in. */
  readonly text: string;
  readonly reference: ImageReference;
}

/** Every external image that the file names, in order. Named build contexts look the same and are left out. */
export function imageUses(facts: Facts): readonly ImageUse[] {
  return facts.stages.flatMap((stage) => {
    const { from } = stage.stage;
    const { imageText: text, reference: image } = stage;
    const uses: ImageUse[] = [];
    if (from.image && image && text !== undefined)
      uses.push({ instruction: from, stage, part: from.image, text, reference: image });
    for (const { word, instruction } of stageReferences(stage.stage)) {
      const reference = word.text.includes("$") ? undefined : parseReference(word.value);
      if (!reference || facts.graph.resolve(word.value, stage) || !isImage(word.value, reference, facts))
        continue;
      uses.push({ instruction, stage, part: word, text: word.value, reference });
    }
    return uses;
  });
}

/** A bare word may be the name of a build context; a known image, a tag or a path is an image. */
function isImage(word: string, reference: ImageReference, { known, stages }: Facts): boolean {
  if (
    /^\d+$/.test(word) ||
    stages.some(({ stage }) => stage.name?.value.toLowerCase() === word.toLowerCase())
  )
    return false;
  if (/[:/@]/.test(word)) return true;
  return officialImage(reference) !== undefined && known.images.tags(reference).length > 0;
}
