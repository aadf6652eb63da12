import type { Instruction, Part } from "../document/dockerfile.ts";
import { type Facts, withTriggers } from "./facts.ts";

/** One word behind EXPOSE. */
export interface ExposedPort {
  readonly instruction: Instruction;
  readonly part: Part;
  /** With variables put in; undefined when one of them is not known. */
  readonly text: string | undefined;
  /** True when the word stands in the file as it is, without variables and quotes. */
  readonly isVerbatim: boolean;
}

/** Every port that the file exposes, ONBUILD triggers included; a variable may hold several. */
export function* exposedPorts({ dockerfile, graph, scope }: Facts): Generator<ExposedPort> {
  for (const instruction of withTriggers(dockerfile)) {
    if (instruction.keyword !== "EXPOSE") continue;
    for (const part of instruction.words) {
      const isVerbatim = /^[^$"'\\`]+$/.test(part.text);
      const text = isVerbatim ? part.text : scope.expand(part.text, graph.stageOf(instruction), instruction);
      if (text === undefined) yield { instruction, part, text, isVerbatim };
      else
        for (const word of text.split(/\s+/))
          if (word !== "") yield { instruction, part, text: word, isVerbatim };
    }
  }
}
