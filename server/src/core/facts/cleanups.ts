import { imageFamily } from "../images/families.ts";
import { officialImage } from "../images/official.ts";
import { remember } from "../remember.ts";
import type { ShellCommand } from "../shell/script.ts";
import { isBuiltFrom } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import { copiesAt } from "./copiesAt.ts";
import type { Facts } from "./facts.ts";
import { landingAt } from "./landing.ts";
import { isInside, isMounted } from "./mounts.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, optionValue, type PackageCommand, packageCommands } from "./packages.ts";
import { type PathIndex, pathIndex } from "./pathIndex.ts";
import { byCommand, pathsMade, pathsRemoved, withoutGlob } from "./paths.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";

/** A command that takes something out of the image. */
export interface Cleanup {
  readonly command: ShellCommand;
  /**
   * - `cache`: what a package manager keeps for itself; removing it twice does no harm
   * - `files`: files that were downloaded, unpacked or copied
   * - `packages`: installed packages
   */
  readonly kind: "cache" | "files" | "packages";
  /** `pip's cache`, `apt lists`, `/tmp/x.tgz` */
  readonly what: string;
  /** Where it came from: RUNs of earlier layers that still hold it, in order. */
  readonly runs: readonly RunFacts[];
  /** RUNs of earlier layers that made it and have removed it themselves, or whose base image sees to that. */
  readonly tidyRuns: readonly RunFacts[];
  readonly copies: readonly CopyFacts[];
}

/** More RUNs and COPYs than this are not told apart: what they make is no slip that a fix could mend. */
export const crowd = 100;

/** Cleanup commands of a RUN whose files an earlier instruction of the file has put into a layer of its own. */
export function lateCleanups(facts: Facts, run: RunFacts): readonly Cleanup[] {
  return run.script.commands.flatMap((command) => {
    const target = targetOf(facts, run, command);
    const makers = target && makersBefore(facts, run, target, command);
    if (!makers) return [];
    const runs = makers.filter((maker) => !removesAgain(maker, target) && !isCleanedByBase(maker, target));
    const copies = copiesBefore(facts, run, target.paths);
    const { kind, what } = target;
    const tidyRuns = kind === "cache" ? makers.filter((maker) => !runs.includes(maker)) : [];
    return runs.length + copies.length + tidyRuns.length > 0
      ? [{ command, kind, what, runs, copies, tidyRuns }]
      : [];
  });
}

/** RUNs of earlier layers that make what the target removes; undefined when this very RUN makes it before the command. */
function makersBefore(
  facts: Facts,
  run: RunFacts,
  target: Target,
  command: ShellCommand,
): readonly RunFacts[] | undefined {
  for (const own of makings(makingsOf(facts, run), target))
    if (own.command.span.start < command.span.start) return undefined;
  const makers = new Set<RunFacts>();
  for (const { run: maker } of makings(allMakings(facts), target)) {
    if (makers.size > crowd) break;
    if (isEarlier(facts, maker, run)) makers.add(maker);
  }
  return [...makers].sort((a, b) => a.instruction.index - b.instruction.index);
}

function copiesBefore(facts: Facts, run: RunFacts, paths: readonly string[]): readonly CopyFacts[] {
  const found = new Set<CopyFacts>();
  for (const path of paths.map(withoutGlob)) {
    for (const copy of copiesAt(facts, path)) {
      if (found.size > crowd) break;
      if (isEarlier(facts, copy, run) && landingAt(copy, path, facts.known.context)) found.add(copy);
    }
  }
  return [...found].sort((a, b) => a.instruction.index - b.instruction.index);
}

function isEarlier(facts: Facts, other: RunFacts | CopyFacts, { stage, instruction }: RunFacts): boolean {
  if (!other.stage || other.instruction.isOnbuildTrigger) return false;
  return other.instruction.index < instruction.index && isBuiltFrom(facts, stage, other.stage);
}

interface Target extends Pick<Cleanup, "kind" | "what"> {
  readonly paths: readonly string[];
  readonly manager: Manager | undefined;
  /** Removed packages by name; empty for all that nothing needs. */
  readonly packages: readonly string[];
}

const noTarget = { paths: [], manager: undefined, packages: [] };

