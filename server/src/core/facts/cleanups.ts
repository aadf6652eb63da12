import { imageFamily } from "../images/families.ts";
import { officialImage } from "../images/official.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { landingAt } from "./landing.ts";
import { isInside, isMounted } from "./mounts.ts";
import { hasOption, type Manager, optionValue, type PackageCommand } from "./packages.ts";
import { pathsMade, pathsRemoved, withoutGlob } from "./paths.ts";
import type { RunFacts } from "./runs.ts";
import { chainOf } from "./writers.ts";

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

/** Cleanup commands of a RUN whose files an earlier instruction of the file has put into a layer of its own. */
export function lateCleanups(facts: Facts, run: RunFacts): readonly Cleanup[] {
  return run.script.commands.flatMap((command) => {
    const target = targetOf(facts, run, command);
    if (!target || makes(facts, run, target, command)) return [];
    const before = (run.stage ? facts.runsBehind(run.stage) : []).filter((other) => isEarlier(other, run));
    const makers = before.filter((other) => makes(facts, other, target));
    const runs = makers.filter(
      (maker) => !removesAgain(facts, maker, target) && !isCleanedByBase(maker, target),
    );
    const copies =
      target.paths.length === 0
        ? []
        : facts.copies.filter((copy) => isEarlier(copy, run) && lands(facts, copy, target.paths));
    const { kind, what } = target;
    const tidyRuns = kind === "cache" ? makers.filter((maker) => !runs.includes(maker)) : [];
    return runs.length + copies.length + tidyRuns.length > 0
      ? [{ command, kind, what, runs, copies, tidyRuns }]
      : [];
  });
}

function isEarlier(other: RunFacts | CopyFacts, { stage, instruction }: RunFacts): boolean {
  if (!other.stage || other.instruction.isOnbuildTrigger || !chainOf(stage).includes(other.stage))
    return false;
  return other.instruction.index < instruction.index;
}

function lands(facts: Facts, copy: CopyFacts, paths: readonly string[]): boolean {
  return paths.some((path) => landingAt(copy, withoutGlob(path), facts.known.context) !== undefined);
}

interface Target extends Pick<Cleanup, "kind" | "what"> {
  readonly paths: readonly string[];
  readonly manager: Manager | undefined;
  /** Removed packages by name; empty for all that nothing needs. */
  readonly packages: readonly string[];
}

const noTarget = { paths: [], manager: undefined, packages: [] };

function targetOf(facts: Facts, run: RunFacts, command: ShellCommand): Target | undefined {
  const call = facts.packagesOf(run).find((candidate) => candidate.command === command);
  if (call) return targetOfManager(call);
  const paths = pathsRemoved(run).flatMap((use) =>
    use.command === command && withoutGlob(use.path) !== "/" ? use.path : [],
  );
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

/** The RUN makes what the target removes, before the command when one is given. */
function makes(facts: Facts, run: RunFacts, target: Target, before?: ShellCommand): boolean {
  const isBefore = (command: ShellCommand) => !before || command.span.start < before.span.start;
  const calls = facts.packagesOf(run).filter(({ command }) => isBefore(command));
  if (target.manager) {
    const installing = calls.filter((call) => call.manager === target.manager && installs(call));
    return installing.some((call) =>
      target.kind === "cache" ? keepsCache(facts, call) : isNamed(call, target),
    );
  }
  const uses = pathsMade(run).filter(({ command, path }) => {
    if (!isBefore(command) || isMounted(run, path)) return false;
    const call = calls.find((candidate) => candidate.command === command);
    return call ? keepsCache(facts, call) : fetchers.has(command.name);
  });
  const made = [...uses.map(({ path }) => path), ...calls.filter(installs).flatMap(nodeModules)];
  return target.paths
    .map(withoutGlob)
    .some((gone) => made.some((there) => isInside(there, gone) || isInside(gone, there)));
}

function removesAgain(facts: Facts, run: RunFacts, target: Target): boolean {
  if (target.manager) {
    return facts
      .packagesOf(run)
      .some((call) => call.manager === target.manager && targetOfManager(call)?.kind === target.kind);
  }
  const removed = pathsRemoved(run).map(({ path }) => withoutGlob(path));
  const lasting = target.paths.filter((path) => !isTemporary(path));
  const paths = lasting.length > 0 ? lasting : target.paths;
  return paths.every((path) => removed.some((gone) => isInside(withoutGlob(path), gone)));
}

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

function installs({ action }: PackageCommand): boolean {
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

/** Without names, the command removes what nothing needs. */
function isNamed(call: PackageCommand, { packages }: Target): boolean {
  const virtual = optionValue(call, "-t", "--virtual");
  const names = call.operands.map(({ value }) => packageName(value));
  return packages.length === 0 || packages.some((name) => name === virtual || names.includes(name));
}

/** `gcc=4:12*` → `gcc`, `.deps` stays. */
function packageName(word: string): string {
  return word.replace(/[=<>~[].*$/, "").replace(/(?<=.)@.*$/, "");
}
