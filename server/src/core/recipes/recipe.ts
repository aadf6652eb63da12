import type { Facts } from "../facts/facts.ts";
import { dotnet } from "./dotnet.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { native } from "./native.ts";
import { nodeFrontEnd } from "./nodeFrontEnd.ts";
import { nodeServer } from "./nodeServer.ts";
import { phpComposer } from "./phpComposer.ts";
import type { Plan, PlanInFront, Recipe, WhyNot } from "./plan.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { obstacle, singleStage } from "./singleStage.ts";

/** Every recipe; the first that is made for a file decides about it. */
export const recipes: readonly Recipe[] = [
  go,
  nodeFrontEnd,
  nodeServer,
  java,
  rust,
  native,
  dotnet,
  phpComposer,
  python,
  ruby,
];

/** How a single-stage file becomes a multi-stage one, or why it does not; undefined when no recipe is made for it. */
export function recognise(facts: Facts): Plan | PlanInFront | WhyNot | undefined {
  const single = singleStage(facts);
  const recipe = single && recipes.find((candidate) => candidate.isFor(single));
  if (!single || !recipe) return undefined;
  const whyNot = obstacle(single, recipe);
  return whyNot === undefined ? recipe.plan(single) : { kind: "not", whyNot };
}
