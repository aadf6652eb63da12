import type { Rule } from "../rule.ts";

/** Keys of `severities` that a name means: a rule's id, what another tool calls the same smell, or a code of ShellCheck. */
export function ruleIdsNamed(name: string, rules: readonly Rule[]): readonly string[] {
  // ShellCheck's codes are known to ShellCheck alone; all of them are reported by one rule.
  if (/^SC\d{4}$/i.test(name)) return [name.toUpperCase()];
  const wanted = name.toLowerCase();
  return rules
    .filter(({ id, aliases }) => id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted))
    .map(({ id }) => id);
}
