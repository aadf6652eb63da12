import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { applyEdits } from "../../server/src/core/edits/apply.ts";
import { deriveFacts, type Facts } from "../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import type { Offer } from "../../server/src/core/refactorings/refactoring.ts";
import { refactoringsAt } from "../../server/src/core/refactorings/refactorings.ts";

/** What marks the cursor, or both ends of the selection, in the text of an example. */
const mark = "‸";

export function factsOf(text: string): Facts {
  return deriveFacts(parseDockerfile(text), nothingKnown);
}

export function offersIn(marked: string): readonly Offer[] {
  const text = marked.replaceAll(mark, "");
  const start = marked.indexOf(mark);
  if (start < 0) throw new Error(`no ${mark} in the example`);
  const last = marked.lastIndexOf(mark);
  return refactoringsAt(factsOf(text), { start, end: last === start ? start : last - mark.length });
}

/** The text after the refactoring whose title begins like this, or why it is refused; undefined when it is not offered. */
export function refactored(title: string, marked: string): string | undefined {
  const offer = offersIn(marked).find((one) => one.title.startsWith(title));
  if (!offer) return undefined;
  return "whyNot" in offer
    ? `refused: ${offer.whyNot}`
    : applyEdits(marked.replaceAll(mark, ""), offer.edits);
}

/** An example as lines, the last one ended as well. */
export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
