import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { delimitersAt } from "./heredocDelimiters.ts";
import { mentionsOfStage, namingSpan, stageMentionAt } from "./stageMentions.ts";
import { sameVariable, type VariableMention, variableAt } from "./variables.ts";

/** One thing that has a name – a stage, a variable, a here-document – and every place that names it. */
export interface Occurrences {
  /** Where it gets its name, or its value as seen from the place that was asked about; undefined where nothing sets it. */
  readonly target: Span | undefined;
  /** In order. */
  readonly all: readonly { readonly span: Span; readonly isDefinition: boolean }[];
}

export function occurrencesAt(facts: Facts, offset: number): Occurrences | undefined {
  const variable = variableAt(facts, offset);
  if (variable) return { target: targetOf(facts, variable), all: sameVariable(facts, variable) };
  const mention = stageMentionAt(facts, offset);
  if (mention) {
    const all = mentionsOfStage(facts, mention.stage).map(({ word, isDefinition }) => ({
      span: word.span,
      isDefinition,
    }));
    return { target: namingSpan(mention.stage.stage), all };
  }
  const delimiters = delimitersAt(facts, offset);
  if (!delimiters) return undefined;
  const { opening, terminator } = delimiters;
  return {
    target: opening,
    all: [
      { span: opening, isDefinition: true },
      { span: terminator, isDefinition: false },
    ],
  };
}

/** From `ARG NAME` in a stage on to the ARG in front of the first FROM that has its value. */
function targetOf(
  { dockerfile }: Facts,
  { definition, isDefinition, stage, name }: VariableMention,
): Span | undefined {
  const property = definition?.property;
  if (!isDefinition || !stage || definition?.keyword !== "ARG" || property?.value) return property?.name.span;
  const globals = dockerfile.globalArgs.flatMap(({ properties }) =>
    properties.filter((each) => each.name.value === name),
  );
  return (globals.at(-1) ?? property)?.name.span;
}