/** The paths that each command removes. */
const removedBy = remember((run: RunFacts) =>
  byCommand(pathsRemoved(run).filter(({ path }) => withoutGlob(path) !== "/")),
);

function targetOf(facts: Facts, run: RunFacts, command: ShellCommand): Target | undefined {
  const call = facts.callOf(command);
  if (call) return targetOfManager(call);
  const paths = removedBy(run).get(command) ?? [];
  const [first] = paths;
  if (first === undefined) return undefined;
  const inCache = (folder: string) => paths.filter((path) => isInside(withoutGlob(path), folder));
  const cache = caches.find(
    ([folder]) =>
      inCache(folder).length > 0 &&
      paths.every((path) => inCache(folder).includes(path) || isTemporary(path)),
  );
  return { ...noTarget, kind: cache ? "cache" : "files", what: cache?.[1] ?? shortPath(first), paths };
}

const caches: readonly (readonly [folder: string, what: string])[] = [
  ["/var/lib/apt/lists", "apt lists"],
  ["/var/cache/apt", "apt's cache"],
  ["/var/cache/apk", "apk's index"],
  ["/var/cache", "the package manager's cache"],
  ["/var/lib/apt", "apt lists"],
  ["/root/.cache", "the cache in /root/.cache"],
  ["/root/.npm", "npm's cache"],
  ["/usr/local/share/.cache", "yarn's cache"],
];

function shortPath(path: string): string {
  return path.length <= 40 ? path : `…${path.slice(path.lastIndexOf("/", path.length - 2)).slice(-38)}`;
}

const removing: ReadonlySet<string> = new Set([
  "remove",
  "purge",
  "autoremove",
  "auto-remove",
  "erase",
  "del",
  "uninstall",
  "prune",
]);

function targetOfManager({ manager, action, operands }: PackageCommand): Target | undefined {
  if (removing.has(action)) {
    if (manager === "go" || manager === "cargo" || manager === "conda") return undefined;
    return {
      ...noTarget,
      kind: "packages",
      what: "the packages",
      manager,
      packages: operands.map(({ value }) => packageName(value)),
    };
  }
  const isCacheCommand =
    action === "cache" || action === "store"
      ? /^(clean|purge|prune)$/.test(operands[0]?.value ?? "")
      : /^(clean|autoclean|distclean|clear-cache|clearcache|cc)$/.test(action);
  return isCacheCommand ? { ...noTarget, kind: "cache", what: `${manager}'s cache`, manager } : undefined;
}

const fetchers: ReadonlySet<string> = new Set(["curl", "wget", "tar", "unzip", "git", "cp", "mv", "install"]);

/** A command that puts something into its layer. */
interface Making {
  readonly run: RunFacts;
  readonly command: ShellCommand;
  /** Undefined for what is known by its package manager. */
  readonly path?: string;
}

/** Commands by what they make. */
interface Makings {
  readonly byManager: ReadonlyMap<string, readonly Making[]>;
  readonly byPath: PathIndex<Making>;
}

/** The commands that make what the target removes. */
function* makings({ byManager, byPath }: Makings, target: Target): Generator<Making> {
  const { kind, manager, packages, paths } = target;
  if (manager) {
    const names =
      kind === "cache" ? ["cache"] : packages.length === 0 ? ["install"] : packages.map(packageKey);
    for (const name of names) yield* byManager.get(`${manager} ${name}`) ?? [];
  }
  for (const gone of paths.map(withoutGlob)) {
    for (const making of byPath.within(gone)) if (isInside(making.path ?? "", gone)) yield making;
    for (const making of byPath.around(gone)) if (isInside(gone, making.path ?? "")) yield making;
  }
}

const allMakings = perFacts((facts) => readMakings(facts, facts.runs));

/** Most cleanups belong to something in the same RUN, so that the rest of the file need not be looked at. */
function makingsOf(facts: Facts, run: RunFacts): Makings {
  const known = ownMakings(facts);
  const own = known.get(run) ?? readMakings(facts, [run]);
  known.set(run, own);
  return own;
}

const ownMakings = perFacts((_: Facts) => new Map<RunFacts, Makings>());

