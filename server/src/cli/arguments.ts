import { type ParseArgsConfig, parseArgs } from "node:util";
import { type FailOn, failOnValues } from "../core/config/projectConfig.ts";
import type { FormatOptions } from "../core/format/format.ts";
import { rules } from "../core/rules/index.ts";
import type { RegistrySettings } from "../core/settings.ts";
import { t } from "../l10n/t.ts";
import { mistakeInWords } from "./optionMistakes.ts";
import { UserError } from "./userError.ts";

export type Format = "pretty" | "json";

const reportFormats = ["html", "svg", "md", "json"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Which configuration file is read: the ones that are found, none, or the one at this path. */
export type ConfigChoice = "found" | "none" | { readonly path: string };

/** Which build context is looked at: the one that is found, none, or the folder at this path. */
export type ContextChoice = "found" | "none" | { readonly path: string };

/** What decides what is known and wanted around a Dockerfile. */
export interface Settings {
  readonly config: ConfigChoice;
  readonly context: ContextChoice;
  readonly platform: string;
  /** Who may be asked about images; nobody unless the command line says so. */
  readonly registry: RegistrySettings;
}

export interface CheckInvocation extends Settings {
  readonly command: "check";
  readonly files: readonly string[];
  readonly format: Format;
  /** Undefined when the configuration, or else the default, is to decide. */
  readonly failOn: FailOn | undefined;
  readonly enableAll: boolean;
  /** Asks the `shellcheck` on PATH about shell scripts. */
  readonly shellcheck: boolean;
}
export interface FixInvocation extends Settings {
  readonly command: "fix";
  readonly file: string;
  readonly review: boolean;
  /** Empty for all rules. */
  readonly rules: readonly string[];
  /** The runtime base of a multi-stage conversion; undefined for the recommended one. */
  readonly base?: string | undefined;
  readonly output: "diff" | "write" | "stdout";
}
export interface SizeInvocation extends Settings {
  readonly command: "size";
  readonly file: string;
  readonly format: Format;
}
export interface OptimizeInvocation extends Settings {
  readonly command: "optimize";
  readonly file: string;
}
export interface ContextInvocation extends Settings {
  readonly command: "context";
  readonly file: string;
  readonly format: Format;
}
export interface CacheInvocation extends Settings {
  readonly command: "cache";
  readonly file: string;
  /** The path that changes; undefined for a table of all that can. */
  readonly change: string | undefined;
  readonly format: Format;
}
export interface ReportInvocation extends Settings {
  readonly command: "report";
  readonly file: string;
  readonly format: ReportFormat;
}
export interface ImageInvocation extends Pick<Settings, "platform" | "registry"> {
  readonly command: "image";
  readonly image: string;
  /** Prints the tags of its repository, and nothing about the image. */
  readonly tags: boolean;
  readonly format: Format;
}
export interface RulesInvocation {
  readonly command: "rules";
  readonly format: Format;
}
export interface FormatInvocation {
  readonly command: "format";
  readonly files: readonly string[];
  readonly output: "stdout" | "write" | "check";
  readonly options: FormatOptions;
}
export type Invocation =
  | FormatInvocation
  | CheckInvocation
  | FixInvocation
  | SizeInvocation
  | OptimizeInvocation
  | ContextInvocation
  | CacheInvocation
  | ReportInvocation
  | ImageInvocation
  | RulesInvocation
  | { readonly command: "help" }
  | { readonly command: "version" };

const common = { help: { type: "boolean", short: "h" }, version: { type: "boolean" } } as const;
const images = {
  ...common,
  platform: { type: "string" },
  online: { type: "boolean" },
  "allow-host": { type: "string", multiple: true },
  "docker-credentials": { type: "boolean" },
} as const;
const settings = {
  ...images,
  config: { type: "string" },
  "no-config": { type: "boolean" },
  context: { type: "string" },
  "no-context": { type: "boolean" },
} as const;
const options = {
  check: {
    ...settings,
    format: { type: "string" },
    "fail-on": { type: "string" },
    "enable-all": { type: "boolean" },
    shellcheck: { type: "boolean" },
  },
  fix: {
    ...settings,
    review: { type: "boolean" },
    rule: { type: "string", multiple: true },
    base: { type: "string" },
    diff: { type: "boolean" },
    write: { type: "boolean" },
    stdout: { type: "boolean" },
  },
  size: { ...settings, format: { type: "string" } },
  optimize: settings,
  context: { ...settings, format: { type: "string" } },
  cache: { ...settings, change: { type: "string" }, format: { type: "string" } },
  report: { ...settings, format: { type: "string" } },
  image: { ...images, tags: { type: "boolean" }, format: { type: "string" } },
  format: {
    ...common,
    check: { type: "boolean" },
    write: { type: "boolean" },
    casing: { type: "string" },
    indent: { type: "string" },
  },
  rules: { ...common, format: { type: "string" } },
} as const;

type Command = keyof typeof options;

/** Reads the words behind `plimsoll`. Throws a UserError that says what is wrong. */
export function parseArguments(words: readonly string[]): Invocation {
  const [command, ...rest] = words;
  if (command === undefined || command === "--help" || command === "-h" || command === "help")
    return { command: "help" };
  if (command === "--version") return { command: "version" };
  if (!isCommand(command)) throw new UserError(t("there is no command '{0}'; see plimsoll --help", command));
  const { values, positionals } = parseWords(command, rest);
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };
  switch (command) {
    case "check":
      if (positionals.length === 0)
        throw new UserError(t("{0} needs a file, or - for standard input", command));
      return {
        command,
        files: someFiles(command, positionals),
        format: formatOf(values.format),
        failOn: failOnOf(values["fail-on"]),
        enableAll: values["enable-all"] === true,
        shellcheck: values.shellcheck === true,
        ...settingsOf(values),
      };
    case "fix":
      return {
        command,
        file: onlyFile(command, positionals),
        review: values.review === true,
        rules: ruleIds(values.rule ?? []),
        base: baseOf(values),
        output: outputOf(values),
        ...settingsOf(values),
      };
    case "size":
    case "context":
      return {
        command,
        file: onlyFile(command, positionals),
        format: formatOf(values.format),
        ...settingsOf(values),
      };
    case "cache":
      return {
        command,
        file: onlyFile(command, positionals),
        change: values.change,
        format: formatOf(values.format),
        ...settingsOf(values),
      };
    case "report":
      return {
        command,
        file: onlyFile(command, positionals),
        format: reportFormatOf(values.format),
        ...settingsOf(values),
      };
    case "optimize":
      return { command, file: onlyFile(command, positionals), ...settingsOf(values) };
    case "image":
      return {
        command,
        image: onlyImage(positionals),
        tags: values.tags === true,
        format: formatOf(values.format),
        platform: platformOf(values.platform),
        registry: registryOf(values),
      };
    case "format":
      return { command, ...formattingOf(values, positionals) };
    case "rules":
      return { command, format: formatOf(values.format) };
  }
}

