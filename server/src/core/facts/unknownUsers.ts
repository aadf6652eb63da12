import type { Part } from "../document/dockerfile.ts";
import { chainOf } from "./chain.ts";
import type { Facts } from "./facts.ts";
import type { StageFacts } from "./stages.ts";

/** A user whom an image from scratch cannot know, as it has no `/etc/passwd`. */
export interface UnknownUser {
  /** Of USER. */
  readonly argument: Part;
  readonly name: string;
  /** What images everywhere know the user under, when nothing but the name is there. */
  readonly number: string | undefined;
}

/** The users of a stage from scratch that are named, unless the file brings a list of users along. */
export function unknownUsers(stage: StageFacts, { scope }: Facts): readonly UnknownUser[] {
  if (!stage.root.isScratch || bringsUsers(stage)) return [];
  return stage.stage.instructions.flatMap((instruction) => {
    if (instruction.keyword !== "USER" || !instruction.argument) return [];
    const { argument } = instruction;
    const user = scope.expand(argument.text, stage, instruction);
    const [name = "", group] = user?.split(":") ?? [];
    if (user === undefined || name === "" || /^\d+$/.test(name) || name === "root") return [];
    const isPlain = argument.text === name && group === undefined;
    return [{ argument, name, number: isPlain ? numbers.get(name) : undefined }];
  });
}

const numbers: ReadonlyMap<string, string> = new Map([
  ["nobody", "65534"],
  ["nonroot", "65532"],
]);

function bringsUsers(stage: StageFacts): boolean {
  return chainOf(stage).some(({ stage: { instructions } }) =>
    instructions.some(
      ({ keyword, body }) =>
        (keyword === "COPY" || keyword === "ADD") && /passwd|\/etc\/?(\s|$)/.test(body.text),
    ),
  );
}
