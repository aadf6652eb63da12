import { styleText } from "node:util";
import { rules } from "../core/rules/index.ts";
import { saidSummary } from "../l10n/said.ts";
import type { RulesInvocation } from "./arguments.ts";

/** `plimsoll rules`: ids, severities, fix levels, the peers' ids and documentation. */
export function listRules({ format }: RulesInvocation): number {
  if (format === "json") {
    const list = rules.map(({ id, group, severity, safety, aliases, summary, why }) => ({
      id,
      group,
      severity,
      safety,
      aliases,
      summary,
      why,
      documentation: `https://github.com/plimsoll/plimsoll/blob/main/docs/rules/${id}.md`,
    }));
    process.stdout.write(`${JSON.stringify({ version: 1, rules: list }, undefined, 2)}\n`);
    return 0;
  }
  const width = Math.max(0, ...rules.map((rule) => rule.id.length));
  for (const rule of rules) {
    const { id, severity, safety, aliases } = rule;
    const names = aliases.length > 0 ? styleText("dim", ` (${aliases.join(", ")})`) : "";
    process.stdout.write(
      `${id.padEnd(width)}  ${severity.padEnd(11)}  ${(safety.join("/") || "–").padEnd(12)}  ${saidSummary(rule)}${names}\n`,
    );
  }
  return 0;
}