interface Values {
  readonly help?: boolean | undefined;
  readonly version?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly format?: string | undefined;
  readonly change?: string | undefined;
  readonly "fail-on"?: string | undefined;
  readonly "enable-all"?: boolean | undefined;
  readonly shellcheck?: boolean | undefined;
  readonly review?: boolean | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly diff?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  readonly config?: string | undefined;
  readonly "no-config"?: boolean | undefined;
  readonly context?: string | undefined;
  readonly "no-context"?: boolean | undefined;
  readonly online?: boolean | undefined;
  readonly "allow-host"?: readonly string[] | undefined;
  readonly "docker-credentials"?: boolean | undefined;
  readonly tags?: boolean | undefined;
  readonly check?: boolean | undefined;
  readonly casing?: string | undefined;
  readonly indent?: string | undefined;
}

function parseWords(
  command: Command,
  words: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  const config: ParseArgsConfig = { args: [...words], options: options[command], allowPositionals: true };
  try {
    const { values, positionals } = parseArgs(config);
    // The table of options above gives every value its type.
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UserError(t("{0}; see plimsoll --help", mistakeInWords(error)));
  }
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(options, word);
}

function onlyFile(command: Command, files: readonly string[]): string {
  const [file, second] = files;
  if (file === undefined) throw new UserError(t("{0} needs a file, or - for standard input", command));
  if (second !== undefined) throw new UserError(t("{0} takes one file, not {1}", command, files.length));
  return file;
}

