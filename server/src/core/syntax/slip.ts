import type { Span } from "../edits/span.ts";

/** A place that BuildKit refuses, or takes for something else than what was meant. */
export interface SyntaxSlip {
  readonly span: Span;
  /** What is there: the first half of a message. */
  readonly message: string;
  /**
   * Who stumbles over it: this build, the build of an image that is based on this one (ONBUILD), or nobody, as the
   * line is passed over.
   */
  readonly stops: "build" | "trigger" | "nothing";
  /** What stands there instead when it is clear enough to offer it. */
  readonly mend?: Mend;
}

export interface Mend {
  readonly title: string;
  /** Undefined when only one thing can be meant. */
  readonly assumption: string | undefined;
  readonly span: Span;
  readonly text: string;
}
