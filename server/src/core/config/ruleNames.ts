import type { Rule } from "../rule.ts";

/** Ids of the rules that a name means: an id, or what another tool calls the same smell. Case does not matter. */
export function ruleIdsNamed(name: string, rules: readonly Rule[]): readonly string[] {
  const wanted = name.toLowerCase();
  return rules
    .filter(({ id, aliases }) => id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted))
    .map(({ id }) => id);
}
