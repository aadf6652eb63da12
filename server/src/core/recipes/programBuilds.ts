import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { Word } from "../shell/script.ts";
import { type Place, pathAt } from "./commandPaths.ts";
import { comesFromContext } from "./goFiles.ts";
import type { Artifact } from "./plan.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";
import { systemInstalls } from "./systemPackages.ts";

/** What a command leaves behind. */
export type Output =
  | { readonly kind: "file"; readonly path: string }
  /** Programs in this folder, under names that the command does not say. */
  | { readonly kind: "folder"; readonly path: string }
  /** Programs somewhere below this folder. */
  | { readonly kind: "tree"; readonly path: string };

/** One command that makes programs, or moves them. */
export interface ProgramBuild {
  readonly run: RunFacts;
  readonly output: Output;
  /** Where it runs, which is where the sources are; undefined for sources from elsewhere. */
  readonly folder: string | undefined;
  /** Linked with no shared library. */
  readonly isStatic: boolean;
}

/** What the container starts, and how it came to be. */
export interface BuiltProgram extends Artifact {
  readonly isStatic: boolean;
  /** No command says outright that it writes this file. */
  readonly isGuess: boolean;
  readonly output: Output;
}

/** What the stage builds, in order, and where copies of it go. */
export function programBuilds<Build extends ProgramBuild>(
  single: SingleStage,
  read: (place: Place) => readonly Build[],
): readonly Build[] {
  const builds: Build[] = [];
  for (const run of single.facts.runs)
    for (const command of run.script.commands) {
      const place: Place = { command, run, single };
      builds.push(...read(place), ...movedBy(place, builds));
    }
  return builds;
}

/** `cp target/release/app /usr/local/bin/` */
function movedBy<Build extends ProgramBuild>(place: Place, builds: readonly Build[]): readonly Build[] {
  const { name, args } = place.command;
  if (!/^(mv|cp|install|ln)$/.test(name)) return [];
  const words = operandsOf(args);
  const target = words.at(-1);
  const sources = words.slice(0, -1);
  const to = pathAt(target?.text, place);
  if (to === undefined || target === undefined) return [];
  const isFolder = sources.length > 1 || /(^|\/)\.?$/.test(target.value) || /\/s?bin$/.test(to);
  return sources.flatMap(({ text, value }) => {
    const from = pathAt(text, place);
    const made = from === undefined ? builds.at(-1) : builds.findLast(({ output }) => holds(output, from));
    const last = value.slice(value.lastIndexOf("/") + 1);
    if (!made || (isFolder && !/^[\w.+-]+$/.test(last))) return [];
    const path = isFolder ? normalizePath(`${to}/${last}`) : to;
    return [{ ...made, run: place.run, output: { kind: "file", path } }];
  });
}

/** The words that are neither options nor the values of `install`'s. */
function operandsOf(args: readonly Word[]): readonly Word[] {
  return args.filter(
    ({ value }, at) => !value.startsWith("-") && !/^-\w*[mog]$/.test(args[at - 1]?.value ?? ""),
  );
}

function holds({ kind, path: written }: Output, path: string): boolean {
  if (kind === "file") return written === path;
  return kind === "folder" ? written === parentOf(path) : isBelow(path, written);
}

/** Shells and interpreters that images have, which no build of a stage makes. */
const notBuilt = /^(sh|bash|ash|dash|zsh|python[\d.]*|node|perl|ruby|php|java|sleep|tail|cat|echo|env|make)$/;

/** The program that the container starts, where a build of the stage wrote it. */
export function builtProgram(
  single: SingleStage,
  builds: readonly ProgramBuild[],
  started: string,
): BuiltProgram | undefined {
  if (!started.includes("/")) return builtOnPath(single, builds, started);
  const { workdir, hasWorkdir } = single.atEnd;
  const base = workdir ?? (hasWorkdir ? undefined : "");
  if (!started.startsWith("/") && base === undefined) return undefined;
  const path = normalizePath(started.startsWith("/") ? started : `${base}/${started}`);
  if (comesFromContext(single, path)) return undefined;
  const build =
    builds.findLast(({ output }) => output.kind !== "tree" && holds(output, path)) ??
    builds.findLast(({ output }) => holds(output, path));
  return (
    build && {
      from: path,
      to: path,
      isStatic: build.isStatic,
      isGuess: build.output.kind === "tree",
      output: build.output,
    }
  );
}

const onPath = /^\/(usr\/local\/)?(usr\/)?s?bin$/;
const cargoBin = /^(\/usr\/local\/cargo|\/root\/\.cargo)\/bin$/;

/** A bare name is searched in PATH. What is in folders that only the build image has there goes to /usr/local/bin. */
function builtOnPath(
  single: SingleStage,
  builds: readonly ProgramBuild[],
  started: string,
): BuiltProgram | undefined {
  const isPackage = systemInstalls(single).some(({ runtime }) => runtime.includes(started));
  if (notBuilt.test(started) || isPackage) return undefined;
  const extendsPath = single.instructions.some(
    (other) => other.keyword === "ENV" && other.properties.some(({ name }) => name.value === "PATH"),
  );
  for (const { output, isStatic } of builds.toReversed()) {
    if (output.kind === "tree") continue;
    const path = output.kind === "file" ? output.path : `${output.path}/${started}`;
    const folder = parentOf(path);
    if (!path.endsWith(`/${started}`)) continue;
    const isFound = onPath.test(folder) || cargoBin.test(folder) || extendsPath;
    if (!isFound) continue;
    const to = onPath.test(folder) ? path : `/usr/local/bin/${started}`;
    return { from: path, to, isStatic, isGuess: false, output };
  }
  return undefined;
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
