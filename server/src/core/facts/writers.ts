import { remember } from "../remember.ts";
import type { ShellCommand } from "../shell/script.ts";
import { isAccountCommand } from "./accounts.ts";
import { instructionsBefore } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { isInside } from "./mounts.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import { byCommand, foldersMade } from "./paths.ts";
import type { RunFacts } from "./runs.ts";

/** What is at a folder, or below it, apart from copied files. */
export interface Occupants {
  /** Folders that WORKDIR and `mkdir` make, outermost first; the folder itself may be among them. */
  readonly folders: readonly string[];
  /** RUNs that put files there, or may do so. */
  readonly writers: readonly RunFacts[];
}

/**
 * What the file's instructions up to a command (or the end of its RUN) have put at or below a folder of its stage, in
 * source order; undefined where there are too many to look at.
 */
export function occupantsOf(
  facts: Facts,
  folder: string,
  run: RunFacts,
  before: ShellCommand | undefined,
): Occupants | undefined {
  const earlier = run.stage ? instructionsBefore(run.stage, run.instruction) : [];
  if (!earlier) return undefined;
  const folders = new Set<string>();
  const writers: RunFacts[] = [];
  const addFolder = (path: string | undefined): void => {
    if (path === undefined || !isInside(path, folder)) return;
    for (let at = folder.length; at >= 0; at = path.indexOf("/", at + 1)) folders.add(path.slice(0, at));
    folders.add(path);
  };
  for (const instruction of [...earlier, run.instruction]) {
    addFolder(facts.before(instruction).workdir);
    const writer = facts.run(instruction);
    if (!writer) continue;
    const { made, writes } = effects(facts, writer, folder, writer === run ? before : undefined);
    made.forEach(addFolder);
    if (writes) writers.push(writer);
  }
  return { folders: [...folders].sort(), writers };
}

function effects(facts: Facts, run: RunFacts, folder: string, before: ShellCommand | undefined) {
  const made: string[] = [];
  if (!run.script.isUnderstood) return { made, writes: true };
  const folders = foldersMadeBy(run);
  let cwd = run.situation.workdir;
  let writes = false;
  for (const command of run.script.commands) {
    if (before && command.span.start >= before.span.start) break;
    const { name, args } = command;
    if (name === "cd") cwd = args[0]?.isLiteral && args[0].value.startsWith("/") ? args[0].value : undefined;
    else if (name === "mkdir" && args.every(({ value }) => !/[${*?`]/.test(value))) {
      made.push(...(folders.get(command) ?? []));
    } else if (!writes && mayWriteTo(command, facts.callOf(command), folder, cwd)) writes = true;
  }
  return { made, writes };
}

const foldersMadeBy = remember((run: RunFacts) => byCommand(foldersMade(run)));

function mayWriteTo(
  command: ShellCommand,
  call: PackageCommand | undefined,
  folder: string,
  cwd: string | undefined,
): boolean {
  const targets = command.redirects.flatMap(({ operator, target }) =>
    operator.includes(">") && target ? target.value : [],
  );
  if (
    targets.some(
      (target) =>
        target.includes(folder) ||
        (!/^(\/|&?\d|-)/.test(target) && (cwd === undefined || isInside(cwd, folder))),
    )
  )
    return true;
  if (leavesFilesAlone.has(command.name) || isAccountCommand(command)) return false;
  if (installsElsewhere(command, call))
    return isInside(folder, "/usr") || isInside(folder, "/etc") || isInside(folder, "/var");
  if (command.name === "" && command.nameWord.text === "") return false;
  return (
    cwd === undefined || isInside(cwd, folder) || command.args.some(({ value }) => value.includes(folder))
  );
}

const leavesFilesAlone: ReadonlySet<string> = new Set([
  "chown",
  "chmod",
  "chgrp",
  "usermod",
  "groupmod",
  "rm",
  "rmdir",
  "set",
  "export",
  "echo",
  "printf",
  "true",
  ":",
  "test",
  "[",
  "ls",
  "cat",
  "grep",
  "id",
  "whoami",
  "which",
  "command",
  "umask",
  "sleep",
  "sync",
  "ldconfig",
  "locale-gen",
  "passwd",
  "chpasswd",
  "setcap",
  "corepack",
  "rc-update",
]);
const systemInstallers: ReadonlySet<string> = new Set([
  "apt-get",
  "apt",
  "aptitude",
  "dpkg",
  "apk",
  "yum",
  "dnf",
  "dnf5",
  "microdnf",
  "zypper",
  "update-ca-certificates",
  "a2enmod",
  "gem",
]);

/** Installers that write into the system's folders and not into the current one. */
function installsElsewhere({ name, args }: ShellCommand, call: PackageCommand | undefined): boolean {
  if (systemInstallers.has(name)) return true;
  if (!call) return false;
  if (call.action === "cache" || call.action === "config") return true;
  const isGlobal = hasOption(call, "-g", "--global") || call.action === "global";
  if (call.manager === "npm" || call.manager === "pnpm" || call.manager === "yarn") return isGlobal;
  const installsHere = args.some(
    ({ value }) => value === "." || value.startsWith("./") || value.startsWith(".["),
  );
  if (call.manager === "pip")
    return !installsHere && !hasOption(call, "-e", "--editable", "-t", "--target", "--prefix");
  return (
    call.manager === "uv" &&
    call.action === "pip" &&
    !installsHere &&
    !hasOption(call, "-e", "-t", "--target")
  );
}
