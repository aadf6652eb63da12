import { imageFamily } from "../images/families.ts";
import type { OsFamily } from "../images/types.ts";
import type { StageFacts } from "./stages.ts";

/** The system that a stage rests on, from what is known of its image, else from the image's name and tag. */
export function systemOf(stage: StageFacts | undefined): OsFamily | undefined {
  if (!stage) return undefined;
  const { image, reference, isScratch } = stage.root;
  if (isScratch) return "scratch";
  return image?.osFamily ?? (reference && imageFamily(reference).osFamily);
}
