import type { CopyInstruction } from "../document/dockerfile.ts";
import { officialImage } from "../images/official.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";
import { stageWords } from "./stageWords.ts";

/** A Go program that a stage takes from another, in which golang's image built it. */
export interface CopiedGoProgram {
  readonly copy: CopyInstruction;
  /** The word behind `--from=`. */
  readonly from: string;
  /** `go build`s that may link to the C library. */
  readonly linksLibc: readonly ShellCommand[];
}

/** One for each stage that programs come from. */
export function copiedGoPrograms(facts: Facts, stage: StageFacts): readonly CopiedGoProgram[] {
  const seen = new Set<StageFacts>();
  return stageWords(facts, stage).flatMap(({ instruction, word, target }) => {
    const image = target?.root.reference;
    if (instruction.keyword !== "COPY" || !target || !image || seen.has(target)) return [];
    if (officialImage(image)?.name !== "golang") return [];
    const runs = facts.runs.filter((run) => run.stage === target && !run.instruction.isOnbuildTrigger);
    const builds = runs.flatMap((run) => goBuilds(facts, run));
    if (builds.length === 0 || runs.some(({ script }) => !script.isUnderstood)) return [];
    seen.add(target);
    // golang's image on Alpine has no C compiler, and without one Go leaves C out.
    const hasCompiler = !(image.tag?.includes("alpine") ?? false);
    const linksLibc = hasCompiler
      ? builds.filter(({ isStatic }) => !isStatic).map(({ command }) => command)
      : [];
    return [{ copy: instruction, from: word.value, linksLibc }];
  });
}

function goBuilds(facts: Facts, run: RunFacts) {
  return facts.packagesOf(run).flatMap(({ manager, action, command }) => {
    if (manager !== "go" || (action !== "build" && action !== "install")) return [];
    return [{ command, isStatic: isStatic(command, run, facts) }];
  });
}

/** CGO_ENABLED is set, to whatever, or the linker is told. */
function isStatic(command: ShellCommand, run: RunFacts, { scope, dockerfile }: Facts): boolean {
  const { start, end } = run.instruction.span;
  if (/CGO_ENABLED|netgo|-static/.test(dockerfile.text.slice(start, end))) return true;
  if (command.args.some(({ isLiteral, value }) => !isLiteral && value.includes("FLAGS"))) return true;
  return scope.definition("CGO_ENABLED", run.stage, run.instruction) !== undefined;
}
