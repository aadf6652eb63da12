import type { Instruction, RunInstruction } from "../document/dockerfile.ts";
import type { Ecosystem } from "../facts/dependencyInstall.ts";
import { isDownloader } from "../facts/downloads.ts";
import { dependencyInstall } from "../facts/ecosystems.ts";
import type { Facts } from "../facts/facts.ts";
import { systemManagers } from "../facts/packagePrograms.ts";
import type { PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { takings } from "./takes.ts";

/**
 * How much work an instruction is, in units that mean nothing by themselves: only their ratios are used, and those
 * are shown rounded to tens of percent. The figures are rules of thumb for projects of a usual size on an empty cache,
 * not measurements; whoever needs seconds has to build.
 */
export function workOf(facts: Facts, instruction: Instruction): number {
  switch (instruction.keyword) {
    case "RUN":
      return runWork(facts, instruction);
    case "COPY":
    case "ADD":
      return copyWork(facts, instruction);
    case "WORKDIR":
      return light;
    default:
      return 0;
  }
}

const light = 0.2;
/** What nobody knows: a script of the project, say. */
const unknownCommand = 8;
const systemPackages = { install: 10, perPackage: 1.5, update: 3 } as const;
const namedPackage = 5;
const download = 4;
const bytesPerUnit = 50_000_000;

/** Installing what the manifest of a project asks for. */
const installWork: Readonly<Record<Ecosystem, number>> = {
  npm: 30,
  yarn: 30,
  pnpm: 20,
  bun: 10,
  pip: 30,
  uv: 8,
  poetry: 30,
  pipenv: 30,
  go: 15,
  cargo: 20,
  maven: 40,
  gradle: 40,
  dotnet: 20,
  bundler: 30,
  composer: 15,
  mix: 15,
};

/** Compiling on top of that. */
const compileWork: Readonly<Partial<Record<Ecosystem, number>>> = {
  go: 30,
  cargo: 100,
  maven: 30,
  gradle: 40,
  dotnet: 25,
};

/** Programs that compile or bundle, whatever the project. */
const compilers: ReadonlySet<string> = new Set(
  "make cmake ninja meson gcc g++ cc c++ clang javac tsc webpack vite rustc bazel sbt scons configure".split(
    " ",
  ),
);
const compiling = 40;
const scriptOfProject = 25;

/** Programs that are done before anybody looks. */
const quick: ReadonlySet<string> = new Set(
  (
    ": true test [ set cd export unset umask echo printf mkdir rmdir rm ln touch chmod useradd groupadd usermod " +
    "adduser addgroup sed sleep ls which command cat mv cp grep id env exit date ldconfig corepack tee head tail"
  ).split(" "),
);

/** Packages that were downloaded before come out of a cache mount. */
const withCacheMount = 0.4;

function runWork(facts: Facts, instruction: RunInstruction): number {
  const run = facts.run(instruction);
  if (!run?.script.isUnderstood) return unknownCommand;
  const sum = run.script.commands.reduce((all, command) => all + commandWork(facts, run, command), 0);
  return Math.max(light, sum);
}

function commandWork(facts: Facts, { instruction }: RunFacts, command: ShellCommand): number {
  const call = facts.callOf(command);
  if (call) {
    const isMounted = instruction.mounts.some(({ type }) => type === "cache");
    return callWork(call, isMounted ? withCacheMount : 1);
  }
  if (quick.has(command.name)) return light;
  if (compilers.has(command.name)) return compiling;
  if (isDownloader(command) || (command.name === "git" && command.args[0]?.value === "clone"))
    return download;
  return command.args.length === 0 && command.name === "" ? light : unknownCommand;
}

function callWork(call: PackageCommand, factor: number): number {
  const { manager, action, operands } = call;
  const install = dependencyInstall(call);
  if (install) {
    const compile = install.does === "build" ? (compileWork[install.ecosystem] ?? 0) : 0;
    return installWork[install.ecosystem] * factor + compile;
  }
  if (systemManagers.has(manager)) {
    if (action !== "install" && action !== "add") return systemPackages.update;
    return (systemPackages.install + systemPackages.perPackage * operands.length) * factor;
  }
  if (/^(run|exec|test|publish|build|package|compile|release|assets)/.test(action)) return scriptOfProject;
  if (/^(install|add|get)/.test(action)) return namedPackage * Math.max(1, operands.length) * factor;
  return light;
}

function copyWork(facts: Facts, instruction: Instruction): number {
  const { context } = facts.known;
  const taking = takings(facts)?.get(instruction);
  if (!context || !taking) return 1;
  // Files that two sources share count twice, and excluded ones too: an estimate needs no walk over all files.
  const bytes = taking.roots.reduce((sum, root) => sum + (context.size(root) ?? 0), 0);
  return 0.5 + bytes / bytesPerUnit;
}
