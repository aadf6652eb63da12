import { normalizePath } from "../facts/situation.ts";
import { type GoBuild, goBin, goBuilds, goHome } from "./goBuilds.ts";
import { comesFromContext } from "./goFiles.ts";
import type { Artifact } from "./plan.ts";
import type { SingleStage } from "./singleStage.ts";

const onPath = /^\/(usr\/local\/)?(usr\/)?s?bin$/;

/** What the container starts, and how it came to be. */
export interface BuiltProgram extends Artifact {
  readonly isStatic: boolean;
  /** No command says outright that it writes this file. */
  readonly isGuess: boolean;
  readonly builds: readonly GoBuild[];
}

/** The program that the container starts, where a build of the stage wrote it. */
export function builtProgram(single: SingleStage, started: string): BuiltProgram | undefined {
  const builds = goBuilds(single);
  if (!started.includes("/")) return builtOnPath(builds, started);
  const { workdir, hasWorkdir } = single.atEnd;
  const base = workdir ?? (hasWorkdir ? undefined : goHome);
  if (!started.startsWith("/") && base === undefined) return undefined;
  const path = normalizePath(started.startsWith("/") ? started : `${base}/${started}`);
  if (comesFromContext(single, path)) return undefined;
  const writer = builds.findLast(
    ({ output }) =>
      output.kind !== "unknown" && output.path === (output.kind === "file" ? path : parentOf(path)),
  );
  const guess = builds.findLast(({ output }) => output.kind === "unknown");
  const build = writer ?? guess;
  return build && { builds, from: path, to: path, isStatic: build.isStatic, isGuess: !writer };
}

/** A bare name is searched in PATH, which has /go/bin in the build image alone. */
function builtOnPath(builds: readonly GoBuild[], started: string): BuiltProgram | undefined {
  for (const { output, isStatic } of builds.toReversed()) {
    if (output.kind === "unknown") continue;
    const path = output.kind === "file" ? output.path : `${output.path}/${started}`;
    const folder = parentOf(path);
    if (!path.endsWith(`/${started}`) || !(folder === goBin || onPath.test(folder))) continue;
    const to = folder === goBin ? `/usr/local/bin/${started}` : path;
    return { builds, from: path, to, isStatic, isGuess: false };
  }
  return undefined;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
