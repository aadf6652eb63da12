import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { Situation } from "../facts/situation.ts";
import type { StageFacts } from "../facts/stages.ts";
import { officialImage } from "../images/official.ts";
import type { ImageReference } from "../images/types.ts";
import { type ContainerProgram, containerProgram } from "./containerProgram.ts";
import type { Recipe } from "./plan.ts";

/** The one stage of a file, with what its containers run: all that a recipe looks at. */
export interface SingleStage {
  readonly facts: Facts;
  readonly stage: StageFacts;
  readonly image: ImageReference;
  readonly instructions: readonly Instruction[];
  /** Undefined when nothing is started here, or a shell line does more than start one program. */
  readonly program: ContainerProgram | undefined;
  /** What a container starts with. */
  readonly atEnd: Situation;
}

/** Undefined for several stages, a base that is not known by name, Windows, and files that BuildKit refuses. */
export function singleStage(facts: Facts): SingleStage | undefined {
  const [stage, second] = facts.stages;
  if (!stage?.reference || second || facts.isWindowsFile || facts.dockerfile.problems.length > 0)
    return undefined;
  const atEnd = facts.atEndOf(stage);
  if (atEnd.shell !== "posix") return undefined;
  const { instructions } = stage.stage;
  return {
    facts,
    stage,
    image: stage.reference,
    instructions,
    program: containerProgram(instructions),
    atEnd,
  };
}

/** Why no recipe can take this stage apart, whatever it builds. */
export function obstacle(
  { instructions, program, atEnd }: SingleStage,
  { keepsProgram }: Recipe,
): string | undefined {
  if (instructions.some(({ keyword }) => keyword === "ONBUILD"))
    return "ONBUILD triggers act on images that are built on this one, which need the build tools";
  if (!program && !keepsProgram) return "no CMD or ENTRYPOINT starts one program that can be followed";
  if (/\s/.test(atEnd.workdir ?? "")) return "the working directory has a blank in its name";
  return undefined;
}

/** What is in force behind an instruction. */
export function situationAfter(single: SingleStage, instruction: Instruction): Situation {
  const next = single.instructions.find(({ index }) => index > instruction.index);
  return next ? single.facts.before(next) : single.atEnd;
}

/** Is the path the folder itself, or below it? */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}

/** The official image of this name, on Docker Hub or a mirror. */
export function isOfficial(image: ImageReference, name: string): boolean {
  return officialImage(image)?.name === name;
}
