import type { Instruction } from "../document/dockerfile.ts";
import { remember } from "../remember.ts";
import type { ShellCommand } from "../shell/script.ts";
import { instructionsWithin, isBuiltFrom } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import { dependencyInstall } from "./ecosystems.ts";
import type { Facts } from "./facts.ts";
import { inFolder, isVisible, knownFiles, matchesPattern } from "./manifests.ts";
import { isInside } from "./mounts.ts";
import { packageCommands } from "./packages.ts";
import { mayOverwrite, type Place, placeOf, projectDirectory } from "./projectPlaces.ts";
import type { RunFacts } from "./runs.ts";
import { isSourceFree } from "./sourceFree.ts";
import type { StageFacts } from "./stages.ts";

/** Sources that are copied before the dependencies are installed, although the install would do without them. */
export interface EarlyCopy {
  readonly copy: CopyFacts;
  readonly run: RunFacts;
  /** The first install of the RUN, and those that stand with it in `head`; all in the same directory. */
  readonly installs: readonly [DependencyInstall, ...DependencyInstall[]];
  /** How many steps of the RUN do without the sources, counted from the first; all installs are among them. */
  readonly headSteps: number;
  /** Where the project stands in the build context: "" for its root. */
  readonly folder: string;
  /** Where the project stands below the destination of the COPY; undefined when the COPY brings no manifests. */
  readonly below: string | undefined;
  /** COPY words, relative to the context, that bring files into the project's directory before the install. */
  readonly earlierSources: readonly string[];
  /** Another COPY of sources before the install brings the manifests. */
  readonly isAmongManifests: boolean;
  /** Another install stands between, and has to be seen to first. */
  readonly isBlocked: boolean;
  /** A later COPY may write to the same files, so the order of the two matters. */
  readonly isOverwritten: boolean;
  /** Instructions between the two. None of them reads the sources. */
  readonly between: readonly Instruction[];
}

/** One for every COPY of sources before an install that comes first in its stage, in the order of the installs. */
export function* earlyCopies(facts: Facts): Generator<EarlyCopy> {
  const stagesWith = new Map<string, StageFacts[]>();
  for (const stage of facts.stages) {
    const installed = new Set<string>();
    const isInstalled = (key: string): boolean =>
      installed.has(key) || stagesWith.get(key)?.some((base) => isBuiltFrom(facts, stage, base)) === true;
    const runs = facts.runsOf(stage).filter((run) => installsOf(run).length > 0);
    for (const run of runs) {
      if (run.instruction.isOnbuildTrigger) continue;
      for (const [position, head] of headsOf(run, facts).entries()) {
        if (isInstalled(keyOf(head.installs[0]))) break;
        for (const install of head.installs) installed.add(keyOf(install));
        yield* earlyCopiesOf(run, head, position > 0, facts);
      }
      for (const install of installsOf(run)) installed.add(keyOf(install));
    }
    for (const key of new Set(runs.flatMap(installsOf).map(keyOf))) {
      const others = stagesWith.get(key);
      if (others) others.push(stage);
      else stagesWith.set(key, [stage]);
    }
  }
}

/** Of so many copies before one install, those that stand nearest are enough to speak of. */
const nearest = 10;

/** Folders of this name hold sources, whatever else is in the project. */
const sourceFolders = new Set([
  "src",
  "app",
  "lib",
  "source",
  "cmd",
  "internal",
  "public",
  "static",
  "assets",
  "test",
  "tests",
  "templates",
]);
/** Folders of this name may well be what an install needs. */
const installFolders =
  /^(requirements|deps|dependencies|vendor|patches|prisma|packages|wheels|gradle|config)$/;

function* earlyCopiesOf(run: RunFacts, head: Head, isLater: boolean, facts: Facts): Generator<EarlyCopy> {
  const { stage, instruction } = run;
  const [first] = head.installs;
  const before = stage && instructionsWithin(stage, instruction);
  const directory = before && projectDirectory(first, before);
  if (
    !before ||
    directory === undefined ||
    instruction.mounts.some(({ type, from }) => type === "bind" && from === undefined)
  )
    return;
  const copies = before.flatMap((other) => facts.copy(other) ?? []);
  const places = copies.map((copy) => ({ copy, ...placeOf(copy, directory, before) }));
  if (places.some((place) => bringsForeignFiles(place, directory))) return;
  const early = places.filter(
    ({ copy, below }) => isSourceCopy(copy, below) && !isManifest(copy, head.installs),
  );
  const [farthest] = early;
  if (!farthest) return;
  const runs = before
    .slice(before.indexOf(farthest.copy.instruction))
    .flatMap((other) => facts.run(other) ?? []);
  const reader = runs.findLast((other) => !needsNoSources(other));
  const installing = runs.findLast((other) => installsOf(other).length > 0);
  for (const { copy, target, below } of early.slice(-nearest)) {
    const isAfter = (other: Instruction) => other.index > copy.instruction.index;
    if (reader && isAfter(reader.instruction)) continue;
    const earlierSources = places.flatMap((other) =>
      other.copy !== copy && other.target === directory
        ? other.copy.sources.flatMap(({ path }) => path ?? [])
        : [],
    );
    const source = copy.sources[0]?.path ?? "";
    const folder =
      below === undefined ? folderOf(earlierSources) : inFolder(source === "*" ? "" : source, below);
    if (first.ecosystem === "go" && isVendored(run, folder, facts)) continue;
    yield {
      copy,
      run,
      installs: head.installs,
      headSteps: head.steps,
      folder,
      below,
      earlierSources,
      isAmongManifests: early.some((other) => other.copy !== copy && other.below !== undefined),
      isBlocked: isLater || (installing !== undefined && isAfter(installing.instruction)),
      isOverwritten: places.some(
        (other) => isAfter(other.copy.instruction) && mayOverwrite(other, { copy, target, below }),
      ),
      between: before.filter(isAfter),
    };
  }
}

