import type { Instruction, Part } from "../document/dockerfile.ts";
import { chainOf } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";

/**
 * The final image would do without a shell, a package manager and the programs of its base: its stages run nothing,
 * and it starts a program of its own, by its path and as it is. Where that is not certain, it needs them.
 */
export const needsSystem = perFacts((facts: Facts): boolean => {
  const instructions = chainOf(facts.finalStage).flatMap(({ stage }) => stage.instructions);
  if (instructions.some(callsShell)) return true;
  const last = (keyword: "ENTRYPOINT" | "CMD"): readonly Part[] | undefined => {
    const found = instructions.findLast((one) => one.keyword === keyword);
    return found?.keyword === keyword ? found.exec : undefined;
  };
  const [program] = last("ENTRYPOINT") ?? last("CMD") ?? [];
  return program === undefined || !isOwnProgram(program.value);
});

function callsShell(instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case "RUN":
    case "ONBUILD":
    case "SHELL":
    case "UNKNOWN":
      return true;
    case "CMD":
    case "ENTRYPOINT":
      return instruction.exec === undefined;
    case "HEALTHCHECK":
      return !instruction.isNone && !(instruction.exec?.[0] && isOwnProgram(instruction.exec[0].value));
    case "USER":
      return !/^(root|nobody|nonroot|\d+)(:(root|nobody|nonroot|\d+))?$/.test(
        instruction.argument?.value ?? "",
      );
    default:
      return false;
  }
}

/** Not one of the system's, and no script, whose interpreter would be one. */
function isOwnProgram(path: string): boolean {
  return (
    /^\.{0,2}\//.test(path) && !/^\/(usr\/)?s?bin\/|\.(sh|bash|py|pl|rb)$/.test(path) && !path.includes("$")
  );
}
