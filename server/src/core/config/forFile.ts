import { noPolicy, type Policy } from "../policy.ts";
import type { Severity } from "../rule.ts";
import { matchesPath } from "./matchesPath.ts";
import type { ConfigValues, FailOn, ProjectConfig } from "./projectConfig.ts";

/** What the configuration says for one Dockerfile. */
export interface FileConfig {
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly policy: Policy;
  readonly isIgnored: boolean;
  readonly failOn: FailOn | undefined;
  /** Absolute path of the build context; undefined when it is to be found. */
  readonly context: string | undefined;
}

/** One configuration, and how the Dockerfile is reached from its folder: `services/api/Dockerfile`. */
export interface Layer {
  readonly config: ProjectConfig;
  readonly path: string;
}

/** Puts layers together, the weakest first: severities rule by rule, other values as a whole. */
export function configForFile(layers: readonly Layer[]): FileConfig {
  const values = layers.flatMap(({ config, path }) => [
    config,
    ...(config.overrides ?? []).filter(({ files }) => matchesPath(files, path)),
  ]);
  return {
    severities: Object.assign({}, ...values.map(({ rules }) => rules)),
    policy: policyOf(values),
    isIgnored: layers.some(({ config, path }) => matchesPath(config.ignore ?? [], path)),
    failOn: last(layers.map(({ config }) => config.failOn)),
    context: last(values.map(({ context }) => context)),
  };
}

function policyOf(values: readonly ConfigValues[]): Policy {
  return {
    budgets: Object.assign({}, ...values.map(({ budgets }) => budgets)),
    registries: last(values.map(({ registries }) => registries)) ?? noPolicy.registries,
    labels: {
      required: last(values.map(({ labels }) => labels)) ?? noPolicy.labels.required,
      strict: last(values.map(({ strictLabels }) => strictLabels)) ?? noPolicy.labels.strict,
    },
  };
}

function last<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.findLast((value) => value !== undefined);
}
