import type { Instruction } from "../document/dockerfile.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { CopyFacts } from "./copies.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import { dependencyInstall } from "./ecosystems.ts";
import type { Facts } from "./facts.ts";
import { inFolder, isVisible, knownFiles, matchesPattern } from "./manifests.ts";
import { isInside } from "./mounts.ts";
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
  for (const stage of facts.stages) {
    const installed = new Set<string>();
    for (let base = stage.base; base; base = base.base)
      for (const key of installKeys(base, facts)) installed.add(key);
    for (const run of facts.runsOf(stage)) {
      if (run.instruction.isOnbuildTrigger || installsOf(run, facts).length === 0) continue;
      for (const [position, head] of headsOf(run, facts).entries()) {
        if (installed.has(keyOf(head.installs[0]))) break;
        for (const install of head.installs) installed.add(keyOf(install));
        yield* earlyCopiesOf(run, head, position > 0, facts);
      }
      for (const install of installsOf(run, facts)) installed.add(keyOf(install));
    }
  }
}

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
  const before = stage?.stage.instructions.filter(({ index }) => index < instruction.index) ?? [];
  const directory = projectDirectory(first, before);
  if (
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
  for (const { copy, target, below } of early) {
    const isAfter = (other: Instruction) => other.index > copy.instruction.index;
    const between = before.filter(isAfter);
    const runs = between.flatMap((other) => facts.run(other) ?? []);
    if (runs.some((other) => !needsNoSources(other, facts))) continue;
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
      isBlocked: isLater || runs.some((other) => installsOf(other, facts).length > 0),
      isOverwritten: places.some(
        (other) => isAfter(other.copy.instruction) && mayOverwrite(other, { copy, target, below }),
      ),
      between,
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
  const calls = new Map(facts.packagesOf(run).map((call) => [call.command, call]));
  const heads: Head[] = [];
  for (const [position, step] of run.script.steps.entries()) {
    const [command] = step.commands;
    const call = command && calls.get(command);
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
    } else if (!step.commands.every((other) => isHarmless(other, run, facts))) break;
    else if (last?.steps === position && command?.name !== "cd")
      heads[heads.length - 1] = { ...last, steps: position + 1 };
  }
  return heads;
}

function isHarmless(command: ShellCommand, run: RunFacts, facts: Facts): boolean {
  if (command.name === "chmod") return /^(\.\/)?(mvnw|gradlew)$/.test(command.args.at(-1)?.value ?? "");
  return isSourceFree(
    command,
    facts.packagesOf(run).find((call) => call.command === command),
  );
}

/** Installs of other dependencies are no hindrance: they come before the sources too, once that is mended. */
function needsNoSources(run: RunFacts, facts: Facts): boolean {
  if (!run.script.isUnderstood) return false;
  const calls = new Map(facts.packagesOf(run).map((call) => [call.command, call]));
  return run.script.commands.every((command) => {
    const call = calls.get(command);
    return (
      isSourceFree(command, call) ||
      (command.isStep && call && dependencyInstall(call)?.does === "dependencies")
    );
  });
}

function installsOf(run: RunFacts, facts: Facts): readonly DependencyInstall[] {
  return facts.packagesOf(run).flatMap((call) => dependencyInstall(call) ?? []);
}

function installKeys(stage: StageFacts, facts: Facts): readonly string[] {
  return facts.runsOf(stage).flatMap((run) => installsOf(run, facts).map(keyOf));
}

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
