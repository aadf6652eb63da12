import type { Connection } from "vscode-languageserver";
import { withSettings } from "../core/config/withSettings.ts";
import type { Policy } from "../core/policy.ts";
import type { Rule, Severity } from "../core/rule.ts";
import { readSettings, type SettingValues } from "../core/settings.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import type { Log } from "./dependencies.ts";
import { inWords } from "./guard.ts";
import type { ProjectConfigs } from "./projectConfigs.ts";

/** What holds for one document: the user's settings over the project's configuration files. */
export interface DocumentSettings extends SettingValues {
  /** Severity per rule id; a rule that is to have its default is not in it. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly policy: Policy;
  /** Absolute path of the build context that a configuration file names. */
  readonly contextFolder: string | undefined;
  /** A configuration file takes the document out. */
  readonly isIgnored: boolean;
}

/** Settings, which may differ from file to file. */
export interface SettingsStore {
  of(uri: string): Promise<DocumentSettings>;
  /** The user's own that hold for no document in particular. */
  ofWindow(): Promise<SettingValues>;
  /** Is told when they have changed. */
  onChange(listener: () => void): void;
  /** They have changed; `given` is what a client without workspace/configuration sends along. */
  change(given: unknown): void;
  forget(uri: string): void;
  /** Configuration files have changed. */
  forgetFiles(): void;
}

interface SettingsInput {
  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly rules: readonly Rule[];
  readonly configs: ProjectConfigs;
  readonly log: Log;
}

export function createSettings({ connection, features, rules, configs, log }: SettingsInput): SettingsStore {
  const cache = new Map<string, Promise<DocumentSettings>>();
  const saidBefore = new Set<string>();
  const listeners: (() => void)[] = [];
  let pushed: unknown;

  async function given(uri?: string): Promise<unknown> {
    if (!features.answersConfiguration) return pushed;
    const scope = uri === undefined ? {} : { scopeUri: uri };
    try {
      return await connection.workspace.getConfiguration({ ...scope, section: "plimsoll" });
    } catch (error) {
      log.error(`The client did not answer for the settings; the defaults are used: ${inWords(error)}`);
      return undefined;
    }
  }

  function tellOnce(line: string): void {
    if (!saidBefore.has(line)) log.error(line);
    saidBefore.add(line);
  }

  async function read(uri: string): Promise<DocumentSettings> {
    const [wanted, config] = await Promise.all([given(uri), configs.of(uri)]);
    const { values, problems } = readSettings(wanted);
    for (const problem of problems) tellOnce(`Settings: ${problem}.`);
    for (const id of unknownRules(values, rules))
      tellOnce(`Settings: plimsoll.rules names "${id}", which is no rule.`);
    return {
      ...values,
      ...withSettings(config, values),
      isIgnored: config.isIgnored,
      contextFolder: config.context,
    };
  }

  return {
    ofWindow: async () => readSettings(await given()).values,
    of(uri) {
      const known = cache.get(uri) ?? read(uri);
      cache.set(uri, known);
      return known;
    },
    change(all) {
      pushed = (all as { readonly plimsoll?: unknown } | null | undefined)?.plimsoll;
      cache.clear();
      for (const listener of listeners) listener();
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    forget: (uri) => cache.delete(uri),
    forgetFiles() {
      configs.forget();
      cache.clear();
    },
  };
}

function unknownRules(values: SettingValues, rules: readonly Rule[]): readonly string[] {
  return Object.keys(values.rules).filter((id) => !rules.some((rule) => rule.id === id));
}
