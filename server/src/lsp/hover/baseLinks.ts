import type { WorkspaceEdit } from "vscode-languageserver";
import { type SmallerBase, smallerBases } from "../../core/edits/smallerBases.ts";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { workspaceEdit } from "../edits.ts";
import { openDocument, openEdits } from "../inline/places.ts";
import { type ImageTarget, targetAt } from "./target.ts";

/** The command behind the name of a smaller image in a hover; the server answers it. */
export const useImageCommand = "plimsoll.useImage";

/** What the link hands over: where the image is named, and which one is to stand there. */
export interface UseImage {
  readonly uri: string;
  /** Offset of the image that is replaced. */
  readonly at: number;
  readonly image: string;
}

/** Smaller images for the FROM that a hover is about. */
export function basesFor(
  { instruction, word, text, reference }: ImageTarget,
  { analysis: { facts } }: Analysed,
): readonly SmallerBase[] {
  const stage = facts.graph.stageOf(instruction);
  if (instruction.keyword !== "FROM" || !stage || !reference || text === undefined) return [];
  return smallerBases(facts, { instruction, stage, part: word, text, reference });
}

/** The address of the link; undefined where the client has no use for it, or the image cannot be put in. */
export function linkTo(
  { name, edit, isMissed }: SmallerBase,
  { span }: ImageTarget,
  outcome: Analysed,
  { commands, showsMarkdown }: ClientFeatures,
): string | undefined {
  if (!edit || isMissed || !showsMarkdown || !commands.has(useImageCommand)) return undefined;
  if (!openEdits(outcome, [edit])) return undefined;
  const use: UseImage = { uri: outcome.document.uri, at: span.start, image: name };
  // Brackets would end the link in Markdown.
  const given = encodeURIComponent(JSON.stringify([use]))
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
  return `command:${useImageCommand}?${given}`;
}

export function isUseImage(given: unknown): given is UseImage {
  if (typeof given !== "object" || given === null) return false;
  const { uri, at, image } = given as Partial<Record<keyof UseImage, unknown>>;
  return typeof uri === "string" && typeof at === "number" && typeof image === "string";
}

/** What following the link changes in the text as it is now; undefined when the image does not stand there any more. */
export function useImageEdit(
  outcome: Analysed,
  { at, image }: UseImage,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const target = targetAt({ facts: outcome.analysis.facts, rules: [], offset: at });
  if (target?.kind !== "image") return undefined;
  const edit = basesFor(target, outcome).find(({ name }) => name === image)?.edit;
  const edits = edit && openEdits(outcome, [edit]);
  return edits && workspaceEdit({ document: openDocument(outcome) }, { edits }, features);
}
