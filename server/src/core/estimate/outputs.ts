import { dependencyInstall } from "../facts/ecosystems.ts";
import type { Facts } from "../facts/facts.ts";
import { optionValue, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { Amount } from "./amount.ts";
import { nodeModulesAmount } from "./npmInstalls.ts";
import { thumbOfCall, thumbOfCommand, thumbOfProgram } from "./rulesOfThumb.ts";

/** What a command leaves in a place that another stage may take it from. */
export interface Output {
  /** Absolute path of a file or folder. */
  readonly folder: string;
  /** It is all of it or nothing: a part of the folder is not the amount. */
  readonly isWhole: boolean;
  readonly amount: Amount;
}

/** What the commands of a RUN leave, caches and downloads elsewhere left out. */
export function outputsOf(facts: Facts, run: RunFacts): readonly Output[] {
  const found: Output[] = [];
  let folder = run.situation.workdir ?? "/";
  for (const command of run.script.commands) {
    const [target] = command.args;
    if (command.name === "cd" && target?.isLiteral) {
      folder = normalizePath(target.value.startsWith("/") ? target.value : `${folder}/${target.value}`);
      continue;
    }
    const call = facts.callOf(command);
    const output = call ? ofCall(facts, call, folder) : ofCommand(command, folder);
    if (output) found.push(output);
  }
  return found;
}

const builders: ReadonlySet<string> = new Set(["go", "cargo", "maven", "gradle", "dotnet"]);

function ofCall(facts: Facts, call: PackageCommand, folder: string): Output | undefined {
  const { manager, command } = call;
  const named = optionValue(call, "-o") ?? optionValue(call, "--output");
  if (builders.has(manager) && call.action !== "mod" && call.action !== "restore") {
    const amount = thumbOfProgram(manager);
    const path = named === undefined ? undefined : pathOf(named, folder);
    if (path !== undefined) return { folder: path, isWhole: false, amount };
    const installed = call.action === "install" ? installFolders[manager] : undefined;
    return { folder: installed ?? folder, isWhole: false, amount };
  }
  if (manager === "pip" || manager === "uv") {
    const amount = thumbOfCall(call);
    return amount && { folder: environmentOf(facts, call), isWhole: true, amount };
  }
  if (dependencyInstall(call)?.does === "dependencies") {
    const amount = nodeModulesAmount(facts, call) ?? thumbOfCall(call);
    return amount && { folder: `${folder}/${packageFolders[manager] ?? "vendor"}`, isWhole: true, amount };
  }
  const amount = thumbOfCall(call);
  return amount && command.name !== "" ? { folder, isWhole: false, amount } : undefined;
}

const installFolders: Readonly<Record<string, string>> = { go: "/go/bin", cargo: "/usr/local/cargo/bin" };
const packageFolders: Readonly<Record<string, string>> = {
  npm: "node_modules",
  yarn: "node_modules",
  pnpm: "node_modules",
  bun: "node_modules",
};

/** The virtual environment that is called, or that comes first in PATH; else Python's own folder. */
function environmentOf({ scope }: Facts, { command, run }: PackageCommand): string {
  const called = /^(\/.+)\/bin\/[^/]+$/.exec(command.nameWord.value)?.[1];
  const first = /^(\/[^:]+)\/bin:/.exec(scope.value("PATH", run.stage, run.instruction) ?? "")?.[1];
  return called ?? (first === undefined || first === "/usr/local" ? "/usr/local/lib" : first);
}

function ofCommand(command: ShellCommand, folder: string): Output | undefined {
  const amount = thumbOfCommand(command);
  if (!amount) return undefined;
  const words = command.args.map(({ value }) => value);
  if (words.includes("venv")) {
    const path = pathOf(words.at(-1) ?? "", folder);
    return path === undefined ? undefined : { folder: path, isWhole: true, amount };
  }
  const at = words.indexOf("-o");
  const path = at < 0 ? folder : pathOf(words[at + 1] ?? "", folder);
  return path === undefined ? undefined : { folder: path, isWhole: false, amount };
}

function pathOf(word: string, folder: string): string | undefined {
  if (word === "" || /[$`*?]/.test(word)) return undefined;
  return normalizePath(word.startsWith("/") ? word : `${folder}/${word}`);
}
