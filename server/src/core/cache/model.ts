import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Taking } from "./takes.ts";

/**
 * Something that is different at the next build.
 * - `path`: the content of a file of the build context, or of some file below a folder
 * - `sources`: any file that an instruction takes from the build context
 * - `text`: the instruction itself; of an ARG also its value
 * - `base`: the image that stands under a stage
 */
export type Change =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "sources"; readonly instruction: Instruction }
  | { readonly kind: "text"; readonly instruction: Instruction }
  | { readonly kind: "base"; readonly stage: StageFacts };

/**
 * `possible`: it runs again only if files that it takes from elsewhere have come out different, as BuildKit compares
 * their content, or it depends on the builder. Nobody knows that before the build.
 */
export type IsRebuilt = "certain" | "possible" | "no";

/** What makes an instruction run again. */
export type Cause =
  | { readonly kind: "takes"; readonly path: string }
  | { readonly kind: "unknownSource" }
  | { readonly kind: "ignoreFile" }
  | { readonly kind: "text" }
  /** What it would stand on is rebuilt, and the builder makes no layer of its own for `--link`. */
  | { readonly kind: "unlinked" }
  | { readonly kind: "base"; readonly stage: StageFacts }
  /** An instruction that its file system rests on; the first one of the chain. */
  | { readonly kind: "after"; readonly instruction: Instruction }
  /** A variable, user or shell that it runs with. */
  | { readonly kind: "setting"; readonly instruction: Instruction }
  | { readonly kind: "from"; readonly stage: StageFacts };

/** One instruction as it is built in a stage; a trigger of ONBUILD stands in each stage that is built on its own. */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: StageFacts;
  readonly isRebuilt: IsRebuilt;
  /** Undefined when it is not rebuilt. */
  readonly cause: Cause | undefined;
  /** Share of the whole build that it is by estimate, from 0 to 1. */
  readonly work: number;
}

export interface Rebuild {
  /** Every instruction that the final stage needs, in order, FROM left out. */
  readonly steps: readonly Step[];
  /** Shares of the estimated build work, from 0 to 1. `possible` includes `certain`. */
  readonly share: { readonly certain: number; readonly possible: number };
}

export interface Reason {
  readonly isRebuilt: "certain" | "possible";
  readonly cause: Cause;
}

/** Why whatever comes next is rebuilt; undefined as long as nothing has changed. */
export interface Ground {
  readonly files: Reason | undefined;
  /** For RUN alone. */
  readonly settings: { readonly all: Reason | undefined; readonly shell: Reason | undefined };
}

export interface Question {
  readonly facts: Facts;
  readonly change: Change;
  readonly stage: StageFacts;
  readonly taken: ReadonlyMap<Instruction, Taking> | undefined;
  /** What the stages before this one end on. */
  readonly ends: ReadonlyMap<StageFacts, Ground>;
}

/** The first of those that are certain, else the first. */
export function strongest(...reasons: readonly (Reason | undefined)[]): Reason | undefined {
  return (
    reasons.find((reason) => reason?.isRebuilt === "certain") ??
    reasons.find((reason) => reason !== undefined)
  );
}

export function certain(cause: Cause): Reason {
  return { isRebuilt: "certain", cause };
}

export function possible(cause: Cause): Reason {
  return { isRebuilt: "possible", cause };
}
