import imageTableText from "../../../data/images.json" with { type: "json" };
import { imageTable } from "../core/images/table.ts";
import type { Known } from "../core/known.ts";

/** What the command line knows without asking anybody: the bundled image table. */
export function knownFor(platform: string): Known {
  return { images: imageTable(imageTableText), context: undefined, platform };
}
