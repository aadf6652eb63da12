import { stagesBuiltFrom } from "./derivedStages.ts";
import type { Facts } from "./facts.ts";
import { isMounted } from "./mounts.ts";
import type { Manager } from "./packagePrograms.ts";
import type { PackageCommand } from "./packages.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** Managers that install from lists which a command of its own fetches. */
const refreshActions: Partial<Readonly<Record<Manager, string>>> = {
  apt: "update",
  apk: "update",
  yum: "makecache",
  dnf: "makecache",
  microdnf: "makecache",
  zypper: "refresh",
};

/** Where the lists are kept. */
export const listFolders: Partial<Readonly<Record<Manager, string>>> = {
  apt: "/var/lib/apt/lists",
  apk: "/var/cache/apk",
  yum: "/var/cache/yum",
  dnf: "/var/cache/dnf",
  microdnf: "/var/cache/dnf",
  zypper: "/var/cache/zypp",
};

const readingActions: ReadonlySet<string> = new Set([
  "install",
  "add",
  "reinstall",
  "upgrade",
  "dist-upgrade",
  "full-upgrade",
  "safe-upgrade",
  "patch",
  "update",
  "build-dep",
  "source",
  "download",
  "satisfy",
  "search",
  "show",
  "info",
  "policy",
  "list",
  "fetch",
  "groupinstall",
]);

/** `apt-get update`, `apk update`, `dnf makecache`, `zypper refresh`. */
export function refreshesLists({ manager, action }: PackageCommand): boolean {
  return refreshActions[manager] === action;
}

/** The command installs, upgrades or looks up packages by the lists. */
export function readsLists(command: PackageCommand): boolean {
  return (
    refreshActions[command.manager] !== undefined &&
    !refreshesLists(command) &&
    readingActions.has(command.action)
  );
}

export interface ListReaders {
  /** RUNs that read the lists before fetching any of their own, nearest first; in later stages too. */
  readonly certain: readonly RunFacts[];
  /** RUNs that may do so out of sight: scripts and programs that install packages. */
  readonly possible: readonly RunFacts[];
}

/** Who lives on the lists that a RUN leaves behind in its layer. */
export function listReaders(facts: Facts, run: RunFacts, manager: Manager): ListReaders {
  const certain: RunFacts[] = [];
  const possible: RunFacts[] = [];
  const visit = (stage: StageFacts, after: number): void => {
    for (const later of facts.runsOf(stage)) {
      if (later.instruction.index <= after) continue;
      const use = firstUse(facts, later, manager);
      if (use === "refreshes" && !later.instruction.isOnbuildTrigger) return;
      if (use === "reads") certain.push(later);
      else if (use === "unclear") possible.push(later);
    }
    for (const built of stagesBuiltFrom(facts, stage)) visit(built, -1);
  };
  if (run.stage) visit(run.stage, run.instruction.index);
  return { certain, possible };
}

function firstUse(facts: Facts, run: RunFacts, manager: Manager): "refreshes" | "reads" | "unclear" | "none" {
  if (isMounted(run, listFolders[manager] ?? "/")) return "none";
  for (const command of facts.packagesOf(run)) {
    if (command.manager !== manager) continue;
    if (refreshesLists(command)) return "refreshes";
    if (readsLists(command)) return "reads";
  }
  return mayInstall(facts, run, manager) ? "unclear" : "none";
}

const installers: ReadonlySet<string> = new Set([
  "apt-cache",
  "apt-file",
  "gdebi",
  "mk-build-deps",
  "tasksel",
  "rosdep",
  "ansible-playbook",
]);
const buildScripts: ReadonlySet<string> = new Set(["configure", "gradlew", "mvnw"]);

function mayInstall({ dockerfile }: Facts, { instruction, script }: RunFacts, manager: Manager): boolean {
  const { start, end } = instruction.span;
  const calls = (text: string): boolean => text.includes(`${manager} `) || text.includes(`${manager}-get `);
  if (!script.isUnderstood)
    return instruction.exec
      ? instruction.exec.some(({ value }) => value.startsWith(manager) || calls(value))
      : calls(dockerfile.text.slice(start, end));
  return script.commands.some(({ name, nameWord, args }) => {
    if (installers.has(name) || name === "") return installers.has(name) || nameWord.text !== "";
    if (name === "sh" || name === "bash" || name === "source" || name === ".") {
      const inline = args.some(({ value }) => value.startsWith("-") && value.endsWith("c"));
      return inline
        ? args.some(({ value }) => calls(value))
        : args.some(({ value }) => !value.startsWith("-"));
    }
    return name.endsWith(".sh") || (nameWord.value.startsWith("./") && !buildScripts.has(name));
  });
}
