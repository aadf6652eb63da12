import { parseDockerfile } from "../document/parse.ts";
import { applyEdits } from "../edits/apply.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { chainToHeredoc } from "./chainToHeredoc.ts";
import { extractStage } from "./extractStage.ts";
import { heredocToChain } from "./heredocToChain.ts";
import { inlineStage } from "./inlineStage.ts";
import { packagesPerLine } from "./packagesPerLine.ts";
import type { Offer, Refactor } from "./refactoring.ts";

const all: readonly Refactor[] = [extractStage, inlineStage, chainToHeredoc, heredocToChain, packagesPerLine];

/** What can be done with the selection, and what cannot and why. Nothing in a file that BuildKit refuses. */
export function refactoringsAt(facts: Facts, selection: Span): readonly Offer[] {
  const { text, problems } = facts.dockerfile;
  if (problems.length > 0) return [];
  return all.flatMap((refactor) => {
    const offer = refactor(facts, selection);
    if (!offer || "whyNot" in offer) return offer ?? [];
    return parseDockerfile(applyEdits(text, offer.edits)).problems.length > 0 ? [] : offer;
  });
}
