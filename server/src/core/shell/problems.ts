import type { Edit } from "../edits/fix.ts";
import type { Span } from "../edits/span.ts";

/** The shells that ShellCheck tells apart. */
export type ShellDialect = "sh" | "bash" | "dash" | "ksh";

/** A script as ShellCheck gets it. */
export interface ShellText {
  readonly dialect: ShellDialect;
  readonly text: string;
}

/** What ShellCheck has found in a script. */
export interface ShellProblem {
  /** "SC2046" */
  readonly code: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  /** ShellCheck's words, in the form of a `Problem.message`. */
  readonly message: string;
  /** UTF-16 offsets into the script; not empty. */
  readonly span: Span;
  /** Its own remedy, as edits of the script, sorted and disjoint; empty when it has none. */
  readonly edits: readonly Edit[];
}
