import type { CopyInstruction, Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { type Amount, addAmounts, atLeast, measured, nothing } from "./amount.ts";
import { measuredSteps } from "./builtImage.ts";
import { commandPart } from "./commands.ts";
import { storedAgain } from "./storedAgain.ts";
import { type StageSteps, takenAmount } from "./taken.ts";

export interface StepEstimate {
  readonly instruction: Instruction;
  /**
   * Undefined when it is not known what it adds; nothing added is an amount of zero bytes. Where only a part is known,
   * the upper ends are infinite: "at least".
   */
  readonly amount: Amount | undefined;
  readonly layers: 0 | 1;
  /** Why, in a few words. */
  readonly note: string;
}

/** The estimates that stand before an instruction's. */
interface Before {
  /** Of its stage. */
  readonly earlier: readonly StepEstimate[];
  /** By the number of the stage. */
  readonly stages: readonly StageSteps[];
}

/** What one instruction adds to its stage, given what the instructions before it added. */
export function stepEstimate(
  facts: Facts,
  instruction: Instruction,
  { earlier, stages }: Before,
): StepEstimate {
  const built = measuredSteps(facts).get(instruction);
  if (built)
    return { instruction, layers: 1, ...measuredPart(built.bytes, `measured in ${built.image.name}`) };
  switch (instruction.keyword) {
    case "RUN":
      return { instruction, layers: 1, ...runAmount(facts, instruction, earlier) };
    case "COPY":
    case "ADD":
      return { instruction, layers: 1, ...copyAmount(facts, instruction, stages) };
    case "WORKDIR":
      return { instruction, layers: 1, amount: nothing("an empty folder"), note: "an empty folder" };
    default:
      return { instruction, layers: 0, amount: nothing("metadata"), note: "metadata" };
  }
}

interface Part {
  readonly amount: Amount | undefined;
  readonly note: string;
}

/** A RUN is known when every one of its commands is. With a gap, what is known of it is the least that it adds. */
function runAmount(facts: Facts, instruction: Instruction, earlier: readonly StepEstimate[]): Part {
  const run = facts.run(instruction);
  if (!run?.script.isUnderstood) return { amount: undefined, note: "the command is not understood" };
  const again = new Map(storedAgain(facts, run, earlier).map(({ command, amount }) => [command, amount]));
  const parts: Amount[] = [];
  const gaps: string[] = [];
  for (const command of run.script.commands) {
    const { amount, gap } = again.has(command)
      ? {
          amount: again.get(command),
          gap: again.get(command) ? undefined : "what is stored again is not known",
        }
      : commandPart(facts, run, command);
    if (amount) parts.push(amount);
    if (gap !== undefined) gaps.push(gap);
  }
  const weighty = addAmounts(parts.filter(({ unpacked }) => unpacked.high > 0));
  if (gaps.length > 0) return { amount: weighty && atLeast(weighty), note: [...new Set(gaps)].join("; ") };
  const amount = weighty ?? nothing("next to nothing");
  return { amount, note: [...new Set(amount.reasons)].join("; ") };
}

function copyAmount(facts: Facts, instruction: CopyInstruction, stages: readonly StageSteps[]): Part {
  const { text } = facts.dockerfile;
  const written = instruction.heredocs.reduce(
    (sum, { body }) => sum + text.slice(body.start, body.end).length,
    0,
  );
  if (instruction.sources.length === 0) return measuredPart(written, "written by the Dockerfile");
  const copy = facts.copy(instruction);
  const taken = copy && takenAmount(facts, copy, stages);
  if (taken) return { amount: taken, note: [...new Set(taken.reasons)].join("; ") };
  if (instruction.from)
    return { amount: undefined, note: `what ${instruction.from.value} holds there is not known` };
  if (!copy?.isFromContext) return { amount: undefined, note: "a download" };
  const { context } = facts.known;
  if (!context?.complete) return { amount: undefined, note: "the build context is not known" };
  let bytes = written;
  for (const { path } of copy.sources) {
    const matches = path === undefined ? [] : path === "" ? [""] : context.find(path);
    const sizes = (matches.length > 0 ? matches : [path ?? ""]).map((match) => context.size(match));
    if (sizes.some((size) => size === undefined))
      return { amount: undefined, note: "a source is not in the build context" };
    bytes += sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }
  return measuredPart(bytes, "measured in the build context");
}

function measuredPart(bytes: number, note: string): Part {
  return { amount: measured(bytes, note), note };
}
