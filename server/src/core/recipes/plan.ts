import type { Instruction } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import type { RuntimeBase } from "./runtimeBase.ts";
import type { SingleStage } from "./singleStage.ts";

/** The way from one stage to two for one kind of project. */
export interface Recipe {
  /** As in "a Go program". */
  readonly name: string;
  /** Is the file of this kind? Then this recipe alone decides. */
  isFor(single: SingleStage): boolean;
  /** What containers start stays as it is, so that it need not be known. */
  readonly keepsProgram?: true;
  plan(single: SingleStage): Plan | PlanInFront | WhyNot;
}

/** One sentence without a full stop: why this file stays as it is. */
export interface WhyNot {
  readonly kind: "not";
  readonly whyNot: string;
}

export interface Plan {
  readonly kind: "plan";
  /** "the Go toolchain", as in "the final image ships …". */
  readonly ships: string;
  /** "to run one binary" */
  readonly purpose: string;
  /** One for every runtime base that fits, the recommended one first; never empty. */
  readonly conversions: readonly Conversion[];
}

/** The stage stays the final one; what is taken out of it goes to a stage in front. */
export interface PlanInFront {
  readonly kind: "in front";
  readonly ships: string;
  readonly purpose: string;
  /** The image of the final stage, as it is written behind FROM. */
  readonly image: string;
  readonly edits: readonly Edit[];
  readonly assumptions: readonly string[];
  readonly isDraft: boolean;
}

/** What becomes of the file on one runtime base. The rest follows from the instructions: see stageText.ts. */
export interface Conversion {
  readonly base: RuntimeBase;
  /** What sets it apart from another one on the same base, behind "a multi-stage build": "with Spring Boot's layers". */
  readonly manner?: string;
  /** Instructions of the build stage that go in front of one. */
  readonly buildStart?: { readonly before: Instruction; readonly lines: readonly string[] } | undefined;
  /** Changes to instructions that stay where they are: `CGO_ENABLED=0` in front of a command. */
  readonly edits?: readonly Edit[];
  /** The last instruction of the build stage; what stands behind it is the runtime stage's already. */
  readonly split: Instruction;
  /** Instructions that the build stage ends with: `RUN npm prune --omit=dev`. */
  readonly buildEnd: readonly string[];
  /** Instructions in front of the copies: packages, accounts, files from the context. */
  readonly setup: readonly string[];
  readonly artifacts: readonly Artifact[];
  /** Within CMD and ENTRYPOINT, where the runtime stage has files at other places; sorted and disjoint. */
  readonly rewrites?: readonly Edit[];
  /** Instructions behind the copies: `RUN ldconfig`. */
  readonly finish?: readonly string[];
  /** Variables that mean something to the build alone. */
  isBuildVariable(name: string): boolean;
  /**
   * Instructions that mean nothing on the runtime base, such as the CMD of a server that it has none of. They are taken
   * out; a USER above the split stays with the build and is not repeated.
   */
  readonly dropped?: ReadonlySet<Instruction>;
  /** Folder that the program starts in; undefined where the file names none. */
  readonly workdir: string | undefined;
  /** What is taken for granted, each as half a sentence; never empty. */
  readonly assumptions: readonly string[];
  /** An essential of it is a guess. */
  readonly isDraft: boolean;
}

/** A file or folder that the runtime stage takes from the build stage. */
export interface Artifact {
  readonly from: string;
  readonly to: string;
  readonly owner?: string | undefined;
}

export function not(whyNot: string): WhyNot {
  return { kind: "not", whyNot };
}
