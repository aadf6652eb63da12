import type { Span } from "../edits/span.ts";
import type { Directive } from "./directives.ts";
import type { FlatText } from "./flatText.ts";
import type { Comment, Heredoc } from "./logicalLines.ts";

/** A Dockerfile as a value, fully determined by its text. */
export interface Dockerfile {
  readonly text: string;
  readonly escape: "\\" | "`";
  /** The line break that the file uses; what edits insert must use it too. */
  readonly eol: "\n" | "\r\n";
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  /** Every instruction in order. An ONBUILD's trigger is inside it, not in this list. */
  readonly instructions: readonly Instruction[];
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
  readonly problems: readonly SyntaxProblem[];
}

export interface Stage {
  readonly index: number;
  /** As written behind AS; Docker compares names without regard to case. */
  readonly name: Part | undefined;
  readonly from: FromInstruction;
  /** Without the FROM. */
  readonly instructions: readonly Instruction[];
  readonly span: Span;
}

/** What BuildKit would refuse. */
export interface SyntaxProblem {
  readonly span: Span;
  readonly kind: "unknown-instruction" | "missing-arguments" | "unterminated-heredoc" | "no-source-image";
  readonly message: string;
}

/** A word or value: as written, and with its quotes and escapes taken off. Variables are left in place. */
export interface Part {
  readonly text: string;
  readonly value: string;
  readonly span: Span;
}

/** `--name=value` behind the keyword; `value` is undefined for a bare `--link`. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

/** One `--mount=…` of a RUN. Keys are lower case; a bare key such as `readonly` has the value "true". */
export interface Mount {
  readonly flag: Flag;
  readonly type: string;
  readonly target: string | undefined;
  readonly from: string | undefined;
  readonly options: ReadonlyMap<string, string>;
}

/** `name=value` in ENV, ARG or LABEL; `value` is undefined for `ARG NAME`. */
export interface Property {
  readonly name: Part;
  readonly value: Part | undefined;
  readonly span: Span;
}

export interface InstructionBase {
  /** Place in `Dockerfile.instructions`; an ONBUILD trigger has its ONBUILD's place. */
  readonly index: number;
  /** From the keyword to the last character, continuations and here-documents included. */
  readonly span: Span;
  /** The keyword as written. */
  readonly keywordSpan: Span;
  /** All of it, joined as BuildKit joins it, without here-documents; a trigger's begins with the trigger. */
  readonly line: FlatText;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, joined as BuildKit joins it. */
  readonly body: FlatText;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines directly above, with nothing but comments and blank lines between. */
  readonly comments: readonly Comment[];
  /** Comment lines between the continued lines. */
  readonly innerComments: readonly Comment[];
  readonly emptyContinuations: readonly Span[];
  readonly isOnbuildTrigger: boolean;
}

/** The words of a JSON (exec) form, or undefined for the shell form. */
export interface CommandForm {
  readonly exec: readonly Part[] | undefined;
}

export interface FromInstruction extends InstructionBase {
  readonly keyword: "FROM";
  /** Undefined when FROM stands alone. */
  readonly image: Part | undefined;
  readonly platform: Flag | undefined;
  /** The word AS in front of the stage name. */
  readonly as: Part | undefined;
  readonly stageName: Part | undefined;
}
export interface RunInstruction extends InstructionBase, CommandForm {
  readonly keyword: "RUN";
  readonly mounts: readonly Mount[];
}
export interface CommandInstruction extends InstructionBase, CommandForm {
  readonly keyword: "CMD" | "ENTRYPOINT";
}
export interface CopyInstruction extends InstructionBase {
  readonly keyword: "COPY" | "ADD";
  readonly isJson: boolean;
  /** Without here-document words. */
  readonly sources: readonly Part[];
  readonly destination: Part | undefined;
  /** The stage or image of `--from`. */
  readonly from: Part | undefined;
}
export interface EnvInstruction extends InstructionBase {
  readonly keyword: "ENV" | "LABEL";
  readonly properties: readonly Property[];
  /** `ENV key value` */
  readonly isLegacyForm: boolean;
}
export interface ArgInstruction extends InstructionBase {
  readonly keyword: "ARG";
  readonly properties: readonly Property[];
}
export interface HealthcheckInstruction extends InstructionBase, CommandForm {
  readonly keyword: "HEALTHCHECK";
  readonly isNone: boolean;
  /** The command behind CMD. */
  readonly command: FlatText | undefined;
}
export interface ShellInstruction extends InstructionBase, CommandForm {
  readonly keyword: "SHELL";
}
export interface OnbuildInstruction extends InstructionBase {
  readonly keyword: "ONBUILD";
  readonly trigger: Instruction | undefined;
}
/** WORKDIR, USER, STOPSIGNAL and MAINTAINER take the rest of the line; EXPOSE and VOLUME take words. */
export interface WordsInstruction extends InstructionBase {
  readonly keyword: "WORKDIR" | "USER" | "STOPSIGNAL" | "MAINTAINER" | "EXPOSE" | "VOLUME";
  /** The whole argument as one part; undefined when there is none. */
  readonly argument: Part | undefined;
  readonly words: readonly Part[];
}
export interface UnknownInstruction extends InstructionBase {
  readonly keyword: "UNKNOWN";
  readonly word: string;
}

export type Instruction =
  | FromInstruction
  | RunInstruction
  | CommandInstruction
  | CopyInstruction
  | EnvInstruction
  | ArgInstruction
  | HealthcheckInstruction
  | ShellInstruction
  | OnbuildInstruction
  | WordsInstruction
  | UnknownInstruction;
