import { remember } from "../remember.ts";
import type { ShellCommand, Word } from "../shell/script.ts";
import { type Manager, type Program, pip, programs } from "./packagePrograms.ts";
import type { RunFacts } from "./runs.ts";

/** One call of a package manager or build tool, wherever it stands in a RUN. */
export interface PackageCommand {
  readonly manager: Manager;
  /** The program as called, by base name: `apt`, `apt-get`, `pip3.12`, `mvnw`. */
  readonly program: string;
  /** The sub-command in its full name: `npm i` → `install`, bare `yarn` → `install`; "" when there is none. */
  readonly action: string;
  /** The word that states the sub-command; undefined for a bare `yarn` or a Maven call without a goal. */
  readonly actionWord: Word | undefined;
  /** All words behind the program. For `python -m pip`, behind `pip`. */
  readonly args: readonly Word[];
  /** Words that are neither sub-command nor option nor an option's value. */
  readonly operands: readonly Word[];
  readonly command: ShellCommand;
  readonly run: RunFacts;
}

/** Every package manager call of a RUN, in order. */
export const packageCommands = remember((run: RunFacts): readonly PackageCommand[] =>
  run.script.commands.flatMap((command) => {
    const call = readPackageCall(command);
    if (!call) return none;
    const { manager, program, action, actionWord, args, operands } = call;
    return { manager, program, action, actionWord, args, operands, command, run };
  }),
);

const none: readonly never[] = [];

/** A call as its words say it, which may not be all there yet. */
export type PackageCall = Omit<PackageCommand, "command" | "run">;

/** Undefined for a program that is no package manager. */
export function readPackageCall(command: Pick<ShellCommand, "name" | "args">): PackageCall | undefined {
  const call = packageCall(command);
  if (!call) return undefined;
  const { program, name, args } = call;
  const { actionWord, operands } = splitWords(args, program);
  const action = actionWord
    ? (program.synonyms?.[actionWord.value] ?? actionWord.value)
    : (program.bareAction ?? "");
  return { manager: program.manager, program: name, action, actionWord, args, operands };
}

function packageCall(command: Pick<ShellCommand, "name" | "args">) {
  const { name, args } = command;
  if (/^pip(\d+(\.\d+)*)?$/.test(name)) return { program: pip, name, args };
  if (/^python(\d+(\.\d+)*)?$/.test(name)) {
    const module = args.findIndex((word) => word.value === "-m");
    const isPip = module >= 0 && args[module + 1]?.value === "pip";
    return isPip ? { program: pip, name: "pip", args: args.slice(module + 2) } : undefined;
  }
  if (name === "uv" && args[0]?.value === "pip") return { program: programs.uv ?? pip, name, args };
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program && { program, name, args };
}

function splitWords(args: readonly Word[], program: Program) {
  let actionWord: Word | undefined;
  const operands: Word[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    if (word.value.startsWith("-") && word.value !== "-") {
      if (program.valued.includes(word.value)) at += 1;
    } else if (!actionWord) actionWord = word;
    else operands.push(word);
  }
  return { actionWord, operands };
}

/** True when one of the options stands there, alone or as `--option=value`; short ones also bundled: `-qy` holds `-y`. */
export function hasOption(
  command: { readonly args: readonly Word[] },
  ...options: readonly string[]
): boolean {
  for (const { value } of command.args) {
    if (!value.startsWith("-")) continue;
    for (const option of options) if (isOption(value, option)) return true;
  }
  return false;
}

function isOption(value: string, option: string): boolean {
  if (value.startsWith(option) && (value.length === option.length || value[option.length] === "="))
    return true;
  const isShort = option.length === 2 && option.startsWith("-");
  return isShort && /^-[A-Za-z]+$/.test(value) && value.includes(option.charAt(1), 1);
}

/** The value of an option, given as `--option=value` or as the next word. */
export function optionValue(
  command: { readonly args: readonly Word[] },
  ...options: readonly string[]
): string | undefined {
  for (const [at, { value }] of command.args.entries()) {
    for (const option of options) {
      if (value === option) return command.args[at + 1]?.value;
      if (value.startsWith(`${option}=`)) return value.slice(option.length + 1);
    }
  }
  return undefined;
}
