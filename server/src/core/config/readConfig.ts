import { t } from "../../l10n/t.ts";
import { closestName } from "../facts/closest.ts";
import { type Budgets, type LabelKind, labelKinds } from "../policy.ts";
import type { Rule, Severity } from "../rule.ts";
import { type Field, fields, ruleSeverities } from "./fields.ts";
import {
  type ConfigProblem,
  type ConfigValues,
  type FailOn,
  failOnValues,
  type Override,
  type ProjectConfig,
  type ReadConfig,
} from "./projectConfig.ts";
import { ruleIdsNamed } from "./ruleNames.ts";

type Path = ConfigProblem["path"];

/** Reads what a configuration file holds. Takes any value, never fails: what cannot be used is left out, and said. */
export function readConfig(given: unknown, rules: readonly Rule[]): ReadConfig {
  const problems: ConfigProblem[] = [];
  const report = (path: Path, message: string): undefined => {
    problems.push({ path, message });
  };
  if (!isRecord(given)) {
    report([], t("the configuration must be an object, not {0}; the defaults are used", kindOf(given)));
    return { config: {}, problems };
  }
  const reader = { rules, report };
  const config: ProjectConfig = {
    ...readValues(given, [], reader),
    ...defined({
      ignore: readStrings(given.ignore, ["ignore"], reader),
      failOn: readFailOn(given.failOn, reader),
      overrides: readOverrides(given.overrides, reader),
    }),
  };
  reportUnknown(given, { known: [...fields.map(({ key }) => key), "$schema"], path: [], reader });
  return { config, problems };
}

interface Reader {
  readonly rules: readonly Rule[];
  report(path: Path, message: string): undefined;
}

function readValues(given: Readonly<Record<string, unknown>>, at: Path, reader: Reader): ConfigValues {
  return defined({
    rules: readRules(given.rules, [...at, "rules"], reader),
    budgets: readBudgets(given.budgets, [...at, "budgets"], reader),
    registries: readStrings(given.allowedRegistries, [...at, "allowedRegistries"], reader),
    labels: readLabels(given.labels, [...at, "labels"], reader),
    context: readPath(given.context, [...at, "context"], reader),
    strictLabels: readFlag(given.strictLabels, [...at, "strictLabels"], reader),
  });
}

function readRules(given: unknown, path: Path, reader: Reader): ConfigValues["rules"] {
  const severities: Record<string, Severity | "off"> = {};
  for (const [name, wanted] of entries(given, path, reader)) {
    const ids = ruleIdsNamed(name, reader.rules);
    const severity = ruleSeverities.find((one) => one === wanted);
    if (ids.length === 0) reader.report([...path, name], noRule(name, reader.rules));
    else if (!severity)
      reader.report(
        [...path, name],
        t("must be one of {0}, not {1}; its default is used", listed(ruleSeverities), shown(wanted)),
      );
    else for (const id of ids) severities[id] = severity;
  }
  return given === undefined ? undefined : severities;
}

function noRule(name: string, rules: readonly Rule[]): string {
  const close = closestName(
    name,
    rules.map(({ id }) => id),
  );
  return close === undefined ? t('"{0}" is no rule', name) : t('"{0}" is no rule; "{1}" is', name, close);
}

/** Decimal megabytes, as users write them, become bytes. */
function readBudgets(given: unknown, path: Path, reader: Reader): Budgets | undefined {
  const budgets: Record<string, number> = {};
  for (const [name, wanted] of entries(given, path, reader)) {
    if (name !== "image" && name !== "service")
      reader.report([...path, name], t('there is no budget "{0}"; "image" and "service" are', name));
    else if (typeof wanted !== "number" || !(wanted > 0))
      reader.report(
        [...path, name],
        t("must be a number of MB above 0, not {0}; there is no limit", shown(wanted)),
      );
    else budgets[name] = wanted * 1e6;
  }
  return given === undefined ? undefined : budgets;
}

function readLabels(given: unknown, path: Path, reader: Reader): ConfigValues["labels"] {
  const labels: Record<string, LabelKind> = {};
  for (const [name, wanted] of entries(given, path, reader)) {
    const kind = labelKinds.find((one) => one === wanted);
    if (kind) labels[name] = kind;
    else
      reader.report(
        [...path, name],
        t("must be one of {0}, not {1}; the label is not asked for", listed(labelKinds), shown(wanted)),
      );
  }
  return given === undefined ? undefined : labels;
}

function readStrings(given: unknown, path: Path, reader: Reader): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given))
    return reader.report(path, t("must be a list of strings, not {0}; it is left out", kindOf(given)));
  return given.flatMap((item: unknown, index) => {
    if (typeof item === "string") return [item];
    reader.report([...path, index], t("must be a string, not {0}; it is left out", shown(item)));
    return [];
  });
}

function readPath(given: unknown, path: Path, reader: Reader): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  return reader.report(path, t("must be the path of a folder, not {0}; the context is found", shown(given)));
}

function readFlag(given: unknown, path: Path, reader: Reader): boolean | undefined {
  if (given === undefined || typeof given === "boolean") return given;
  return reader.report(path, t("must be true or false, not {0}; false is used", shown(given)));
}

function readFailOn(given: unknown, reader: Reader): FailOn | undefined {
  if (given === undefined) return undefined;
  const wanted = failOnValues.find((one) => one === given);
  return (
    wanted ??
    reader.report(
      ["failOn"],
      t('must be one of {0}, not {1}; "warning" is used', listed(failOnValues), shown(given)),
    )
  );
}

function readOverrides(given: unknown, reader: Reader): readonly Override[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given))
    return reader.report(["overrides"], t("must be a list, not {0}; it is left out", kindOf(given)));
  return given.flatMap((item: unknown, index) => {
    const path = ["overrides", index];
    if (!isRecord(item) || item.files === undefined) {
      reader.report(path, t('needs "files", the patterns it is for; it is left out'));
      return [];
    }
    const known = fields.filter(({ isPerFile }) => isPerFile).map(({ key }: Field) => key);
    reportUnknown(item, { known: ["files", ...known], path, reader });
    const files = readStrings(item.files, [...path, "files"], reader) ?? [];
    return [{ files, ...readValues(item, path, reader) }];
  });
}

function entries(given: unknown, path: Path, reader: Reader): readonly (readonly [string, unknown])[] {
  if (given === undefined) return [];
  if (isRecord(given)) return Object.entries(given);
  reader.report(path, t("must be an object, not {0}; it is left out", kindOf(given)));
  return [];
}

function reportUnknown(
  given: Readonly<Record<string, unknown>>,
  {
    known,
    path,
    reader,
  }: { readonly known: readonly string[]; readonly path: Path; readonly reader: Reader },
): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const close = closestName(key, known);
    reader.report(
      [...path, key],
      close === undefined
        ? t('there is no key "{0}"', key)
        : t('there is no key "{0}"; "{1}" is one', key, close),
    );
  }
}

/** The entries that have a value. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function listed(allowed: readonly string[]): string {
  return allowed.map((one) => `"${one}"`).join(t(", "));
}

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? JSON.stringify(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return t("a list");
  switch (typeof value) {
    case "object":
      return t("an object");
    case "string":
      return t("a string");
    case "number":
      return t("a number");
    case "boolean":
      return t("a boolean");
    default:
      return typeof value;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
