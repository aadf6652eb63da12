import { instructionsBefore } from "../facts/chain.ts";
import type { DependencyInstall } from "../facts/dependencyInstall.ts";
import { dependencyInstall } from "../facts/ecosystems.ts";
import { optionValue } from "../facts/packages.ts";
import { pathsMade } from "../facts/paths.ts";
import { projectFile } from "../facts/projectFile.ts";
import { projectDirectory } from "../facts/projectPlaces.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import { officialWorkdir } from "../images/workdirs.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

export type JavaTool = "maven" | "gradle";

/** One call of Maven or Gradle that does more than download. */
export interface JavaBuild {
  readonly run: RunFacts;
  readonly tool: JavaTool;
  /** Where the project is; undefined where that is not known. */
  readonly folder: string | undefined;
  /** pom.xml or build.gradle, where the build context is known. */
  readonly buildFile: string | undefined;
}

export const javaTools: ReadonlySet<string> = new Set(["mvn", "mvnw", "gradle", "gradlew"]);

/** The directory that the image starts in, where the file has no WORKDIR. */
export function startFolder({ image }: SingleStage): string {
  return officialWorkdir(image) ?? "/";
}

/** What the stage builds, in order. */
export function javaBuilds(single: SingleStage): readonly JavaBuild[] {
  return single.facts.runs.flatMap((run): readonly JavaBuild[] => {
    if (run.form === "exec") return execBuild(single, run);
    return single.facts.packagesOf(run).flatMap((call): readonly JavaBuild[] => {
      const { manager: tool } = call;
      if (tool !== "maven" && tool !== "gradle") return [];
      const install = dependencyInstall(call);
      if (install?.does !== "build") return [];
      return [{ run, tool, folder: folderOf(single, install), buildFile: buildFileOf(single, install) }];
    });
  });
}

/** `RUN ["mvn", "package"]` */
function execBuild(single: SingleStage, run: RunFacts): readonly JavaBuild[] {
  const [program = "", ...args] = run.instruction.exec?.map(({ value }) => value) ?? [];
  const name = program.slice(program.lastIndexOf("/") + 1);
  const goals = args.filter((arg) => !arg.startsWith("-"));
  if (!javaTools.has(name) || goals.every((goal) => goal === "clean" || goal.startsWith("dependency:")))
    return [];
  const folder = run.situation.workdir ?? (run.situation.hasWorkdir ? undefined : startFolder(single));
  return [{ run, tool: name.startsWith("mvn") ? "maven" : "gradle", folder, buildFile: undefined }];
}

function buildFileOf({ facts }: SingleStage, install: DependencyInstall): string | undefined {
  const names = install.ecosystem === "maven" ? ["pom.xml"] : ["build.gradle", "build.gradle.kts"];
  for (const name of names) {
    const text = projectFile(facts, install, name);
    if (text !== undefined) return text;
  }
  return undefined;
}

function folderOf(single: SingleStage, install: DependencyInstall): string | undefined {
  const { call } = install;
  const before = instructionsBefore(single.stage, call.run.instruction);
  const directory = before && projectDirectory(install, before);
  if (directory === undefined) return undefined;
  const current = directory.startsWith("/?") ? `${startFolder(single)}/${directory.slice(2)}` : directory;
  const named =
    call.manager === "maven"
      ? pomFolder(optionValue(call, "-f", "--file"))
      : optionValue(call, "-p", "--project-dir");
  return normalizePath(named?.startsWith("/") ? named : `${current}/${named ?? ""}`);
}

function pomFolder(path: string | undefined): string | undefined {
  return path?.endsWith(".xml") ? path.slice(0, path.lastIndexOf("/") + 1) : path;
}

/** Is the file known to be written by a RUN: in a folder that builds write to, or by the command that moved it? */
export function isBuilt(single: SingleStage, builds: readonly JavaBuild[], path: string): boolean {
  const isOutput = builds.some(
    ({ folder }) => folder !== undefined && isBelow(path, folder) && /\/(target|build)\//.test(path),
  );
  const parent = parentOf(path);
  return (
    isOutput ||
    single.facts.runs.some((run) =>
      pathsMade(inStartFolder(single, run)).some((made) => made.path === path || made.path === parent),
    )
  );
}

/** Where no WORKDIR stands, the directory is the image's own. */
function inStartFolder(single: SingleStage, run: RunFacts): RunFacts {
  const { situation } = run;
  return situation.hasWorkdir ? run : { ...run, situation: { ...situation, workdir: startFolder(single) } };
}

/** Does a COPY or ADD bring the file, rather than a build? */
export function isCopied(single: SingleStage, path: string): boolean {
  return single.facts.copies.some(({ destination, sources, instruction, situation }) => {
    const isFromStart = destination === undefined && !situation.hasWorkdir && instruction.destination;
    const target = isFromStart ? normalizePath(`${startFolder(single)}/${isFromStart.value}`) : destination;
    const name = path.slice(path.lastIndexOf("/") + 1);
    return (
      target === path ||
      (target === parentOf(path) && sources.some((source) => source.path?.split("/").at(-1) === name))
    );
  });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
