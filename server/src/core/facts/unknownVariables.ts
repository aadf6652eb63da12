import type { EnvInstruction, Instruction, Part, Property } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import { setsVariable } from "../images/environment.ts";
import { remember } from "../remember.ts";
import { isPlatformArgument, isProxyArgument } from "./buildArguments.ts";
import { variableUses } from "./expand.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
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
  if (!expanding.has(instruction.keyword)) return;
  for (const { name, span, nameSpan, operator } of usesIn(instruction, facts)) {
    if (operator !== undefined || isProxyArgument(name) || isAppended(instruction, name, span)) continue;
    if (facts.scope.definition(name, stage, instruction)) continue;
    const { isScratch, reference } = stage.root;
    const fromBase = isScratch ? name === "PATH" : reference && setsVariable(reference, name);
    if (fromBase) continue;
    const isSure = fromBase === false || isPlatformArgument(name) || isGlobalArgument(name, facts);
    yield { name, span, nameSpan, isSure };
  }
}

interface Use extends Omit<UnknownVariable, "isSure"> {
  readonly operator: string | undefined;
}

function* usesIn({ body, heredocs }: Instruction, { dockerfile }: Facts): Generator<Use> {
  yield* usesAt(body.text, (start, end) => sourceSpan(body, start, end));
  for (const { expands, body: written } of heredocs) {
    if (!expands) continue;
    // Quotes protect nothing in there.
    const text = dockerfile.text.slice(written.start, written.end).replaceAll(/["']/g, " ");
    yield* usesAt(text, (start, end) => ({ start: written.start + start, end: written.start + end }));
  }
}

function* usesAt(text: string, spanOf: (start: number, end: number) => Span): Generator<Use> {
  if (!text.includes("$")) return;
  for (const { name, start, end, operator } of variableUses(text)) {
    const nameStart = start + text.slice(start, end).indexOf(name);
    yield { name, operator, span: spanOf(start, end), nameSpan: spanOf(nameStart, nameStart + name.length) };
  }
}

/** `ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH` adds to what may or may not be there. */
function isAppended(instruction: Instruction, name: string, { start }: Span): boolean {
  const isAround = (part: Part) => part.span.start <= start && start < part.span.end;
  if (instruction.keyword !== "ENV") return false;
  return (propertiesByName(instruction).get(name) ?? []).some(({ value }) => value && isAround(value));
}

/** The properties of an ENV, which may set a variable twice. */
export const propertiesByName = remember(({ properties }: EnvInstruction) => {
  const found = new Map<string, Property[]>();
  for (const property of properties) {
    const others = found.get(property.name.value);
    if (others) others.push(property);
    else found.set(property.name.value, [property]);
  }
  return found;
});

/** An ARG in front of the first FROM. */
export function isGlobalArgument(name: string, facts: Facts): boolean {
  return globalArguments(facts).has(name);
}

const globalArguments = perFacts(
  ({ dockerfile }) =>
    new Set(dockerfile.globalArgs.flatMap(({ properties }) => properties.map(({ name }) => name.value))),
);
