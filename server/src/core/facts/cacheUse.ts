import { cacheFolders } from "./cacheFolders.ts";
import type { Facts } from "./facts.ts";
import { mayBeModernYarn } from "./modernYarn.ts";
import { isInside } from "./mounts.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

const installs = ["install", "add", "update", "upgrade"];

/** Sub-commands that download packages. */
const downloading: Readonly<Partial<Record<Manager, readonly string[]>>> = {
  apt: ["install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep"],
  yum: ["install", "upgrade", "reinstall"],
  dnf: ["install", "upgrade", "reinstall"],
  zypper: ["install", "update", "dist-upgrade", "patch"],
  pip: ["install", "download", "wheel"],
  uv: ["sync", "pip", "add", "tool"],
  poetry: installs,
  npm: ["ci", ...installs],
  yarn: installs,
  pnpm: ["fetch", "deploy", ...installs],
  bun: installs,
  go: ["build", "install", "test", "mod", "get", "run", "generate", "vet"],
  cargo: ["build", "install", "test", "check", "run", "fetch", "clippy", "chef"],
  dotnet: ["restore", "build", "publish", "test", "pack", "run"],
  composer: ["install", "update", "require", "create-project"],
  bundler: ["install", "update"],
};

/** True for a call that downloads packages into the manager's cache. */
export function downloads(call: PackageCommand): boolean {
  const { manager, action, operands } = call;
  if (manager === "maven" || manager === "gradle") {
    const isIdle = /^(wrapper|tasks|help|init|clean|wrapper:wrapper)$/.test(action);
    return (action !== "" && !isIdle) || operands.length > 0;
  }
  if (manager === "go" && action === "mod")
    return /^(download|tidy|vendor|verify)$/.test(operands[0]?.value ?? "");
  if (manager === "uv" && action === "pip") return /^(install|sync)$/.test(operands[0]?.value ?? "");
  if (
    hasOption(call, "--cache-dir", "--cache", "--cache-folder", "--store-dir", "--offline", "--installroot")
  )
    return false;
  if (manager === "cargo" && action === "chef") return operands[0]?.value === "cook";
  return downloading[manager]?.includes(action) === true;
}

const resident: ReadonlySet<Manager> = new Set<Manager>(["go", "cargo", "maven", "gradle", "dotnet", "pnpm"]);

/** True for a manager whose later calls, and sometimes the program itself, read the cache. */
export function isResident(manager: Manager): boolean {
  return resident.has(manager);
}

/**
 * Every RUN that reads the cache which a call fills, that of the call included.
 * @returns undefined where the cache has to be in a layer: in a shipped stage, where it is copied, or read offline
 */
export function residentRuns(
  facts: Facts,
  { run, manager }: PackageCommand,
): readonly RunFacts[] | undefined {
  const root = run.stage?.root;
  const cache = cacheFolders(facts, run, manager);
  if (!cache || !root) return undefined;
  // pnpm links what the project needs out of its store.
  if (manager !== "pnpm" && facts.stages.some((stage) => stage.root === root && isRun(stage)))
    return undefined;
  const calls = facts.packages.filter((call) => call.manager === manager && call.run.stage?.root === root);
  if (calls.some((call) => isOffline(call))) return undefined;
  const isCopied = facts.copies.some(({ instruction, stage, sources }) => {
    const from = instruction.from && stage && facts.graph.resolve(instruction.from.value, stage);
    if (!from || from.root !== root) return false;
    return sources.some(({ path }) => {
      const place = `/${path ?? ""}`;
      return (
        path === undefined ||
        cache.folders.some((folder) => isInside(folder, place) || isInside(place, folder))
      );
    });
  });
  if (isCopied) return undefined;
  // `go version` needs no modules.
  const isReading = (call: PackageCommand) => downloads(call) || manager === "maven" || manager === "gradle";
  return [...new Set(calls.filter(isReading).map((call) => call.run))];
}

/** Containers run from the stage: it is shipped, or says how it is started. */
function isRun({ isShipped, stage }: StageFacts): boolean {
  return isShipped || stage.instructions.some(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT");
}

function isOffline(call: PackageCommand): boolean {
  const names = ["--offline", "-o", "--frozen", "--no-restore", "--prefer-offline"];
  const isLong = (value: string) =>
    names.some((name) => value === name && (name !== "-o" || call.manager === "maven"));
  return call.args.some(({ value }) => isLong(value));
}

/** With `sudo` or `||` in it, apt cannot be told to keep what it downloads. */
export function isBeyondHelp({ manager, run, command }: PackageCommand): boolean {
  if (manager !== "apt") return false;
  return (
    command.wrappers.some(({ value }) => value === "sudo") ||
    run.script.steps.some(({ connector }) => connector === "||" || connector === "&")
  );
}

/** Managers with a rule of their own about what stays in the layer, which has the mount among its fixes. */
const judgedBySize: ReadonlySet<Manager> = new Set<Manager>([
  "apt",
  "yum",
  "dnf",
  "zypper",
  "pip",
  "npm",
  "yarn",
  "composer",
]);

/**
 * True where the mount is offered as the alternative to a clean-up. Where something is shipped, who cleans up has
 * decided; in a build stage a clean-up is good for nothing.
 */
export function isMountOfferedElsewhere(facts: Facts, call: PackageCommand): boolean {
  const { manager, run } = call;
  if (manager === "yarn" && mayBeModernYarn(facts)) return true;
  return run.stage?.isShipped === true && judgedBySize.has(manager);
}
