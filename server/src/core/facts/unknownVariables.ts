import type { Instruction, Part } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import { setsVariable } from "../images/environment.ts";
import { isPlatformArgument, isProxyArgument } from "./buildArguments.ts";
import { variableUses } from "./expand.ts";
import type { Facts } from "./facts.ts";
import type { StageFacts } from "./stages.ts";

/** Instructions into which Docker itself puts variables. */
const expanding: ReadonlySet<string> = new Set(
  "COPY ADD ENV WORKDIR USER EXPOSE LABEL VOLUME STOPSIGNAL".split(" "),
);

/** A variable that Docker puts in and nothing in the file sets. */
export interface UnknownVariable {
  readonly name: string;
  /** The variable with its `$`. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** Nothing outside of the file sets it either. */
  readonly isSure: boolean;
}

/** Variables of an instruction that neither the file nor, as far as is known, the base image sets. */
export function* unknownVariables(
  instruction: Instruction,
  stage: StageFacts,
  facts: Facts,
): Generator<UnknownVariable> {
  const { body, keyword } = instruction;
  if (!expanding.has(keyword)) return;
  for (const { name, start, end, operator } of variableUses(body.text)) {
    const span = sourceSpan(body, start, end);
    if (operator !== undefined || isProxyArgument(name) || isAppended(instruction, name, span)) continue;
    if (facts.scope.definition(name, stage, instruction)) continue;
    const { isScratch, reference } = stage.root;
    const fromBase = isScratch ? name === "PATH" : reference && setsVariable(reference, name);
    if (fromBase) continue;
    const isSure = fromBase === false || isPlatformArgument(name) || isGlobalArgument(name, facts);
    const nameStart = start + body.text.slice(start, end).indexOf(name);
    const nameSpan = sourceSpan(body, nameStart, nameStart + name.length);
    yield { name, span, nameSpan, isSure };
  }
}

/** `ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH` adds to what may or may not be there. */
function isAppended(instruction: Instruction, name: string, { start }: Span): boolean {
  const isAround = (part: Part) => part.span.start <= start && start < part.span.end;
  return (
    instruction.keyword === "ENV" &&
    instruction.properties.some((one) => one.name.value === name && one.value && isAround(one.value))
  );
}

/** An ARG in front of the first FROM. */
export function isGlobalArgument(name: string, { dockerfile }: Facts): boolean {
  return dockerfile.globalArgs.some(({ properties }) => properties.some((one) => one.name.value === name));
}
