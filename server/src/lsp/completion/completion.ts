import type { CompletionList } from "vscode-languageserver";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { imageNames } from "./imageNames.ts";
import { imagePlaceAt, type Place } from "./place.ts";
import { tags } from "./tags.ts";

/** What a kind of completion is asked with. */
export interface CompletionRequest<P extends Place = Place> {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  readonly offset: number;
  readonly place: P;
}

type CompletionInput = Omit<CompletionRequest, "place">;

/** Behind a colon there may be a tag; everything else is asked for by typing a letter. */
export const triggerCharacters = [":"];

const none: CompletionList = { isIncomplete: false, items: [] };

export function completion(input: CompletionInput): CompletionList {
  const place = imagePlaceAt(input.outcome.analysis.facts.dockerfile, input.offset);
  if (!place) return none;
  return place.kind === "tag" ? tags({ ...input, place }) : imageNames({ ...input, place });
}