/** Files of another stage or from elsewhere in the project's directory may be packages or manifests. */
function bringsForeignFiles({ copy, target }: Place, directory: string): boolean {
  return !copy.isFromContext && (target === undefined || isInside(target, directory));
}

interface Head {
  readonly installs: readonly [DependencyInstall, ...DependencyInstall[]];
  /** How many steps of the RUN, counted from the first, need no sources. */
  readonly steps: number;
}

/** The installs of a RUN that come before its first step that needs the sources, grouped by what they install. */
function headsOf(run: RunFacts, facts: Facts): readonly Head[] {
  if (!run.script.isUnderstood) return [];
  const heads: Head[] = [];
  for (const [position, step] of run.script.steps.entries()) {
    const [command] = step.commands;
    const call = command && facts.callOf(command);
    const install = call && dependencyInstall(call);
    const last = heads.at(-1);
    if (install && step.kind === "command" && step.commands.length === 1 && command.isStep) {
      if (install.does === "build") return [...heads, { installs: [install], steps: position }];
      const [first] = last?.installs ?? [];
      const isSame =
        last &&
        first?.ecosystem === install.ecosystem &&
        first.directory === install.directory &&
        last.steps === position;
      if (isSame) heads[heads.length - 1] = { installs: [...last.installs, install], steps: position + 1 };
      else heads.push({ installs: [install], steps: position + 1 });
    } else if (!step.commands.every((other) => isHarmless(other, facts))) break;
    else if (last?.steps === position && command?.name !== "cd")
      heads[heads.length - 1] = { ...last, steps: position + 1 };
  }
  return heads;
}

function isHarmless(command: ShellCommand, facts: Facts): boolean {
  if (command.name === "chmod") return /^(\.\/)?(mvnw|gradlew)$/.test(command.args.at(-1)?.value ?? "");
  return isSourceFree(command, facts.callOf(command));
}

/** Installs of other dependencies are no hindrance: they come before the sources too, once that is mended. */
const needsNoSources = remember((run: RunFacts): boolean => {
  if (!run.script.isUnderstood) return false;
  const calls = new Map(packageCommands(run).map((call) => [call.command, call]));
  return run.script.commands.every((command) => {
    const call = calls.get(command);
    return (
      isSourceFree(command, call) ||
      (command.isStep && call && dependencyInstall(call)?.does === "dependencies")
    );
  });
});

const installsOf = remember((run: RunFacts): readonly DependencyInstall[] =>
  packageCommands(run).flatMap((call) => dependencyInstall(call) ?? []),
);

/** What two calls have in common of which the second has little left to do. */
function keyOf({ ecosystem, call, manifests, directory }: DependencyInstall): string {
  switch (ecosystem) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
    case "composer":
      return [ecosystem, call.run.situation.workdir, directory].join(" ");
    case "pip":
    case "uv":
      return call.action === "sync"
        ? ecosystem
        : ["pip", directory, ...manifests.map(({ path }) => path)].join(" ");
    default:
      // Kept in a folder of the user, whatever directory the command runs in.
      return ecosystem;
  }
}

/** Vendored modules are among the sources: nothing is fetched. */
function isVendored(run: RunFacts, folder: string, { scope, known }: Facts): boolean {
  if (scope.value("GOFLAGS", run.stage, run.instruction)?.includes("-mod=vendor")) return true;
  const context = knownFiles(known.context);
  return context !== undefined && isVisible(context, inFolder(folder, "vendor/modules.txt"));
}

function isSourceCopy(
  { instruction, sources, isFromContext, copiesWholeContext }: CopyFacts,
  below: string | undefined,
): boolean {
  const [source] = sources;
  if (
    !isFromContext ||
    !source ||
    sources.length > 1 ||
    instruction.heredocs.length > 0 ||
    instruction.isOnbuildTrigger
  )
    return false;
  if (source.path === "*") return below === "";
  if (copiesWholeContext) return below !== undefined;
  const name = source.path?.split("/").at(-1) ?? "";
  if (below === undefined) return sourceFolders.has(name);
  const isFolder = source.part.value.endsWith("/") || !/[.*?[]/.test(name);
  return isFolder && !installFolders.test(name) && !/^[A-Z]/.test(name);
}

/** A file that an install names, whatever it is called: `pip install -r deps`. */
function isManifest({ sources }: CopyFacts, installs: readonly DependencyInstall[]): boolean {
  const names = installs.flatMap(({ manifests }) => manifests.map(({ path }) => lastPart(path)));
  return sources.every(({ path }) => path !== undefined && path !== "" && names.includes(lastPart(path)));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder of the context that manifests were copied from by name. */
function folderOf(sources: readonly string[]): string {
  const manifest = sources.find((path) =>
    [
      "package*.json",
      "*.toml",
      "*.txt",
      "go.mod",
      "pom.xml",
      "*.gradle*",
      "Gemfile*",
      "*.csproj",
      "composer.*",
      "mix.*",
    ].some((pattern) => matchesPattern(pattern, path.split("/").at(-1) ?? "")),
  );
  return manifest?.includes("/") ? manifest.slice(0, manifest.lastIndexOf("/")) : "";
}
