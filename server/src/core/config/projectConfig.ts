import type { Budgets, LabelKind } from "../policy.ts";
import type { Severity } from "../rule.ts";

/** What a configuration file says; what it does not say is undefined. */
export interface ConfigValues {
  /** Severity per rule id. */
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  readonly budgets?: Budgets;
  readonly registries?: readonly string[];
  readonly labels?: Readonly<Record<string, LabelKind>>;
  readonly strictLabels?: boolean;
  /** The build context: relative to the configuration file as it is read, absolute once it is loaded. */
  readonly context?: string;
}

export interface ProjectConfig extends ConfigValues {
  /** Patterns of Dockerfiles that nobody wants to hear about. */
  readonly ignore?: readonly string[];
  /** Values for some of the files; a later one wins. */
  readonly overrides?: readonly Override[];
  /** The severity from which `plimsoll check` fails. */
  readonly failOn?: FailOn;
}

/** `files` are patterns as in .dockerignore, relative to the folder of the configuration file. */
export interface Override extends ConfigValues {
  readonly files: readonly string[];
}

export const failOnValues = ["error", "warning", "information", "hint", "never"] as const;
export type FailOn = (typeof failOnValues)[number];

/** One value that could not be used. `path` leads to it: keys and indexes from the top. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong and what holds instead; begins in lower case, no full stop. */
  readonly message: string;
}

export interface ReadConfig {
  readonly config: ProjectConfig;
  readonly problems: readonly ConfigProblem[];
}
