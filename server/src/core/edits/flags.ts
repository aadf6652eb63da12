import type { CopyInstruction } from "../document/dockerfile.ts";
import { insertAt, replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";

/** Gives a COPY or ADD a flag behind its other flags, or the flag that is there another value; undefined when it has it. */
export function setFlag(instruction: CopyInstruction, name: string, value: string): Edit | undefined {
  const present = instruction.flags.find((flag) => flag.name === name);
  if (present) return present.value === value ? undefined : replaceSpan(present.span, `--${name}=${value}`);
  const end = instruction.flags.at(-1)?.span.end ?? instruction.keywordSpan.end;
  return insertAt(end, ` --${name}=${value}`);
}
