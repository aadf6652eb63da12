import type { Instruction } from "../document/dockerfile.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { CopyFacts } from "./copies.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import { dependencyInstall } from "./ecosystems.ts";
import type { Facts } from "./facts.ts";
import { inFolder, isVisible, knownFiles, matchesPattern } from "./manifests.ts";
import { isInside } from "./mounts.ts";
import { mayOverwrite, placeOf, projectDirectory } from "./projectPlaces.ts";
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
  /** A later COPY may write to the same files, so the order of the two matters. */
  readonly isOverwritten: boolean;
  /** Instructions between the two. None of them reads the sources. */
  readonly between: readonly Instruction[];
}

/** One for every install that comes first in its stage, in order; a COPY is named once. */
export function* earlyCopies(facts: Facts): Generator<EarlyCopy> {
  const named = new Set<CopyFacts>();
  for (const stage of facts.stages) {
    const installed = new Set<string>();
    for (let base = stage.base; base; base = base.base)
      for (const key of installKeys(base, facts)) installed.add(key);
    for (const run of facts.runs) {
      if (run.stage !== stage || run.instruction.isOnbuildTrigger) continue;
      const early = earlyCopyOf(run, installed, facts);
      for (const install of installsOf(run, facts)) installed.add(keyOf(install));
      if (!early || named.has(early.copy)) continue;
      named.add(early.copy);
      yield early;
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

function earlyCopyOf(run: RunFacts, installed: ReadonlySet<string>, facts: Facts): EarlyCopy | undefined {
  const { script, stage, instruction } = run;
  if (!script.isUnderstood || !stage) return undefined;
  if (instruction.mounts.some(({ type, from }) => type === "bind" && from === undefined)) return undefined;
  const head = headOf(run, facts);
  const [first] = head?.installs ?? [];
  if (!head || !first || installed.has(keyOf(first))) return undefined;
  const instructions = stage.stage.instructions;
  const before = instructions.filter(({ index }) => index < instruction.index);
  const copies = before.flatMap((other) => facts.copy(other) ?? []);
  const directory = projectDirectory(first, before);
  if (directory === undefined) return undefined;
  const places = copies.map((copy) => ({ copy, ...placeOf(copy, directory, before) }));
  if (
    places.some(
      ({ copy, target }) => !copy.isFromContext && (target === undefined || isInside(target, directory)),
    )
  )
    return undefined;
  const found =
    places.find(({ copy, below }) => below !== undefined && isSourceCopy(copy, below)) ??
    places.find(({ copy, below }) => isSourceCopy(copy, below));
  if (!found) return undefined;
  const between = before.filter(({ index }) => index > found.copy.instruction.index);
  if (!between.every((other) => other.keyword !== "RUN" || readsNoSources(facts.run(other), facts)))
    return undefined;
  const isOverwritten = places.some(
    (other) => other.copy.instruction.index > found.copy.instruction.index && mayOverwrite(other, found),
  );
  const earlierSources = places.flatMap(({ copy, target }) =>
    copy !== found.copy && target === directory ? copy.sources.flatMap(({ path }) => path ?? []) : [],
  );
  const source = found.copy.sources[0]?.path ?? "";
  const folder =
    found.below === undefined
      ? folderOf(earlierSources)
      : inFolder(source === "*" ? "" : source, found.below);
  if (first.ecosystem === "go" && isVendored(run, folder, facts)) return undefined;
  return {
    copy: found.copy,
    run,
    installs: [first, ...head.installs.slice(1)],
    headSteps: head.steps,
    folder,
    below: found.below,
    earlierSources,
    isOverwritten,
    between,
  };
}

interface Head {
  readonly installs: readonly DependencyInstall[];
  readonly steps: number;
}

/** The steps of a RUN up to the last that does without the sources; undefined when the first install comes later. */
function headOf(run: RunFacts, facts: Facts): Head | undefined {
  const calls = new Map(facts.packagesOf(run).map((call) => [call.command, call]));
  const installs: DependencyInstall[] = [];
  let steps = 0;
  for (const step of run.script.steps) {
    const [command] = step.commands;
    const call = command && calls.get(command);
    const install = call && dependencyInstall(call);
    if (install && step.kind === "command" && step.commands.length === 1 && command.isStep) {
      if (install.does === "build")
        return installs.length > 0 ? { installs, steps } : { installs: [install], steps };
      const [first] = installs;
      if (first && (first.ecosystem !== install.ecosystem || first.directory !== install.directory)) break;
      installs.push(install);
    } else if (installs.length > 0 && command?.name === "cd") break;
    else if (!step.commands.every((other) => isHarmless(other, run, facts))) break;
    steps += 1;
  }
  return installs.length > 0 ? { installs, steps } : undefined;
}

function isHarmless(command: ShellCommand, run: RunFacts, facts: Facts): boolean {
  if (command.name === "chmod") return /^(\.\/)?(mvnw|gradlew)$/.test(command.args.at(-1)?.value ?? "");
  return isSourceFree(
    command,
    facts.packagesOf(run).find((call) => call.command === command),
  );
}

function readsNoSources(run: RunFacts | undefined, facts: Facts): boolean {
  if (!run?.script.isUnderstood) return false;
  return run.script.commands.every((command) =>
    isSourceFree(
      command,
      facts.packagesOf(run).find((call) => call.command === command),
    ),
  );
}

function installsOf(run: RunFacts, facts: Facts): readonly DependencyInstall[] {
  return facts.packagesOf(run).flatMap((call) => dependencyInstall(call) ?? []);
}

function installKeys(stage: StageFacts, facts: Facts): readonly string[] {
  return facts.runs.filter((run) => run.stage === stage).flatMap((run) => installsOf(run, facts).map(keyOf));
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
