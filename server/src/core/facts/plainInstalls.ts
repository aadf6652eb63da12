import type { Facts } from "./facts.ts";
import { systemManagers } from "./packagePrograms.ts";
import type { PackageCommand } from "./packages.ts";
import type { RunFacts } from "./runs.ts";
import { ignoresEnvironment } from "./variableReaders.ts";

/** conda brings libraries and programs as a distribution does. */
const machineManagers: ReadonlySet<string> = new Set([...systemManagers, "conda"]);
const languageManagers: ReadonlySet<string> = new Set([
  "pip",
  "uv",
  "poetry",
  "pipenv",
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "gem",
  "bundler",
  "composer",
]);
const installing: ReadonlySet<string> = new Set(
  "install ci add sync update upgrade global cache clean config fetch clear-cache pip require".split(" "),
);
const downloaders: ReadonlySet<string> = new Set(["curl", "wget", "tar", "unzip", "set", "gpg", "sha256sum"]);

/**
 * True for a RUN that installs or downloads what is named in it, or in manifests, and does nothing with the project's
 * own sources: no variable of one's own changes what it does.
 */
export function isPlainInstall(facts: Facts, run: RunFacts): boolean {
  const calls = facts.packagesOf(run);
  if (!run.script.isUnderstood || !calls.some(installs)) return false;
  return run.script.commands.every((command) => {
    const call = facts.callOf(command);
    return call ? isPlain(call) : ignoresEnvironment(command) || downloaders.has(command.name);
  });
}

function installs({ action, manager, operands }: PackageCommand): boolean {
  if (manager === "go") return action === "mod";
  if (action === "pip") return operands[0]?.value === "install" || operands[0]?.value === "sync";
  return ["install", "ci", "add", "sync", "upgrade", "restore", "fetch"].includes(action);
}

function isPlain({ manager, action, operands, args }: PackageCommand): boolean {
  if (machineManagers.has(manager)) return true;
  if (manager === "go") return action === "mod" && operands[0]?.value === "download";
  if (manager === "cargo") return action === "fetch";
  if (manager === "dotnet") return action === "restore";
  const takesProject = args.some(
    ({ value }) => /^\.{1,2}($|[/[])/.test(value) || value === "-e" || value === "--editable",
  );
  return languageManagers.has(manager) && installing.has(action) && !takesProject;
}
