import { t } from "../../l10n/t.ts";
import { replaceSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { isPlatformArgument, isProxyArgument } from "../facts/buildArguments.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";
import { isVariableName } from "../facts/scope.ts";
import { isWellKnownVariable } from "../facts/variableReaders.ts";
import { sameVariable, type VariableMention, variableMentions } from "./variables.ts";

/** The edits that give a variable another name wherever the file has it, or why it cannot have that name. */
export function variableRename(
  facts: Facts,
  mention: VariableMention,
  name: string,
): { readonly edits: readonly Edit[] } | { readonly whyNot: string } {
  const reason = whyNotRenamed(facts, mention);
  if (reason !== undefined) return { whyNot: reason };
  if (!isVariableName(name))
    return { whyNot: t("The name of a variable is a letter or _, and letters, digits and _ behind it") };
  if (name === mention.name) return { edits: [] };
  if (hasMeaning(name)) return { whyNot: t("{0} means something to Docker or to programs", name) };
  if (namesInUse(facts).has(name)) return { whyNot: t("{0} is a variable of this file already", name) };
  return { edits: sameVariable(facts, mention).map(({ span }) => replaceSpan(span, name)) };
}

/** Why the variable has to keep its name; undefined when it can have another. */
export function whyNotRenamed(facts: Facts, mention: VariableMention): string | undefined {
  const { name, definition } = mention;
  if (isPlatformArgument(name) || isProxyArgument(name))
    return t("BuildKit sets {0}, under this name only", name);
  if (!definition) return t("Nothing in this file sets {0} here", name);
  // An `ARG USER` that the file itself puts in somewhere is there for that.
  const isForPrograms =
    definition.keyword === "ENV" || sameVariable(facts, mention).every(({ isDefinition }) => isDefinition);
  return isForPrograms && hasMeaning(name) ? t("Programs know {0} by this name", name) : undefined;
}

function hasMeaning(name: string): boolean {
  if (name.startsWith("TARGET") && !isPlatformArgument(name)) return false;
  return isWellKnownVariable(name) || isProxyArgument(name);
}

const namesInUse = perFacts((facts) => new Set(variableMentions(facts).map(({ name }) => name)));
