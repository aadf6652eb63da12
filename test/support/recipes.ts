import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../server/src/core/facts/facts.ts";
import type { Known } from "../../server/src/core/known.ts";
import type { Plan, PlanInFront, WhyNot } from "../../server/src/core/recipes/plan.ts";
import { recognise } from "../../server/src/core/recipes/recipe.ts";
import { specKnown } from "./known.ts";

/** What the recipes say of a Dockerfile. */
export function recognised(
  lines: readonly string[],
  known: Known = specKnown(undefined),
): Plan | PlanInFront | WhyNot | undefined {
  return recognise(deriveFacts(parseDockerfile(`${lines.join("\n")}\n`), known));
}

/** The plan for a Dockerfile; throws with the reason when there is none. */
export function planned(lines: readonly string[], known?: Known): Plan {
  const found = recognised(lines, known);
  if (found?.kind !== "plan")
    throw new Error(found?.kind === "not" ? found.whyNot : "no recipe is made for this file");
  return found;
}
