import type { Dockerfile } from "../document/dockerfile.ts";
import { parseDockerfile } from "../document/parse.ts";
import { applyEdits, sortEdits } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { continuationEdits } from "./continuations.ts";
import { headEdits } from "./heads.ts";
import { lineEdits } from "./lines.ts";

export interface FormatOptions {
  /** `majority`: as most instructions of the file are written. */
  readonly casing: "majority" | "upper";
  /** Columns. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

export const defaultFormat: FormatOptions = { casing: "majority", tabSize: 4, insertSpaces: true };

/**
 * Edits to a tidy file, in order and disjoint: the case of keywords, single blanks behind them and between flags, the
 * indentation of continuation lines, blank lines, blanks at the ends of lines. The words of every instruction, comments
 * and here-documents stay as they are. Takes time linear in the text.
 */
export function formatEdits(dockerfile: Dockerfile, options: FormatOptions): readonly Edit[] {
  return sortEdits([
    ...headEdits(dockerfile, options.casing),
    ...continuationEdits(dockerfile, options),
    ...lineEdits(dockerfile),
  ]);
}

export function formatted(text: string, options: FormatOptions): string {
  return applyEdits(text, formatEdits(parseDockerfile(text), options));
}
