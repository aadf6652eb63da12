import type { CompletionItem, CompletionList } from "vscode-languageserver";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { argumentItems } from "./arguments.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { directiveItems, directiveParts } from "./directives.ts";
import { ignoreComments } from "./ignoreComments.ts";
import { imageNames } from "./imageNames.ts";
import { keywords } from "./keywords.ts";
import { isCompletedByOthers, isOfOthers } from "./ofOthers.ts";
import { packageWords } from "./packages/packageWords.ts";
import { imagePlaceAt } from "./place.ts";
import { tags } from "./tags.ts";
import { variableAt, variables } from "./variables.ts";

interface CompletionInput {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  readonly offset: number;
  /** The character that the client asks on account of; undefined when a letter was typed, or the user asked. */
  readonly trigger?: string | undefined;
  /** Nothing but images and their tags, where somebody else offers the rest. */
  readonly imagesOnly: boolean;
  /** Other Docker extensions are there: what they complete is not completed twice. */
  readonly isBesideOthers: boolean;
}

/** Everything else is asked for by typing a letter. */
export const triggerCharacters = [":", "=", "$", "{", "-", "/", ",", " "];

export function completion(input: CompletionInput): CompletionList {
  const { outcome, features, offset, trigger, imagesOnly, isBesideOthers } = input;
  const { facts } = outcome.analysis;
  const place = imagePlaceAt(facts.dockerfile, offset);
  const request = { outcome, features, offset };
  if (place?.kind === "tag") return tags({ ...request, place });
  const images = place ? imageNames({ ...request, place }) : [];
  const cursor = imagesOnly ? undefined : cursorAt(facts.dockerfile, offset);
  const others = cursor && !isOnlyBlank(cursor, trigger) ? wordsAt(request, cursor, { isBesideOthers }) : [];
  const packages = cursor && packagesAt(request, cursor, trigger);
  return {
    isIncomplete: packages?.isIncomplete || facts.known.images.catalog?.isListing?.() || false,
    items: [...images, ...others, ...(packages?.items ?? [])],
  };
}

function wordsAt(
  request: Pick<CompletionInput, "outcome" | "features" | "offset">,
  cursor: Cursor,
  { isBesideOthers }: Pick<CompletionInput, "isBesideOthers">,
): readonly CompletionItem[] {
  if (!isBesideOthers) return itemsAt(request, cursor);
  if (isCompletedByOthers(cursor)) return [];
  return itemsAt(request, cursor).filter((item) => !isOfOthers(item, cursor));
}

function packagesAt(
  request: Pick<CompletionInput, "outcome" | "features" | "offset">,
  cursor: Cursor,
  trigger: string | undefined,
): CompletionList | undefined {
  if (cursor.kind !== "argument" && cursor.kind !== "body") return undefined;
  return cursor.instruction.keyword === "RUN"
    ? packageWords({ ...request, place: cursor }, trigger)
    : undefined;
}

/** A blank at the beginning of a line, in a comment, or behind what may have been the last one, asks for nothing. */
function isOnlyBlank(cursor: Cursor, trigger: string | undefined): boolean {
  if (trigger !== " ") return false;
  if (cursor.kind !== "argument") return true;
  const { keyword } = cursor.instruction;
  return (keyword === "ENV" || keyword === "LABEL") && cursor.words[0] !== cursor.word;
}

function itemsAt(
  request: Pick<CompletionInput, "outcome" | "features" | "offset">,
  cursor: Cursor,
): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  switch (cursor.kind) {
    case "comment": {
      const place = { ...request, place: cursor };
      return [...(cursor.isPreamble ? directiveParts(place) : []), ...ignoreComments(place)];
    }
    case "keyword": {
      const place = { ...request, place: cursor };
      const isFirst = cursor.isPreamble && !cursor.hasArguments;
      return [...keywords(place), ...(isFirst ? directiveItems(place, "# ") : [])];
    }
    case "body": {
      const { instruction, heredoc } = cursor;
      // The shell knows its variables whatever the delimiter; COPY puts them in where it is not quoted.
      const hasVariables = instruction.keyword === "RUN" || heredoc.expands;
      const place = hasVariables ? variableAt(facts, request.offset, instruction) : undefined;
      return place ? variables({ ...request, place }) : [];
    }
    case "argument":
      return argumentItems({ ...request, place: cursor });
  }
}
