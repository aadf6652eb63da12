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
    report([], `the configuration must be an object, not ${kindOf(given)}; the defaults are used`);
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
      reader.report([...path, name], `${notOneOf(wanted, ruleSeverities)}; its default is used`);
    else for (const id of ids) severities[id] = severity;
  }
  return given === undefined ? undefined : severities;
}

function noRule(name: string, rules: readonly Rule[]): string {
  const close = closestName(
    name,
    rules.map(({ id }) => id),
  );
  return `"${name}" is no rule${close === undefined ? "" : `; "${close}" is`}`;
}

/** Decimal megabytes, as users write them, become bytes. */
function readBudgets(given: unknown, path: Path, reader: Reader): Budgets | undefined {
  const budgets: Record<string, number> = {};
  for (const [name, wanted] of entries(given, path, reader)) {
    if (name !== "image" && name !== "service")
      reader.report([...path, name], `there is no budget "${name}"; "image" and "service" are`);
    else if (typeof wanted !== "number" || !(wanted > 0))
      reader.report(
        [...path, name],
        `must be a number of MB above 0, not ${shown(wanted)}; there is no limit`,
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
    else reader.report([...path, name], `${notOneOf(wanted, labelKinds)}; the label is not asked for`);
  }
  return given === undefined ? undefined : labels;
}

function readStrings(given: unknown, path: Path, reader: Reader): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given))
    return reader.report(path, `must be a list of strings, not ${kindOf(given)}; it is left out`);
  return given.flatMap((item: unknown, index) => {
    if (typeof item === "string") return [item];
    reader.report([...path, index], `must be a string, not ${shown(item)}; it is left out`);
    return [];
  });
}

function readPath(given: unknown, path: Path, reader: Reader): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  return reader.report(path, `must be the path of a folder, not ${shown(given)}; the context is found`);
}

function readFlag(given: unknown, path: Path, reader: Reader): boolean | undefined {
  if (given === undefined || typeof given === "boolean") return given;
  return reader.report(path, `must be true or false, not ${shown(given)}; false is used`);
}

function readFailOn(given: unknown, reader: Reader): FailOn | undefined {
  if (given === undefined) return undefined;
  const wanted = failOnValues.find((one) => one === given);
  return wanted ?? reader.report(["failOn"], `${notOneOf(given, failOnValues)}; "warning" is used`);
}

function readOverrides(given: unknown, reader: Reader): readonly Override[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given))
    return reader.report(["overrides"], `must be a list, not ${kindOf(given)}; it is left out`);
  return given.flatMap((item: unknown, index) => {
    const path = ["overrides", index];
    if (!isRecord(item) || item.files === undefined) {
      reader.report(path, `needs "files", the patterns it is for; it is left out`);
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
  reader.report(path, `must be an object, not ${kindOf(given)}; it is left out`);
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
      `there is no key "${key}"${close === undefined ? "" : `; "${close}" is one`}`,
    );
  }
}

/** The entries that have a value. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function notOneOf(given: unknown, allowed: readonly string[]): string {
  return `must be one of ${allowed.map((one) => `"${one}"`).join(", ")}, not ${shown(given)}`;
}

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? JSON.stringify(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
