import type { Dockerfile } from "../document/dockerfile.ts";
import { withTriggers } from "./facts.ts";
import { perFacts } from "./perFacts.ts";

export type Casing = "upper" | "lower";

/** How the file writes its instructions: as most of them are written, upper case where it is undecided. */
export const keywordCasing = perFacts(({ dockerfile }) => casingOf(dockerfile));

export function casingOf(dockerfile: Dockerfile): Casing {
  let balance = 0;
  for (const { keyword, keywordSpan } of withTriggers(dockerfile)) {
    if (keyword === "UNKNOWN") continue;
    const written = dockerfile.text.slice(keywordSpan.start, keywordSpan.end);
    if (written === keyword) balance += 1;
    else if (written === keyword.toLowerCase()) balance -= 1;
  }
  return balance < 0 ? "lower" : "upper";
}

export function inCasing(word: string, casing: Casing): string {
  return casing === "upper" ? word.toUpperCase() : word.toLowerCase();
}
