import type { LineOf } from "../cache/words.ts";
import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Place } from "./model.ts";

/** One text with its facts, and how to find its places in the file as it is. */
export interface Version {
  readonly facts: Facts;
  readonly lineOf: LineOf;
  placeOf(instruction: Instruction, stage: StageFacts): Place;
  currentLineOf(instruction: Instruction): number | null;
}

/** @param linesOf turns the offsets of a text into lines from 1 */
export function versionsOf(before: Facts, linesOf: (text: string) => LineOf): (facts: Facts) => Version {
  const lineBefore = linesOf(before.dockerfile.text);
  const lines = new Map<string, number>();
  for (const instruction of before.dockerfile.instructions) {
    const text = textOf(before, instruction);
    if (!lines.has(text)) lines.set(text, lineBefore(instruction.span.start));
  }
  return (facts) => {
    const lineOf = facts === before ? lineBefore : linesOf(facts.dockerfile.text);
    const currentLineOf = (instruction: Instruction): number | null =>
      facts === before ? lineBefore(instruction.span.start) : (lines.get(textOf(facts, instruction)) ?? null);
    return {
      facts,
      lineOf,
      currentLineOf,
      placeOf: (instruction, stage) => ({
        line: lineOf(instruction.span.start),
        currentLine: currentLineOf(instruction),
        label: labelOf(instruction),
        stage: stageName(stage),
      }),
    };
  };
}

/** "build", "stage 0" */
export function stageName(stage: StageFacts): string {
  return stage.stage.name?.value ?? `stage ${stage.stage.index}`;
}

const longestLabel = 100;

/** "COPY --from=build /app /app", in one line; the mounts of a RUN would hide what it does. */
function labelOf(instruction: Instruction): string {
  const { keyword, body, flags } = instruction;
  const from = flags.filter(({ name }) => name === "from").map(({ value }) => `--from=${value ?? ""}`);
  const word = keyword === "UNKNOWN" ? instruction.word : keyword;
  const words = [
    word,
    ...from,
    body.text
      .slice(0, longestLabel * 2)
      .replace(/\s+/g, " ")
      .trim(),
  ].join(" ");
  return words.length > longestLabel ? `${words.slice(0, longestLabel - 1)}…` : words;
}

function textOf({ dockerfile }: Facts, { span }: Instruction): string {
  return dockerfile.text.slice(span.start, span.end);
}
