import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { Problem } from "../rule.ts";
import { removeKeepingComments } from "./instructions.ts";

/**
 * Instructions of which a stage has only one: the last. Those before it have no effect and can go.
 * An ONBUILD trigger belongs to another build and is not counted.
 */
export function* deadInstructions(
  { dockerfile, stages }: Facts,
  keyword: "CMD" | "ENTRYPOINT" | "HEALTHCHECK",
): Generator<Problem> {
  for (const { stage } of stages) {
    const repeated: readonly Instruction[] = stage.instructions.filter((one) => one.keyword === keyword);
    for (const dead of repeated.slice(0, -1)) {
      yield {
        span: dead.span,
        message: `this ${keyword} has no effect, because the last ${keyword} of the stage replaces it`,
        isUnnecessary: true,
        fixes: [
          {
            title: `Remove the ${keyword} without effect`,
            safety: "safe",
            edits: [removeKeepingComments(dockerfile, dead)],
          },
        ],
      };
    }
  }
}
