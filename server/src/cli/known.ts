import type { Known } from "../core/known.ts";
import { bundledImages } from "../host/images/bundled.ts";

/** What the command line knows without asking anybody: the bundled image table. */
export function knownFor(platform: string): Known {
  return {
    images: bundledImages,
    context: undefined,
    platform,
    today: new Date().toISOString().slice(0, 10),
  };
}
