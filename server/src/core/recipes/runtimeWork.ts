import type { Instruction } from "../document/dockerfile.ts";
import { accountsMade, isAccountCommand } from "../facts/accounts.ts";
import type { CopyFacts } from "../facts/copies.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import { isPlainChain, type ShellCommand, type Step } from "../shell/script.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";
import { installLine, type SystemInstall, systemInstalls } from "./systemPackages.ts";

/** What the recipe knows of the project when it sorts the stage's work into build and runtime. */
export interface WorkInput {
  readonly single: SingleStage;
  /** Where the sources are: what is done there is the build's business. */
  readonly folders: readonly string[];
  /** Files that the runtime stage takes from the build stage anyway. */
  readonly artifacts: readonly string[];
  /** Programs whose work ends in the project's folder, or is of no use later. */
  readonly buildPrograms: ReadonlySet<string>;
  /** Packages that the runtime base or the artifacts bring along. */
  isProvided(packageName: string): boolean;
  /** What the runtime stage installs in place of a library's development package; nothing when absent. */
  inPlaceOf?(developmentPackage: string): readonly string[];
}

/** The stage's RUN, COPY and ADD, sorted. */
export interface RuntimeWork {
  /** The work of this instruction is for the running program alone, so it may stand in the runtime stage. */
  isForRuntime(instruction: Instruction): boolean;
  /** What the runtime stage repeats of an instruction that stays in the build stage; undefined for nothing. */
  repeated(instruction: Instruction): string | undefined;
  /** Accounts that the runtime stage has by then. */
  readonly accounts: ReadonlySet<string>;
  /** Accounts are made by `adduser`, which Debian's small images may lack. */
  readonly usesAdduser: boolean;
  /** Programs that did something nobody knows here. */
  readonly unknownPrograms: readonly string[];
  /** Development packages of libraries that programs were linked against. */
  readonly libraries: readonly string[];
  readonly buildOnlyPackages: readonly string[];
  /** Why it cannot be sorted. */
  readonly problem: string | undefined;
}

/** `artifact`: owner or mode of a file that is copied with both from the build stage. */
type Kind = "neutral" | "packages" | "account" | "files" | "artifact" | "build" | "unknown";

const filePrograms = new Set(["mkdir", "chown", "chmod", "touch"]);
const neutralPrograms = new Set(["set", "true", ":", "echo", "export", "pwd", "ls"]);
const anyBuildProgram = new Set(
  "cd cp mv rm ln install mkdir chown chmod touch test [ cat sed find env make git tar strip upx file which sleep date printf update-ca-certificates ldconfig".split(
    " ",
  ),
);

export function runtimeWork(input: WorkInput): RuntimeWork {
  const { single } = input;
  const installs = systemInstalls(single).map((install) => withoutProvided(install, input));
  const made = new Set<string>();
  const accounts = new Set<string>();
  const forRuntime = new Set<Instruction>();
  const repeats = new Map<Instruction, string>();
  const unknown = new Set<string>();
  let problem: string | undefined;
  for (const instruction of single.instructions) {
    const copy = single.facts.copy(instruction);
    if (copy?.destination && !copy.copiesWholeContext && isOutside(copy.destination, input)) {
      forRuntime.add(instruction);
      repeats.set(
        instruction,
        single.facts.dockerfile.text.slice(instruction.span.start, instruction.span.end),
      );
      for (const path of targetsOf(copy, copy.destination)) made.add(path);
    }
    const run = single.facts.run(instruction);
    if (!run) continue;
    const sorted = sortRun(run, { input, installs, made });
    for (const name of sorted.accounts) accounts.add(name);
    for (const name of sorted.unknown) unknown.add(name);
    if (sorted.isForRuntime) forRuntime.add(instruction);
    if (sorted.repeated !== undefined) repeats.set(instruction, sorted.repeated);
    problem ??= sorted.problem;
  }
  return {
    isForRuntime: (instruction) => forRuntime.has(instruction),
    repeated: (instruction) => repeats.get(instruction),
    accounts,
    usesAdduser: single.facts.runs.some(({ script }) =>
      script.commands.some(({ name }) => /^add(user|group)$/.test(name)),
    ),
    unknownPrograms: [...unknown],
    libraries: installs.flatMap(({ libraries }) => libraries),
    buildOnlyPackages: installs.flatMap(({ buildOnly }) => buildOnly),
    problem,
  };
}

interface SortInput {
  readonly input: WorkInput;
  readonly installs: readonly SystemInstall[];
  /** Files and folders that are in the runtime stage by then; grows with every step. */
  readonly made: Set<string>;
}

interface SortedRun {
  readonly isForRuntime: boolean;
  readonly repeated: string | undefined;
  readonly accounts: readonly string[];
  readonly unknown: readonly string[];
  readonly problem: string | undefined;
}

const buildRun: SortedRun = {
  isForRuntime: false,
  repeated: undefined,
  accounts: [],
  unknown: [],
  problem: undefined,
};

