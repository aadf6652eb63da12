import type { FlatText } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";

/** A word of a command line. */
export interface Word {
  /** As written, quotes included. */
  readonly text: string;
  /** Quotes and escapes taken off; expansions are left in place. */
  readonly value: string;
  readonly span: Span;
  /** True when nothing in it is expanded: no variable, substitution or glob. */
  readonly isLiteral: boolean;
}

export interface ShellRedirect {
  readonly operator: string;
  /** The number in front: "2" in `2>log`. */
  readonly descriptor: string | undefined;
  readonly target: Word | undefined;
  readonly span: Span;
}

/** One simple command, wherever it stands: in a chain, a pipeline, a condition, a subshell, a substitution. */
export interface ShellCommand {
  /** Base name of the program that runs, behind `sudo`, `env`, `exec` and the like; "" when it is not literal. */
  readonly name: string;
  readonly nameWord: Word;
  /** What follows the program name, redirections left out. */
  readonly args: readonly Word[];
  /** `sudo`, `env`, `exec`, … in front of the program, outermost first. */
  readonly wrappers: readonly Word[];
  /** `NAME=value` in front of the command, or the whole command when it only assigns. */
  readonly assignments: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
  /** True for a step of the top-level chain; false inside pipelines, conditions, loops, groups, substitutions. */
  readonly isStep: boolean;
  /** True when it runs in a process of its own, so that `cd` or an assignment does not outlive it. */
  readonly isIsolated: boolean;
}

export type Connector = "&&" | "||" | ";" | "&" | "newline";

/** A top-level piece of the script, between connectors. */
export interface Step {
  /** How it is joined to the step before it; undefined for the first. */
  readonly connector: Connector | undefined;
  readonly span: Span;
  readonly kind: "command" | "pipeline" | "compound";
  /** Every simple command in it, nested ones included. */
  readonly commands: readonly ShellCommand[];
}

/** `a | b | c`, wherever it stands. */
export interface Pipeline {
  /** The commands of each part, nested ones included. */
  readonly parts: readonly (readonly ShellCommand[])[];
  readonly span: Span;
  /**
   * False where nothing comes of its exit status: in a condition, in front of `||`, behind `!`, in the background, or
   * in a substitution that is but a word of a command.
   */
  readonly isHeeded: boolean;
}

export interface ShellScript {
  readonly flat: FlatText;
  /** False when the text is no valid POSIX-like script; then nothing here is certain and no structural fix is offered. */
  readonly isUnderstood: boolean;
  readonly steps: readonly Step[];
  readonly commands: readonly ShellCommand[];
  /** In order, nested ones included. */
  readonly pipelines: readonly Pipeline[];
  /** The script ends in a comment, so nothing may be appended on the same line. */
  readonly endsInComment: boolean;
  /** A top-level piece is sent to the background with `&`. */
  readonly hasBackground: boolean;
  /** A here-document stands inside the script itself. */
  readonly hasHeredoc: boolean;
  /** A function is known to what follows the script in the same shell. */
  readonly definesFunction: boolean;
}

/** True for `a && b && c`: one failing step fails the whole script. */
export function isPlainChain(script: ShellScript): boolean {
  return (
    script.isUnderstood &&
    script.steps.length > 0 &&
    !script.endsInComment &&
    !script.hasBackground &&
    !script.hasHeredoc &&
    script.steps.every((step) => step.connector === undefined || step.connector === "&&")
  );
}

const stateCommands = new Set([
  "cd",
  "pushd",
  "popd",
  "export",
  "set",
  "unset",
  "umask",
  "source",
  ".",
  "alias",
  "unalias",
  "trap",
  "exec",
  "ulimit",
  "shopt",
  "readonly",
  "declare",
  "typeset",
  "local",
  "eval",
  "hash",
  "exit",
  "return",
  "wait",
  "shift",
  "read",
  "getopts",
]);

/** Commands that change what a later command in the same shell sees: directory, variables, functions, options, traps. */
export function changesShellState(script: ShellScript): boolean {
  return (
    script.definesFunction ||
    script.commands.some(
      (command) =>
        !command.isIsolated &&
        (stateCommands.has(command.name) ||
          command.wrappers.some((wrapper) => wrapper.value === "exec") ||
          (command.nameWord.text === "" && command.assignments.length > 0)),
    )
  );
}
