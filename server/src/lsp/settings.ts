import type { Connection } from "vscode-languageserver";
import type { Rule } from "../core/rule.ts";
import { readSettings, type SettingValues } from "../core/settings.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import type { Log } from "./dependencies.ts";
import { inWords } from "./guard.ts";

/** The user's settings, which may differ from file to file. */
export interface SettingsStore {
  of(uri: string): Promise<SettingValues>;
  /** They have changed; `given` is what a client without workspace/configuration sends along. */
  change(given: unknown): void;
  forget(uri: string): void;
}

interface SettingsInput {
  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly rules: readonly Rule[];
  readonly log: Log;
}

export function createSettings({ connection, features, rules, log }: SettingsInput): SettingsStore {
  const cache = new Map<string, Promise<SettingValues>>();
  const saidBefore = new Set<string>();
  let pushed: unknown;

  async function given(uri: string): Promise<unknown> {
    if (!features.answersConfiguration) return pushed;
    try {
      return await connection.workspace.getConfiguration({ scopeUri: uri, section: "plimsoll" });
    } catch (error) {
      log.error(`The client did not answer for the settings; the defaults are used: ${inWords(error)}`);
      return undefined;
    }
  }

  async function read(uri: string): Promise<SettingValues> {
    const { values, problems } = readSettings(await given(uri));
    for (const problem of [...problems, ...unknownRules(values, rules)]) {
      if (saidBefore.has(problem)) continue;
      saidBefore.add(problem);
      log.error(`Settings: ${problem}.`);
    }
    return values;
  }

  return {
    of(uri) {
      const known = cache.get(uri) ?? read(uri);
      cache.set(uri, known);
      return known;
    },
    change(all) {
      pushed = (all as { readonly plimsoll?: unknown } | null | undefined)?.plimsoll;
      cache.clear();
    },
    forget: (uri) => cache.delete(uri),
  };
}

function unknownRules(values: SettingValues, rules: readonly Rule[]): readonly string[] {
  return Object.keys(values.rules)
    .filter((id) => !rules.some((rule) => rule.id === id))
    .map((id) => `plimsoll.rules names "${id}", which is no rule`);
}
