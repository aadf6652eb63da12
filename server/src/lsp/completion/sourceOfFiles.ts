import type { CompletionItem } from "vscode-languageserver";
import { imageNames } from "./imageNames.ts";
import { placeInWord } from "./place.ts";
import type { WordRequest } from "./request.ts";
import { tags } from "./tags.ts";

/** Stages and images, and behind a colon tags. */
export function sourceOfFiles(request: WordRequest, start: number, end: number): readonly CompletionItem[] {
  const { outcome, offset } = request;
  const { dockerfile, graph } = outcome.analysis.facts;
  const stage = graph.stageOf(request.place.instruction);
  const written = dockerfile.text.slice(start, end);
  const place = placeInWord({ start, text: written }, offset, stage?.stage.from);
  if (!place) return [];
  if (place.kind === "tag") return tags({ ...request, place }).items;
  return imageNames({ ...request, place: { ...place, takesNumbers: true } });
}
