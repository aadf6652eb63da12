import type { Instruction, Property } from "../document/dockerfile.ts";
import type { Span } from "../edits/span.ts";
import { type Facts, withTriggers } from "../facts/facts.ts";
import { lastOf } from "../facts/lastOf.ts";
import { perFacts } from "../facts/perFacts.ts";
import { type Definition, isVariableName } from "../facts/scope.ts";
import type { StageFacts } from "../facts/stages.ts";
import { ownVariables } from "./ownVariables.ts";
import { variableTexts } from "./variableTexts.ts";
import { variableWords } from "./variableWords.ts";

/** A place that sets a variable or puts it in. */
export interface VariableMention {
  readonly name: string;
  /** The name alone. */
  readonly span: Span;
  readonly instruction: Instruction;
  /** Undefined in front of the first FROM and in FROM itself, where only what stands there is known. */
  readonly stage: StageFacts | undefined;
  readonly isDefinition: boolean;
  /** The definition in force, its own where it is one; undefined where nothing in the file sets the variable. */
  readonly definition: Definition | undefined;
  /** Equal for all mentions of one variable; undefined where nothing sets it. */
  readonly variable: string | Property | undefined;
}

/** The mention whose name the offset is in or behind. */
export function variableAt(facts: Facts, offset: number): VariableMention | undefined {
  const found = lastOf(variableMentions(facts), ({ span }) => span.start <= offset);
  return found && offset <= found.span.end ? found : undefined;
}

/** Every mention of the same variable, in order. */
export function sameVariable(facts: Facts, mention: VariableMention): readonly VariableMention[] {
  const { variable } = mention;
  return variable === undefined ? [mention] : (byVariable(facts).get(variable) ?? []);
}

/**
 * All mentions in order. A build argument is one variable in the whole file, as `--build-arg` sets each of its
 * declarations. An ENV is one with those that it takes the place of, in its stage and in the stages below.
 */
export const variableMentions: (facts: Facts) => readonly VariableMention[] = perFacts((facts) => {
  const mentions: VariableMention[] = [];
  const variableOf = new Map<Property, string | Property>();
  const identity = ({ keyword, name, property }: Definition): string | Property =>
    keyword === "ARG" ? name : (variableOf.get(property) ?? property);
  for (const instruction of withTriggers(facts.dockerfile)) {
    if (instruction.keyword === "ONBUILD") continue;
    if (!namesVariables(instruction)) continue;
    const stage = instruction.keyword === "FROM" ? undefined : facts.graph.stageOf(instruction);
    const found: VariableMention[] = [];
    for (const definition of definitionsIn(instruction)) {
      const { name, property } = definition;
      const before =
        definition.keyword === "ENV" ? facts.scope.definition(name, stage, instruction) : undefined;
      if (before?.keyword === "ENV") variableOf.set(property, identity(before));
      const variable = identity(definition);
      found.push({
        name,
        span: property.name.span,
        instruction,
        stage,
        isDefinition: true,
        definition,
        variable,
      });
    }
    for (const { name, span, isEnvironment } of usesIn(facts, instruction)) {
      const inForce = facts.scope.definition(name, stage, instruction);
      const definition = isEnvironment && inForce?.keyword === "ARG" ? undefined : inForce;
      const variable = definition && identity(definition);
      found.push({ name, span, instruction, stage, isDefinition: false, definition, variable });
    }
    found.sort((a, b) => a.span.start - b.span.start);
    for (const mention of found) mentions.push(mention);
  }
  return mentions;
});

const byVariable = perFacts((facts) => {
  const found = new Map<string | Property, VariableMention[]>();
  for (const mention of variableMentions(facts)) {
    if (mention.variable === undefined) continue;
    const others = found.get(mention.variable);
    if (others) others.push(mention);
    else found.set(mention.variable, [mention]);
  }
  return found;
});

/** Most instructions do not, which their text tells without a look at its parts. */
function namesVariables({ keyword, line, heredocs }: Instruction): boolean {
  if (keyword === "ARG" || keyword === "ENV" || heredocs.length > 0) return true;
  return line.text.includes("$") || line.text.includes("%");
}

/** What an ONBUILD declares belongs to another file. */
function definitionsIn(instruction: Instruction): readonly Definition[] {
  if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") return [];
  if (instruction.isOnbuildTrigger) return [];
  const { keyword, properties } = instruction;
  return properties.flatMap((property) => {
    const name = property.name.value;
    // A name in quotes is left alone.
    return isVariableName(name) && property.name.text === name
      ? [{ name, keyword, instruction, property }]
      : [];
  });
}

interface Use {
  readonly name: string;
  readonly span: Span;
  /** Only what ENV sets is known there. */
  readonly isEnvironment: boolean;
}

function usesIn(facts: Facts, instruction: Instruction): readonly Use[] {
  return variableTexts(facts, instruction).flatMap(({ text, syntax, isAtRuntime, spanOf }) => {
    const words = variableWords(text, syntax, facts.dockerfile.escape);
    if (words.length === 0) return [];
    const own = syntax === "shell" ? ownVariables(text) : undefined;
    return words
      .filter(({ name, start }) => start < (own?.get(name) ?? Number.POSITIVE_INFINITY))
      .map(({ name, start, end }) => ({
        name,
        span: spanOf(start, end),
        isEnvironment: isAtRuntime || instruction.isOnbuildTrigger,
      }));
  });
}