function sortRun(run: RunFacts, sort: SortInput): SortedRun {
  const { steps } = run.script;
  if (steps.length === 0) {
    const program = run.instruction.exec?.[0]?.value.replace(/^.*\//, "");
    return {
      ...buildRun,
      unknown: sort.input.buildPrograms.has(program ?? "") ? [] : [program ?? "a script"],
    };
  }
  const kinds = steps.map((step) => kindOf(step, sort));
  const unknown = steps.flatMap((step, at) => (kinds[at] === "unknown" ? unknownIn(step, sort.input) : []));
  const kept = steps.filter((_, at) => kinds[at] === "account" || kinds[at] === "files");
  const accounts = accountsMade(run)
    .filter(({ kind, command }) => kind === "user" && kept.some(({ commands }) => commands.includes(command)))
    .map(({ name }) => name);
  const own = sort.installs.filter(({ call }) => call.run === run);
  const packages = own.filter(({ runtime }) => runtime.length > 0);
  if (packages.some(({ isUnusual }) => isUnusual))
    return { ...buildRun, problem: "packages come from a repository that the runtime image does not have" };
  const isForRuntime =
    kinds.every((kind) => kind !== "build" && kind !== "unknown") &&
    own.every(({ buildOnly, libraries }) => buildOnly.length + libraries.length === 0) &&
    kinds.some((kind) => kind !== "neutral");
  const { facts } = sort.input.single;
  if (isForRuntime && !kinds.includes("artifact")) {
    const whole = facts.dockerfile.text.slice(run.instruction.span.start, run.instruction.span.end);
    return { isForRuntime, repeated: whole, accounts, unknown, problem: undefined };
  }
  if (isForRuntime && kept.length + packages.length === 0) return { ...buildRun, isForRuntime };
  if (kept.length > 0 && !(isPlainChain(run.script) && kept.every(isPlainStep)))
    return {
      ...buildRun,
      unknown,
      problem: "a RUN makes accounts or folders in a script that cannot be taken apart",
    };
  const lines = packages.map((install) => installLine(install, install.runtime));
  if (kept.length > 0) lines.push(`RUN ${kept.map(textOf).join(" && ")}`);
  const repeated = lines.length > 0 ? lines.join(facts.dockerfile.eol) : undefined;
  return { isForRuntime, repeated, accounts, unknown, problem: undefined };
}

function kindOf(step: Step, { input, installs, made }: SortInput): Kind {
  const { commands, kind } = step;
  if (kind !== "command") return commands.every((command) => isKnown(command, input)) ? "build" : "unknown";
  const [command] = commands;
  if (!command) return "neutral";
  const call = input.single.facts.callOf(command);
  if (call?.manager === "apt" || call?.manager === "apk")
    return installs.some((install) => install.call === call) ? "packages" : "neutral";
  if (commands.length > 1) return commands.every((other) => isKnown(other, input)) ? "build" : "unknown";
  if (isAccountCommand(command)) return "account";
  if (filePrograms.has(command.name)) return ofFiles(command, made, input);
  if (isCleaning(command) || (neutralPrograms.has(command.name) && command.redirects.length === 0))
    return "neutral";
  return isKnown(command, input) ? "build" : "unknown";
}

function isKnown(command: ShellCommand, { buildPrograms, single }: WorkInput): boolean {
  const { name } = command;
  if (isAccountCommand(command)) return false;
  if (anyBuildProgram.has(name) || neutralPrograms.has(name) || buildPrograms.has(name)) return true;
  return name === ""
    ? command.nameWord.text === ""
    : single.facts.packages.some((call) => call.command === command);
}

function unknownIn({ commands }: Step, input: WorkInput): readonly string[] {
  const [first] = commands.filter((command) => !isKnown(command, input));
  return first ? [first.name === "" ? "a script" : first.name] : [];
}

/** Folders outside the project that a step makes, or owner and mode of what the runtime stage has anyway. */
function ofFiles({ name, args }: ShellCommand, made: Set<string>, input: WorkInput): Kind {
  const makes = name === "mkdir" || name === "touch";
  const operands = args.filter(({ value }) => !value.startsWith("-"));
  const words = makes ? operands : operands.slice(1);
  if (words.length === 0 || !words.every(({ value, isLiteral }) => isLiteral && value.startsWith("/")))
    return "build";
  const targets = words.map(({ value }) => normalizePath(value));
  const { artifacts } = input;
  if (!makes && targets.every((target) => artifacts.includes(target))) return "artifact";
  if (!targets.every((target) => isOutside(target, input))) return "build";
  if (!makes) return targets.every((target) => made.has(target)) ? "files" : "build";
  // COPY makes the folder of what it copies.
  if (targets.every((target) => artifacts.some((path) => isBelow(path, target)))) return "build";
  for (const target of targets) made.add(target);
  return "files";
}

function isOutside(path: string, { folders }: WorkInput): boolean {
  return !folders.some((folder) => isBelow(path, folder));
}

function isCleaning({ name, args }: ShellCommand): boolean {
  const paths = args.filter(({ value }) => !value.startsWith("-"));
  return (
    name === "rm" &&
    paths.every(({ value }) => /^\/(var\/(lib\/apt|cache)|tmp|var\/tmp|root\/\.cache)\b/.test(value))
  );
}

function isPlainStep({ kind, commands: [command, second] }: Step): boolean {
  return kind === "command" && !second && command?.assignments.length === 0 && command.redirects.length === 0;
}

function textOf({ commands: [command] }: Step): string {
  if (!command) return "true";
  return [...command.wrappers, command.nameWord, ...command.args].map(({ text }) => text).join(" ");
}

function targetsOf({ sources, isIntoFolder }: CopyFacts, destination: string): readonly string[] {
  if (!isIntoFolder) return [destination];
  const names = sources.flatMap(({ path }) =>
    path === undefined ? [] : [path.slice(path.lastIndexOf("/") + 1)],
  );
  return [destination, ...names.map((name) => `${destination === "/" ? "" : destination}/${name}`)];
}

function withoutProvided(install: SystemInstall, { isProvided, inPlaceOf }: WorkInput): SystemInstall {
  const provided = install.runtime.filter(isProvided);
  const libraries = install.libraries.flatMap((name) => inPlaceOf?.(name) ?? []);
  return {
    ...install,
    runtime: [...new Set([...install.runtime.filter((name) => !isProvided(name)), ...libraries])],
    buildOnly: [...install.buildOnly, ...provided],
  };
}
