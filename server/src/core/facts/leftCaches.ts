import { cacheFolders } from "./cacheFolders.ts";
import type { Facts } from "./facts.ts";
import { isInside } from "./mounts.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import { pathsRemoved, withoutGlob } from "./paths.ts";
import type { RunFacts } from "./runs.ts";
import { normalizePath } from "./situation.ts";

/** How a package manager fills its cache, and what takes it away again. */
export interface CacheHabit {
  readonly managers: readonly Manager[];
  /** Managers whose clean-up works on the same cache; `managers` when not given. */
  readonly cleaners?: readonly Manager[];
  /** Sub-commands that leave something in the cache. */
  readonly fills: ReadonlySet<string>;
  /** Folders whose removal, or a mount there, keeps the cache out of the layer; home folders as `~/…`. */
  readonly folders: readonly string[];
  /** Options with which a call keeps nothing, or keeps it elsewhere. */
  readonly without: readonly string[];
  /** A call of one of the cleaners empties the cache. */
  empties(call: PackageCommand): boolean;
}

/** The last call of a RUN whose cache stays in the layer; undefined when there is none. */
export function leftCache(facts: Facts, run: RunFacts, habit: CacheHabit): PackageCommand | undefined {
  const calls = facts.packagesOf(run);
  const last = calls.findLast((call) => fills(call, habit));
  const [manager] = habit.managers;
  if (!last || !manager) return undefined;
  const moved = cacheFolders(facts, run, manager)?.folders ?? [];
  const folders = [...habit.folders, ...moved].map(withoutHome);
  const isOver = (path: string) => folders.some((folder) => isInside(folder, withoutHome(path)));
  if (mountTargets(run).some(isOver)) return undefined;
  const { start } = last.command.span;
  const isCleaned =
    calls.some(
      (call) =>
        call.command.span.start > start &&
        (habit.cleaners ?? habit.managers).includes(call.manager) &&
        habit.empties(call),
    ) || removedBehind(run, start).some((path) => path !== "/" && isOver(path));
  return isCleaned ? undefined : last;
}

function fills(call: PackageCommand, { managers, fills: actions, without }: CacheHabit): boolean {
  return managers.includes(call.manager) && actions.has(call.action) && !hasOption(call, ...without);
}

function mountTargets({ instruction, situation }: RunFacts): readonly string[] {
  return instruction.mounts.flatMap(({ type, target }) => {
    if (target === undefined || type === "secret" || type === "ssh") return [];
    return normalizePath(target.startsWith("/") ? target : `${situation.workdir ?? ""}/${target}`);
  });
}

/** Paths that a RUN removes behind a place in it, those of the home folder as `~/…`. */
function removedBehind(run: RunFacts, start: number): readonly string[] {
  const known = pathsRemoved(run).flatMap(({ path, command }) =>
    command.span.start > start ? withoutGlob(path) : [],
  );
  const ofHome = run.script.commands.flatMap(({ name, span, args }) =>
    name === "rm" && span.start > start
      ? args.flatMap(({ value }) => {
          const path = /^(?:\$HOME|\$\{HOME\})(\/.*)$/.exec(value)?.[1];
          return path === undefined ? [] : `~${withoutGlob(path)}`;
        })
      : [],
  );
  return [...known, ...ofHome];
}

/** One spelling for the home folders of root and of all others. */
function withoutHome(path: string): string {
  return path.replace(/^(\/root|\/home\/[^/]+)(?=\/)/, "~");
}
