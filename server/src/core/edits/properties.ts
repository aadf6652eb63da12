import type { ArgInstruction, Dockerfile, EnvInstruction, Property } from "../document/dockerfile.ts";
import { removeSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { removeInstruction } from "./instructions.ts";

/**
 * Takes one `name=value` out of an ENV, LABEL or ARG; the whole instruction when it is the only one.
 * @returns undefined when a comment would go with it
 */
export function removeProperty(
  dockerfile: Dockerfile,
  instruction: ArgInstruction | EnvInstruction,
  property: Property,
): Edit | undefined {
  const { properties } = instruction;
  if (properties.length === 1)
    return instruction.innerComments.length > 0 || instruction.isOnbuildTrigger
      ? undefined
      : removeInstruction(dockerfile, instruction);
  const at = properties.indexOf(property);
  const before = properties[at - 1];
  const next = properties[at + 1];
  const start = before ? before.span.end : property.span.start;
  const end = before ? property.span.end : (next?.span.start ?? property.span.end);
  const losesComment = instruction.innerComments.some(({ span }) => span.start >= start && span.end <= end);
  return losesComment ? undefined : removeSpan({ start, end });
}
