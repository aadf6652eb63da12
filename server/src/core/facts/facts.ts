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
  const scope = deriveScope(dockerfile);
  const graph = lazy(() => deriveStages(dockerfile, known, scope));
  const isWindowsFile = dockerfile.escape === "`";
  const situations = lazy(() => deriveSituations(graph().stages, scope, isWindowsFile));
  const runs = lazy(() => {
    const found: RunFacts[] = [];
    for (const instruction of withTriggers(dockerfile)) {
      if (instruction.keyword !== "RUN") continue;
      const stage = graph().stageOf(instruction);
      found.push(deriveRun(instruction, stage, situations().before(instruction), dockerfile.text));
    }
    return found;
  });
  const runsByInstruction = lazy(
    () => new Map<Instruction, RunFacts>(runs().map((run) => [run.instruction, run])),
  );
  const copies = lazy(() => {
    const found: CopyFacts[] = [];
    for (const instruction of withTriggers(dockerfile)) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      const stage = graph().stageOf(instruction);
      found.push(deriveCopy(instruction, stage, situations().before(instruction), scope));
    }
    return found;
  });
  const copiesByInstruction = lazy(
    () => new Map<Instruction, CopyFacts>(copies().map((copy) => [copy.instruction, copy])),
  );
  const runsByStage = lazy(() => {
    const grouped = new Map<StageFacts | undefined, RunFacts[]>();
    for (const run of runs()) {
      const group = grouped.get(run.stage);
      if (group) group.push(run);
      else grouped.set(run.stage, [run]);
    }
    return grouped;
  });
  const runsOf = (stage: StageFacts): readonly RunFacts[] => runsByStage().get(stage) ?? [];
  const packages = lazy(() => runs().flatMap(packageCommands));
  const callsByCommand = lazy(() => new Map(packages().map((call) => [call.command, call])));
  return {
    dockerfile,
    known,
    policy,
    scope,
    isWindowsFile,
    get graph() {
      return graph();
    },
    get stages() {
      return graph().stages;
    },
    get finalStage() {
      return graph().finalStage;
    },
    get runs() {
      return runs();
    },
    get copies() {
      return copies();
    },
    get packages() {
      return packages();
    },
    before: (instruction) => situations().before(instruction),
    atEndOf: (stage) => situations().atEndOf(stage),
    run: (instruction) => runsByInstruction().get(instruction),
    copy: (instruction) => copiesByInstruction().get(instruction),
    packagesOf: packageCommands,
    callOf: (command) => callsByCommand().get(command),
    runsOf,
  };
}

/** Every instruction, an ONBUILD followed by its trigger. */
export function withTriggers({ instructions }: Dockerfile): readonly Instruction[] {
  if (!instructions.some(({ keyword }) => keyword === "ONBUILD")) return instructions;
  return instructions.flatMap((one) =>
    one.keyword === "ONBUILD" && one.trigger ? [one, one.trigger] : [one],
  );
}
