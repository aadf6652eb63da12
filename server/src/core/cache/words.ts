import { t } from "../../l10n/t.ts";
import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Cause, Rebuild } from "./model.ts";

/** Turns an offset into a line from 1; only the edges know lines. */
export type LineOf = (offset: number) => number;

/** "takes src", "after COPY . . in line 3" */
export function causeInWords(facts: Facts, cause: Cause, lineOf: LineOf): string {
  switch (cause.kind) {
    case "takes":
      return cause.path === "" ? t("takes the build context") : t("takes {0}", cause.path);
    case "unknownSource":
      return t("may take it: a source has a variable without a known value");
    case "ignoreFile":
      return t("may take other files than before");
    case "text":
      return t("is changed itself");
    case "unlinked":
      return t("only where the builder cannot merge layers, as Docker without the containerd image store");
    case "base":
      return t("stands on {0}, which is another one", cause.stage.imageText ?? t("the base image"));
    case "after":
      return t("after {0}", placeInWords(facts, cause.instruction, lineOf));
    case "setting":
      return t("runs with {0}", placeInWords(facts, cause.instruction, lineOf));
    case "from":
      return t("if what it takes from {0} comes out different", stageInWords(cause.stage));
  }
}

/** "COPY . . in line 3" */
function placeInWords(facts: Facts, instruction: Instruction, lineOf: LineOf): string {
  return t("{0} in line {1}", firstLine(facts, instruction, 40), lineOf(instruction.span.start));
}

/** "stage build" */
export function stageInWords({ stage }: StageFacts): string {
  return t("stage {0}", stage.name?.value ?? stage.index);
}

/** The instruction as far as it stands in its first line, with single blanks, cut at `longest` UTF-16 units. */
export function firstLine({ dockerfile }: Facts, { span }: Instruction, longest = 80): string {
  const [line = ""] = dockerfile.text.slice(span.start, span.end).split(/\r?\n/, 1);
  const words = line
    .replace(/[\\`]\s*$/, "")
    .replace(/\s+/g, " ")
    .trim();
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** "most of the estimated build work (≈ 80 %)", "perhaps …" where only the build tells. */
export function shareInWords(rebuild: Rebuild): string {
  const [portion, percents] = wordsFor(rebuild);
  return t("{0} of the estimated build work ({1})", portion, percents);
}

/** The same for where it is clear what it is a share of: "most (≈ 80 %)". */
export function shortShareInWords(rebuild: Pick<Rebuild, "share">): string {
  const [portion, percents] = wordsFor(rebuild);
  return t("{0} ({1})", portion, percents);
}

/** "≈ 80 %", "< 5 %, perhaps ≈ 40 %" */
export function percentsInWords(rebuild: Pick<Rebuild, "share">): string {
  return wordsFor(rebuild)[1];
}

function wordsFor({
  share: { certain, possible },
}: Pick<Rebuild, "share">): readonly [portion: string, percents: string] {
  const [least, most] = [percent(certain), percent(possible)];
  if (certain === 0 && possible > 0) return [t("perhaps {0}", portion(possible)), most];
  return [portion(certain), least === most ? most : t("{0}, perhaps {1}", least, most)];
}

function portion(share: number): string {
  if (share >= 0.95) return t("nearly all");
  if (share >= 0.6) return t("most");
  if (share >= 0.4) return t("about half");
  if (share >= 0.05) return t("part");
  return t("next to nothing");
}

/** To tens: the weights behind it are worth no more. */
function percent(share: number): string {
  if (share < 0.05) return "< 5 %";
  return share >= 0.95 ? "> 95 %" : `≈ ${Math.round(share * 10) * 10} %`;
}
