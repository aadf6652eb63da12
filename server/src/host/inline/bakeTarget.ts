import { folderStated } from "./folder.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import type { WrittenText } from "./scalars.ts";
import { asBuilt } from "./variables.ts";

interface Target {
  readonly name: string;
  /** As the file has it; undefined where it states none. */
  readonly context: unknown;
  /** What it does not state comes from other targets. */
  readonly inherits: boolean;
  readonly valueOf: (variable: string) => string | undefined;
}

/** The Dockerfile of a target of bake, whichever way the file is written. */
export function inlineOfTarget(
  written: WrittenText,
  { name, context, inherits, valueOf }: Target,
): InlineDockerfile {
  const dollars = "before braces";
  return {
    owner: `target.${name}`,
    context: inherits && context === undefined ? undefined : folderStated(context),
    writing: written.writing,
    dollars,
    ...asBuilt(written, dollars, (expression) => valueOf(expression.trim())),
  };
}