function readMakings(facts: Facts, runs: readonly RunFacts[]): Makings {
  const byManager = new Map<string, Making[]>();
  const byPath = pathIndex<Making>();
  for (const run of runs) {
    for (const call of facts.packagesOf(run)) {
      if (!installs(call)) continue;
      const { manager, command } = call;
      const names = new Set(["install", ...packageNames(call).map(packageKey)]);
      if (keepsCache(facts, call)) names.add("cache");
      for (const name of names) {
        const key = `${manager} ${name}`;
        const others = byManager.get(key);
        if (others) others.push({ run, command });
        else byManager.set(key, [{ run, command }]);
      }
      for (const path of nodeModules(call)) byPath.add(path, { run, command, path });
    }
    for (const { command, path } of pathsMade(run)) {
      const call = facts.callOf(command);
      const isLeft = call ? keepsCache(facts, call) : fetchers.has(command.name);
      if (isLeft && !isMounted(run, path)) byPath.add(path, { run, command, path });
    }
  }
  return { byManager, byPath };
}

function packageKey(name: string): string {
  return `package ${name}`;
}

function removesAgain(run: RunFacts, { manager, kind, paths }: Target): boolean {
  const { managers, folders } = removals(run);
  if (manager) return managers.has(`${manager} ${kind}`);
  const lasting = paths.filter((path) => !isTemporary(path));
  return (lasting.length > 0 ? lasting : paths).every((path) =>
    folders.some((gone) => isInside(withoutGlob(path), gone)),
  );
}

/** What a RUN removes itself. */
const removals = remember((run: RunFacts) => ({
  managers: new Set(
    packageCommands(run).map((call) => `${call.manager} ${targetOfManager(call)?.kind ?? ""}`),
  ),
  folders: pathsRemoved(run).map(({ path }) => withoutGlob(path)),
}));

/** Debian's and Ubuntu's images are set up to drop downloaded packages at once, so `apt-get clean` finds none. */
function isCleanedByBase({ stage }: RunFacts, { kind, manager }: Target): boolean {
  const reference = stage?.root.reference;
  if (!reference || !officialImage(reference) || kind !== "cache" || manager !== "apt") return false;
  const family = stage.root.image?.osFamily ?? imageFamily(reference).osFamily;
  return family === "debian" || family === "ubuntu";
}

function isTemporary(path: string): boolean {
  return isInside(path, "/tmp") || isInside(path, "/var/tmp");
}

function installs({ action, operands }: PackageCommand): boolean {
  if (action === "global") return operands[0]?.value === "add";
  return ["install", "add", "ci", "update", "upgrade", "groupinstall", "sync"].includes(action);
}

function keepsCache({ scope }: Facts, call: PackageCommand): boolean {
  const { manager, run } = call;
  if (hasOption(call, "--no-cache", "--no-cache-dir")) return false;
  if (manager === "pip" && scope.value("PIP_NO_CACHE_DIR", run.stage, run.instruction)) return false;
  const folder = cacheFolders[manager];
  return folder === undefined || !isMounted(run, folder);
}

const cacheFolders: Readonly<Partial<Record<Manager, string>>> = {
  apt: "/var/cache/apt",
  apk: "/var/cache/apk",
  pip: "/root/.cache/pip",
  uv: "/root/.cache/uv",
  npm: "/root/.npm",
  yarn: "/usr/local/share/.cache/yarn",
  dnf: "/var/cache/dnf",
  yum: "/var/cache/yum",
  composer: "/root/.composer/cache",
  conda: "/opt/conda/pkgs",
};

function nodeModules({ manager, run }: PackageCommand): readonly string[] {
  const isNode = manager === "npm" || manager === "yarn" || manager === "pnpm" || manager === "bun";
  return isNode && run.situation.workdir !== undefined
    ? [`${run.situation.workdir}/node_modules`.replace("//", "/")]
    : [];
}

/** The packages that a call installs, and the name that apk gives to them together. */
function packageNames(call: PackageCommand): readonly string[] {
  const virtual = optionValue(call, "-t", "--virtual");
  const names = call.operands.map(({ value }) => packageName(value));
  return virtual === undefined ? names : [...names, virtual];
}

/** `gcc=4:12*` → `gcc`, `.deps` stays. */
function packageName(word: string): string {
  return word.replace(/[=<>~[].*$/, "").replace(/(?<=.)@.*$/, "");
}
