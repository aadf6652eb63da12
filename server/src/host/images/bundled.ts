import imageTableText from "../../../../data/images.json" with { type: "json" };
import { imageTable } from "../../core/images/table.ts";
import type { KnownImages } from "../../core/known.ts";
import type { ImageSource } from "./source.ts";

/** The figures in the package. They need nobody, and answer at once. */
export const bundledImages: KnownImages = imageTable(imageTableText);

/** The same as the last link of the chain. */
export const bundledSource: ImageSource = {
  name: "bundled table",
  lookup: async (reference, platform) => bundledImages.facts(reference, platform),
};