function onlyImage(images: readonly string[]): string {
  const [image, second] = images;
  if (image === undefined) throw new UserError(t("image needs the name of an image, such as node:22-slim"));
  if (second !== undefined) throw new UserError(t("image takes one name, not {0}", images.length));
  return image;
}

function formatOf(format = "pretty"): Format {
  if (format === "pretty" || format === "json") return format;
  throw new UserError(t("--format is pretty or json, not '{0}'", format));
}

function reportFormatOf(word = "html"): ReportFormat {
  const format = reportFormats.find((one) => one === word);
  if (format) return format;
  throw new UserError(t("--format is html, svg, md or json, not '{0}'", word));
}

function failOnOf(word: string | undefined): FailOn | undefined {
  const wanted = failOnValues.find((one) => one === word);
  if (wanted || word === undefined) return wanted;
  throw new UserError(t("--fail-on is error, warning, information, hint or never, not '{0}'", word));
}

function settingsOf(values: Values): Settings {
  return {
    config: choiceOf("config", values.config, values["no-config"]),
    context: choiceOf("context", values.context, values["no-context"]),
    platform: platformOf(values.platform),
    registry: registryOf(values),
  };
}

function registryOf(values: Values): RegistrySettings {
  const { online = false, "allow-host": allowHosts = [], "docker-credentials": credentials = false } = values;
  if (!online && allowHosts.length > 0) throw new UserError(t("--allow-host needs --online"));
  if (!online && credentials) throw new UserError(t("--docker-credentials needs --online"));
  return { mode: online ? "public" : "offline", allowHosts, useDockerCredentials: credentials };
}

function choiceOf(
  name: string,
  named: string | undefined,
  none: boolean | undefined,
): "found" | "none" | { readonly path: string } {
  if (named !== undefined && none) throw new UserError(t("--{0} and --no-{0} exclude each other", name));
  return named === undefined ? (none ? "none" : "found") : { path: named };
}

function outputOf({ diff, write, stdout }: Values): FixInvocation["output"] {
  if ([diff, write, stdout].filter(Boolean).length > 1)
    throw new UserError(t("--diff, --write and --stdout exclude each other"));
  return write ? "write" : stdout ? "stdout" : "diff";
}

function formattingOf(values: Values, files: readonly string[]): Omit<FormatInvocation, "command"> {
  const { check = false, write = false, casing = "majority", indent = "4" } = values;
  if (check && write) throw new UserError(t("--check and --write exclude each other"));
  if (casing !== "majority" && casing !== "upper")
    throw new UserError(t("--casing is majority or upper, not '{0}'", casing));
  const isTab = indent === "tab";
  if (!isTab && !/^[1-8]$/.test(indent))
    throw new UserError(t("--indent is tab or 1 to 8, not '{0}'", indent));
  return {
    files: check || write ? someFiles("format", files) : [onlyFile("format", files)],
    output: check ? "check" : write ? "write" : "stdout",
    options: { casing, tabSize: isTab ? 4 : Number(indent), insertSpaces: !isTab },
  };
}

function someFiles(command: Command, files: readonly string[]): readonly string[] {
  if (files.length === 0) throw new UserError(t("{0} needs a file, or - for standard input", command));
  return files;
}

function ruleIds(ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new UserError(t("there is no rule '{0}'; plimsoll rules lists them", unknown));
  return ids;
}

function baseOf({ base, rule = [] }: Values): string | undefined {
  if (base === undefined || rule.includes("single-stage-build")) return base;
  throw new UserError(t("--base is for --rule single-stage-build"));
}

function platformOf(platform = "linux/amd64"): string {
  if (/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) return platform;
  throw new UserError(t("--platform is os/arch[/variant], such as linux/arm64, not '{0}'", platform));
}
