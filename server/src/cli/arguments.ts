import { type ParseArgsConfig, parseArgs } from "node:util";
import { type FailOn, failOnValues } from "../core/config/projectConfig.ts";
import { rules } from "../core/rules/index.ts";
import { UserError } from "./userError.ts";

export type Format = "pretty" | "json";

/** Which configuration file is read: the ones that are found, none, or the one at this path. */
export type ConfigChoice = "found" | "none" | { readonly path: string };

export interface CheckInvocation {
  readonly command: "check";
  readonly files: readonly string[];
  readonly format: Format;
  /** Undefined when the configuration, or else the default, is to decide. */
  readonly failOn: FailOn | undefined;
  readonly config: ConfigChoice;
  readonly enableAll: boolean;
  /** Asks the `shellcheck` on PATH about shell scripts. */
  readonly shellcheck: boolean;
  readonly platform: string;
}
export interface FixInvocation {
  readonly command: "fix";
  readonly file: string;
  readonly review: boolean;
  /** Empty for all rules. */
  readonly rules: readonly string[];
  readonly output: "diff" | "write" | "stdout";
  readonly config: ConfigChoice;
  readonly platform: string;
}
export interface SizeInvocation {
  readonly command: "size";
  readonly file: string;
  readonly format: Format;
  readonly platform: string;
}
export interface OptimizeInvocation {
  readonly command: "optimize";
  readonly file: string;
  readonly config: ConfigChoice;
  readonly platform: string;
}
export interface RulesInvocation {
  readonly command: "rules";
  readonly format: Format;
}
export type Invocation =
  | CheckInvocation
  | FixInvocation
  | SizeInvocation
  | OptimizeInvocation
  | RulesInvocation
  | { readonly command: "help" }
  | { readonly command: "version" };

const common = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  platform: { type: "string" },
} as const;
const configured = { ...common, config: { type: "string" }, "no-config": { type: "boolean" } } as const;
const options = {
  check: {
    ...configured,
    format: { type: "string" },
    "fail-on": { type: "string" },
    "enable-all": { type: "boolean" },
    shellcheck: { type: "boolean" },
  },
  fix: {
    ...configured,
    review: { type: "boolean" },
    rule: { type: "string", multiple: true },
    diff: { type: "boolean" },
    write: { type: "boolean" },
    stdout: { type: "boolean" },
  },
  size: { ...common, format: { type: "string" } },
  optimize: configured,
  rules: { ...common, format: { type: "string" } },
} as const;

type Command = keyof typeof options;

/** Reads the words behind `plimsoll`. Throws a UserError that says what is wrong. */
export function parseArguments(words: readonly string[]): Invocation {
  const [command, ...rest] = words;
  if (command === undefined || command === "--help" || command === "-h" || command === "help")
    return { command: "help" };
  if (command === "--version") return { command: "version" };
  if (!isCommand(command)) throw new UserError(`there is no command '${command}'; see plimsoll --help`);
  const { values, positionals } = parseWords(command, rest);
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };
  const platform = platformOf(values.platform);
  switch (command) {
    case "check":
      if (positionals.length === 0) throw new UserError("check needs a file, or - for standard input");
      return {
        command,
        files: positionals,
        format: formatOf(values.format),
        failOn: failOnOf(values["fail-on"]),
        enableAll: values["enable-all"] === true,
        config: configOf(values),
        shellcheck: values.shellcheck === true,
        platform,
      };
    case "fix":
      return {
        command,
        file: onlyFile(command, positionals),
        review: values.review === true,
        rules: ruleIds(values.rule ?? []),
        output: outputOf(values),
        config: configOf(values),
        platform,
      };
    case "size":
      return { command, file: onlyFile(command, positionals), format: formatOf(values.format), platform };
    case "optimize":
      return { command, file: onlyFile(command, positionals), config: configOf(values), platform };
    case "rules":
      return { command, format: formatOf(values.format) };
  }
}

interface Values {
  readonly help?: boolean | undefined;
  readonly version?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly format?: string | undefined;
  readonly "fail-on"?: string | undefined;
  readonly "enable-all"?: boolean | undefined;
  readonly shellcheck?: boolean | undefined;
  readonly review?: boolean | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly diff?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  readonly config?: string | undefined;
  readonly "no-config"?: boolean | undefined;
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
    const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(". To specify");
    throw new UserError(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}; see plimsoll --help`);
  }
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(options, word);
}

function onlyFile(command: Command, files: readonly string[]): string {
  const [file, second] = files;
  if (file === undefined) throw new UserError(`${command} needs a file, or - for standard input`);
  if (second !== undefined) throw new UserError(`${command} takes one file, not ${files.length}`);
  return file;
}

function formatOf(format = "pretty"): Format {
  if (format === "pretty" || format === "json") return format;
  throw new UserError(`--format is pretty or json, not '${format}'`);
}

function failOnOf(word: string | undefined): FailOn | undefined {
  const wanted = failOnValues.find((one) => one === word);
  if (wanted || word === undefined) return wanted;
  throw new UserError(`--fail-on is error, warning, information, hint or never, not '${word}'`);
}

function configOf({ config, "no-config": none }: Values): ConfigChoice {
  if (config !== undefined && none) throw new UserError("--config and --no-config exclude each other");
  return config === undefined ? (none ? "none" : "found") : { path: config };
}

function outputOf({ diff, write, stdout }: Values): FixInvocation["output"] {
  if ([diff, write, stdout].filter(Boolean).length > 1)
    throw new UserError("--diff, --write and --stdout exclude each other");
  return write ? "write" : stdout ? "stdout" : "diff";
}

function ruleIds(ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new UserError(`there is no rule '${unknown}'; plimsoll rules lists them`);
  return ids;
}

function platformOf(platform = "linux/amd64"): string {
  if (/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) return platform;
  throw new UserError(`--platform is os/arch[/variant], such as linux/arm64, not '${platform}'`);
}
