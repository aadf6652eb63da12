import type { BuildContext } from "../known.ts";
import { remember } from "../remember.ts";
import { instructionsBefore } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import type { Facts } from "./facts.ts";
import { inFolder, isVisible, knownFiles, matchesPattern } from "./manifests.ts";
import type { PackageCommand } from "./packages.ts";
import { placeOf, projectDirectory } from "./projectPlaces.ts";
import type { RunFacts } from "./runs.ts";

/** The lock file that an `npm install` finds in its directory. */
export interface LockFile {
  /** `package-lock.json`, or `npm-shrinkwrap.json`, which goes before it. */
  readonly name: string;
  /**
   * - `in-step`: it is there and states what package.json asks for
   * - `out-of-step`: it is there, and states something else
   * - `copied`: a COPY names it, or it is known to be in the build context
   * - `matched`: only a pattern would bring it
   */
  readonly certainty: "in-step" | "out-of-step" | "copied" | "matched";
}

const lockFiles = ["npm-shrinkwrap.json", "package-lock.json"];

/** Undefined when no COPY brings one, or it is known not to exist. */
export function lockFileOf(install: DependencyInstall, facts: Facts): LockFile | undefined {
  const { stage, instruction } = install.call.run;
  if (!stage) return undefined;
  const before = instructionsBefore(stage, instruction);
  const directory = before && projectDirectory(install, before);
  if (!before || directory === undefined) return undefined;
  const context = knownFiles(facts.known.context);
  let best: LockFile | undefined;
  for (const copy of before.flatMap((other) => facts.copy(other) ?? [])) {
    const { below } = placeOf(copy, directory, before);
    if (!copy.isFromContext || below === undefined) continue;
    for (const { path } of copy.sources) {
      if (path === undefined) continue;
      const found = context ? lockInContext(path, below, context) : lockByName(path, below);
      if (found && (!best || found.certainty !== "matched")) best = found;
    }
  }
  return best;
}

function lockByName(path: string, below: string): LockFile | undefined {
  if (below !== "") return undefined;
  const fileName = path.split("/").at(-1) ?? "";
  const name =
    lockFiles.find((lock) => fileName === lock) ??
    lockFiles.find((lock) => isNarrow(fileName) && matchesPattern(fileName, lock));
  return name === undefined ? undefined : { name, certainty: name === fileName ? "copied" : "matched" };
}

/** `*` and `*.json` match anything, and so promise nothing. */
function isNarrow(pattern: string): boolean {
  return /^(package|npm-shrinkwrap)/.test(pattern);
}

function lockInContext(path: string, below: string, context: BuildContext): LockFile | undefined {
  for (const name of lockFiles) {
    const inside = inFolder(inFolder(path === "*" ? "" : path, below), name);
    const [found] = isVisible(context, inside) ? [inside] : namedFiles(path, name, below, context);
    if (found !== undefined) return { name, certainty: certaintyOf(found, context) };
  }
  return undefined;
}

function namedFiles(path: string, name: string, below: string, context: BuildContext): readonly string[] {
  if (below !== "") return [];
  const slash = path.lastIndexOf("/") + 1;
  const file = path.slice(0, slash) + name;
  return matchesPattern(path.slice(slash), name) && isVisible(context, file) ? [file] : [];
}

const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** The lock file repeats what package.json asked for when it was written; npm ci refuses to work when the two differ. */
function certaintyOf(lockPath: string, context: BuildContext): LockFile["certainty"] {
  const manifest = parsed(context.read(lockPath.replace(/[^/]+$/, "package.json")));
  const root = entry(entry(parsed(context.read(lockPath)), "packages"), "");
  if (manifest === undefined || root === undefined || entry(manifest, "workspaces") !== undefined)
    return "copied";
  const isInStep = dependencyFields.every(
    (field) => sorted(entry(manifest, field)) === sorted(entry(root, field)),
  );
  return isInStep ? "in-step" : "out-of-step";
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entry(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

function sorted(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(Object.entries(value).sort()) : "[]";
}

/** Something before the call changes package.json or brings packages, which `npm ci` would refuse or take away. */
export function isPrepared({ run, command }: PackageCommand, facts: Facts): boolean {
  const { instruction, stage } = run;
  if (
    !stage ||
    run.instruction.isOnbuildTrigger ||
    instruction.mounts.some(({ target }) => target?.includes("node_modules"))
  )
    return true;
  const before = instructionsBefore(stage, instruction);
  if (facts.scope.value("NPM_CONFIG_PACKAGE_LOCK", stage, instruction) !== undefined) return true;
  if (!before || before.some((other) => bringsPackages(facts.copy(other)))) return true;
  const context = knownFiles(facts.known.context);
  if (context && /^\s*package-lock\s*=\s*false/m.test(context.read(".npmrc") ?? "")) return true;
  return (
    firstChange(run) < run.script.commands.indexOf(command) ||
    before.some((other) => {
      const earlier = facts.run(other);
      return earlier !== undefined && Number.isFinite(firstChange(earlier));
    })
  );
}

/** The place of the first command of a RUN that changes package.json or node_modules; infinite when there is none. */
const firstChange = remember(({ script }: RunFacts): number => {
  const first = script.commands.findIndex(({ name, args }) => {
    if (args.some(({ value }) => /(^|\/)(package(-lock)?|npm-shrinkwrap)\.json$|node_modules/.test(value)))
      return true;
    const isGlobal = args.some(({ value }) => value === "-g" || value === "--global");
    return (
      name === "npm" &&
      !isGlobal &&
      /^(pkg|version|init|create|uninstall|un|rm|remove|update|up|link|i|in|install|add|ci)$/.test(
        args[0]?.value ?? "",
      )
    );
  });
  return first < 0 ? Number.POSITIVE_INFINITY : first;
});

function bringsPackages(copy: CopyFacts | undefined): boolean {
  if (!copy) return false;
  return [...copy.sources.map(({ part }) => part.value), copy.instruction.destination?.value ?? ""].some(
    (path) => path.includes("node_modules"),
  );
}
