import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import type { Known } from "../known.ts";
import { noPolicy, type Policy } from "../policy.ts";
import { rememberAnew } from "../remember.ts";
import type { ShellCommand } from "../shell/script.ts";
import { type CopyFacts, deriveCopy } from "./copies.ts";
import { lazy } from "./lazy.ts";
import { type PackageCommand, packageCommands } from "./packages.ts";
import { deriveRun, type RunFacts } from "./runs.ts";
import { deriveScope, type Scope } from "./scope.ts";
import { deriveSituations, type Situation } from "./situation.ts";
import { deriveStages, type StageFacts, type StageGraph } from "./stages.ts";

/** Everything that rules may know: the document, the surroundings, and what follows from both. Read-only, lazy. */
export interface Facts {
  readonly dockerfile: Dockerfile;
  readonly known: Known;
  /** What the project has decided for its images. */
  readonly policy: Policy;
  readonly graph: StageGraph;
  readonly stages: readonly StageFacts[];
  readonly finalStage: StageFacts | undefined;
  readonly scope: Scope;
  /** Every RUN, ONBUILD triggers included, in order. */
  readonly runs: readonly RunFacts[];
  /** Every COPY and ADD, ONBUILD triggers included, in order. */
  readonly copies: readonly CopyFacts[];
  /** Every call of a package manager or build tool, in order. */
  readonly packages: readonly PackageCommand[];
  /** True where POSIX advice makes no sense anywhere: a Windows Dockerfile. */
  readonly isWindowsFile: boolean;
  /** What was asked about the file and is kept with it; see `perFacts`. */
  readonly derived: Map<unknown, unknown>;
  /** What is in force just before an instruction. */
  before(instruction: Instruction): Situation;
  /** What a container of the stage starts with. */
  atEndOf(stage: StageFacts): Situation;
  run(instruction: Instruction): RunFacts | undefined;
  copy(instruction: Instruction): CopyFacts | undefined;
  packagesOf(run: RunFacts): readonly PackageCommand[];
  /** The call of a package manager or build tool that a command is. */
  callOf(command: ShellCommand): PackageCommand | undefined;
  /** RUNs that stand in the stage itself, ONBUILD triggers included, in order. */
  runsOf(stage: StageFacts): readonly RunFacts[];
}

export function deriveFacts(dockerfile: Dockerfile, known: Known, policy: Policy = noPolicy): Facts {
  rememberAnew();
  return new FileFacts(dockerfile, known, policy);
}

/**
 * A class because of its getters. In an object literal they would be a hidden class of their own for every file, which
 * outlives the young generation and keeps the whole file with it: a third of what was read was copied to and fro.
 */
class FileFacts implements Facts {
  readonly dockerfile: Dockerfile;
  readonly known: Known;
  readonly policy: Policy;
  readonly scope: Scope;
  readonly isWindowsFile: boolean;
  readonly derived = new Map<unknown, unknown>();
  readonly #graph = lazy(() => deriveStages(this.dockerfile, this.known, this.scope));
  readonly #situations = lazy(() => deriveSituations(this.stages, this.scope, this.isWindowsFile));

  readonly #runs = lazy(() => {
    const found: RunFacts[] = [];
    for (const instruction of withTriggers(this.dockerfile)) {
      if (instruction.keyword !== "RUN") continue;
      const stage = this.graph.stageOf(instruction);
      found.push(deriveRun(instruction, stage, this.before(instruction), this.dockerfile.text));
    }
    return found;
  });
  readonly #runAt = lazy(() => byPlace(this.runs));

  readonly #copies = lazy(() => {
    const found: CopyFacts[] = [];
    for (const instruction of withTriggers(this.dockerfile)) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      const stage = this.graph.stageOf(instruction);
      found.push(deriveCopy(instruction, stage, this.before(instruction), this.scope));
    }
    return found;
  });
  readonly #copyAt = lazy(() => byPlace(this.copies));

  readonly #runsByStage = lazy(() => {
    const grouped = new Map<StageFacts | undefined, RunFacts[]>();
    for (const run of this.runs) {
      const group = grouped.get(run.stage);
      if (group) group.push(run);
      else grouped.set(run.stage, [run]);
    }
    return grouped;
  });
  readonly #packages = lazy(() => this.runs.flatMap(packageCommands));
  readonly #callsByCommand = lazy(() => new Map(this.packages.map((call) => [call.command, call])));

  constructor(dockerfile: Dockerfile, known: Known, policy: Policy) {
    this.dockerfile = dockerfile;
    this.known = known;
    this.policy = policy;
    this.scope = deriveScope(dockerfile);
    this.isWindowsFile = dockerfile.escape === "`";
  }

  get graph() {
    return this.#graph();
  }
  get stages() {
    return this.graph.stages;
  }
  get finalStage() {
    return this.graph.finalStage;
  }
  get runs() {
    return this.#runs();
  }
  get copies() {
    return this.#copies();
  }
  get packages() {
    return this.#packages();
  }

  // Rules take these out of the facts and call them by themselves.
  readonly before = (instruction: Instruction) => this.#situations().before(instruction);
  readonly atEndOf = (stage: StageFacts) => this.#situations().atEndOf(stage);
  readonly run = (instruction: Instruction) => this.#runAt()(instruction);
  readonly copy = (instruction: Instruction) => this.#copyAt()(instruction);
  readonly packagesOf = packageCommands;
  readonly callOf = (command: ShellCommand) => this.#callsByCommand().get(command);
  readonly runsOf = (stage: StageFacts): readonly RunFacts[] => this.#runsByStage().get(stage) ?? [];
}

/** Looks up by the place of the instruction, which an ONBUILD and its trigger share. */
function byPlace<T extends RunFacts | CopyFacts>(all: readonly T[]): (at: Instruction) => T | undefined {
  const places: T[] = [];
  for (const one of all) places[one.instruction.index] = one;
  return (instruction) => {
    const found = places[instruction.index];
    return found?.instruction === instruction ? found : undefined;
  };
}

/** Every instruction, an ONBUILD followed by its trigger. */
export function withTriggers({ instructions }: Dockerfile): readonly Instruction[] {
  if (!instructions.some(({ keyword }) => keyword === "ONBUILD")) return instructions;
  return instructions.flatMap((one) =>
    one.keyword === "ONBUILD" && one.trigger ? [one, one.trigger] : [one],
  );
}
