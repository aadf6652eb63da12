import type { Facts } from "../../core/facts/facts.ts";
import type { StageFacts, StageUse } from "../../core/facts/stages.ts";
import type { Analysed } from "../analyses.ts";
import { lineOf } from "../positions.ts";
import { stageSize } from "../sizes.ts";
import { blocks, code, enumeration, list, title } from "./markdown.ts";
import type { StageTarget } from "./target.ts";

/** A build stage: what it is built from, who uses it, what leaves it, and whether it ends up in the image. */
export function stageHover({ stage }: StageTarget, { analysis, document }: Analysed): string {
  const { facts } = analysis;
  const lineNumber = (offset: number): number => lineOf(document, offset) + 1;
  const { from, index, name } = stage.stage;
  const size = stageSize(facts, stage);
  return blocks(
    title(code(name?.value ?? String(index)), `stage ${index}`, `line ${lineNumber(from.span.start)}`),
    `${origin(stage)} ${destiny(stage)}`,
    size === undefined ? undefined : `With everything below it: ${size}.`,
    uses(stage, facts, lineNumber),
  );
}

function origin({ base, imageText, isScratch, stage }: StageFacts): string {
  if (base) return `Built on stage ${code(base.stage.name?.value ?? String(base.stage.index))}.`;
  if (isScratch) return `Built on the empty image ${code("scratch")}.`;
  return `Built on ${code(imageText ?? stage.from.image?.text ?? "an unnamed image")}.`;
}

function destiny({ isFinal, isShipped, isReachable }: StageFacts): string {
  if (isFinal) return "This is the image.";
  if (isShipped) return "The image is built on it, so all of it is shipped.";
  if (isReachable) return "Only what is copied out of it is shipped.";
  return "The image does not need it, and BuildKit skips it unless it is named as the target.";
}

function uses(
  { users }: StageFacts,
  facts: Facts,
  lineNumber: (offset: number) => number,
): string | undefined {
  if (users.length === 0) return undefined;
  const lines = users.map((use) => `line ${lineNumber(use.part.span.start)}: ${useInWords(use, facts)}`);
  return `Used by\n\n${list(lines)}`;
}

function useInWords({ stage, instruction }: StageUse, facts: Facts): string {
  const user = `stage ${code(stage.stage.name?.value ?? String(stage.stage.index))}`;
  if (instruction.keyword === "FROM") return `${user} is built on it`;
  if (instruction.keyword === "RUN") return `${user} mounts it`;
  const sources = facts.copy(instruction)?.sources ?? [];
  const paths = sources.map(({ part, path }) => code(path === undefined ? part.text : `/${path}`));
  return `${user} takes ${paths.length > 0 ? enumeration(paths) : "files"}`;
}
