import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "./facts.ts";
import type { RunFacts } from "./runs.ts";

/** Something behind the RUN, or the container, starts in the directory that is in force there. */
export function isWorkdirNeededAfter({ instruction, stage }: RunFacts, { stages }: Facts): boolean {
  const behind = stage?.stage.instructions.filter(({ index }) => index > instruction.index) ?? [];
  for (const next of behind) {
    if (next.keyword === "WORKDIR") return !next.argument?.text.startsWith("/");
    if (startsInWorkdir(next)) return true;
  }
  return !stage || stage.isShipped || stages.some((other) => other.base === stage);
}

function startsInWorkdir(instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case "RUN":
    case "ONBUILD":
      return true;
    case "COPY":
    case "ADD":
      return !instruction.destination?.value.startsWith("/");
    default:
      return false;
  }
}
