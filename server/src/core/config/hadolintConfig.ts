import { t } from "../../l10n/t.ts";
import type { LabelKind } from "../policy.ts";
import { labelKinds } from "../policy.ts";
import type { Rule, Severity } from "../rule.ts";
import type { ConfigProblem, FailOn, ProjectConfig, ReadConfig } from "./projectConfig.ts";
import { ruleIdsNamed } from "./ruleNames.ts";

const severityOf: Readonly<Record<string, Severity>> = {
  error: "error",
  warning: "warning",
  info: "information",
  style: "hint",
};

const failOnOf: Readonly<Record<string, FailOn>> = {
  ...severityOf,
  ignore: "hint",
  none: "never",
};

/**
 * Reads an existing `.hadolint.yaml`, as far as it says something about rules that we have too. Keys and names that
 * mean nothing here are left alone: the file is another tool's.
 */
export function readHadolintConfig(given: unknown, rules: readonly Rule[]): ReadConfig {
  const problems: ConfigProblem[] = [];
  // An empty file says nothing.
  if (given === null || given === undefined) return { config: {}, problems };
  if (!isRecord(given)) {
    const message = t("the configuration must be a mapping; the defaults are used");
    return { config: {}, problems: [{ path: [], message }] };
  }
  const names = (value: unknown, path: ConfigProblem["path"]): readonly string[] => {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map(String);
    problems.push({ path, message: t("must be a list; it is left out") });
    return [];
  };

  const severities: Record<string, Severity | "off"> = {};
  const set = (name: string, severity: Severity | "off"): void => {
    for (const id of ruleIdsNamed(name, rules)) severities[id] = severity;
  };
  const override = isRecord(given.override) ? given.override : {};
  for (const [word, severity] of Object.entries(severityOf))
    for (const name of names(override[word], ["override", word])) set(name, severity);
  for (const name of names(given.ignored, ["ignored"])) set(name, "off");

  const threshold = String(given["failure-threshold"] ?? "");
  const failOn = given["no-fail"] === true ? "never" : own(failOnOf, threshold);
  const config: ProjectConfig = {
    rules: severities,
    ...optional("registries", names(given.trustedRegistries, ["trustedRegistries"])),
    ...(isRecord(given["label-schema"]) ? { labels: labelsOf(given["label-schema"]) } : {}),
    ...(given["strict-labels"] === true ? { strictLabels: true } : {}),
    ...(failOn ? { failOn } : {}),
  };
  return { config, problems };
}

/** An unknown kind still asks for the label, whatever its value. */
function labelsOf(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, LabelKind>> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, kind]) => [name, labelKinds.find((one) => one === kind) ?? "text"]),
  );
}

function optional(key: "registries", values: readonly string[]): Pick<ProjectConfig, "registries"> {
  return values.length > 0 ? { [key]: values } : {};
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
