import type { Policy } from "../policy.ts";
import type { Severity } from "../rule.ts";
import type { SettingValues } from "../settings.ts";
import type { FileConfig } from "./forFile.ts";

type UserChoice = Pick<SettingValues, "rules" | "rulesAtDefault" | "budgets" | "allowedRegistries">;

/** What holds when the user's own settings have the last word over configuration files, where they say anything. */
export function withSettings(
  { severities, policy }: Pick<FileConfig, "severities" | "policy">,
  { rules, rulesAtDefault, budgets, allowedRegistries }: UserChoice,
): { readonly severities: Readonly<Record<string, Severity | "off">>; readonly policy: Policy } {
  const fromFiles = Object.entries(severities).filter(([id]) => !rulesAtDefault.includes(id));
  return {
    severities: { ...Object.fromEntries(fromFiles), ...rules },
    policy: {
      ...policy,
      budgets: { ...policy.budgets, ...budgets },
      registries: allowedRegistries ?? policy.registries,
    },
  };
}
