import type { Instruction, Part } from "../document/dockerfile.ts";
import type { Scope } from "./scope.ts";
import type { StageFacts } from "./stages.ts";

/**
 * - `posix`: /bin/sh, bash, ash, zsh and the like
 * - `other`: PowerShell, cmd, or a program we know nothing about
 */
export type ShellKind = "posix" | "other";

/** What is in force for an instruction. */
export interface Situation {
  /** The USER in force, variables put in; undefined when no USER stands in this file before it. */
  readonly user: string | undefined;
  /** Absolute path; undefined when it depends on the base image or a variable. */
  readonly workdir: string | undefined;
  /** True when some WORKDIR stands before it in this file. */
  readonly hasWorkdir: boolean;
  readonly shell: ShellKind;
  /** The SHELL words in force; undefined for the default /bin/sh -c. */
  readonly shellWords: readonly string[] | undefined;
}

export interface Situations {
  before(instruction: Instruction): Situation;
  /** What a container of this stage starts with. */
  atEndOf(stage: StageFacts): Situation;
}

const start: Situation = {
  user: undefined,
  workdir: undefined,
  hasWorkdir: false,
  shell: "posix",
  shellWords: undefined,
};

/** One pass over the file. */
export function deriveSituations(
  stages: readonly StageFacts[],
  scope: Scope,
  isWindowsFile: boolean,
): Situations {
  const before: Situation[] = [];
  const afterStage: Situation[] = [];
  for (const facts of stages) {
    const inherited = facts.base && afterStage[facts.base.stage.index];
    let now: Situation = inherited ?? {
      ...start,
      shell: isWindowsFile || isWindowsImage(facts) ? "other" : "posix",
    };
    for (const instruction of facts.stage.instructions) {
      before[instruction.index] = now;
      now = after(now, instruction, facts, scope);
    }
    afterStage.push(now);
  }
  return {
    before: (instruction) => before[instruction.index] ?? start,
    atEndOf: (stage) => afterStage[stage.stage.index] ?? start,
  };
}

function after(now: Situation, instruction: Instruction, facts: StageFacts, scope: Scope): Situation {
  switch (instruction.keyword) {
    case "USER":
      return {
        ...now,
        user: expanded(instruction.argument, instruction, facts, scope) ?? instruction.argument?.value,
      };
    case "WORKDIR":
      return {
        ...now,
        workdir: joinWorkdir(now.workdir, expanded(instruction.argument, instruction, facts, scope)),
        hasWorkdir: true,
      };
    case "SHELL": {
      const words = instruction.exec?.map((part) => part.value);
      return { ...now, shell: words ? shellKind(words[0] ?? "") : now.shell, shellWords: words };
    }
    default:
      return now;
  }
}

function expanded(
  part: Part | undefined,
  at: Instruction,
  facts: StageFacts,
  scope: Scope,
): string | undefined {
  return part && scope.expand(part.text, facts, at);
}

function joinWorkdir(current: string | undefined, next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  if (next.startsWith("/")) return normalizePath(next);
  return current === undefined ? undefined : normalizePath(`${current}/${next}`);
}

/** Resolves `.` and `..` and double slashes in an absolute path. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function shellKind(program: string): ShellKind {
  const name = program
    .replace(/^.*[\\/]/, "")
    .replace(/\.exe$/i, "")
    .toLowerCase();
  return /^(sh|bash|ash|dash|zsh|ksh|mksh)$/.test(name) ? "posix" : "other";
}

function isWindowsImage({ imageText, platform, image }: StageFacts): boolean {
  if (platform?.startsWith("windows/") || image?.osFamily === "windows") return true;
  return imageText !== undefined && /windows|nanoserver|servercore/i.test(imageText);
}
