import type { Instruction } from "../document/dockerfile.ts";
import type { CopyFacts } from "./copies.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import { isInside } from "./mounts.ts";
import { normalizePath } from "./situation.ts";

/** Stands for the working directory of a base image that is not known. */
const unknownDirectory = "/?";

/** Absolute directory that an install runs in, its own options and a `cd` before it included. */
export function projectDirectory(
  { call, directory: own }: DependencyInstall,
  before: readonly Instruction[],
): string | undefined {
  const { run } = call;
  if (own?.startsWith("/")) return normalizePath(own);
  let directory = directoryAt(run.situation.workdir, before);
  for (const command of run.script.commands) {
    if (command === call.command) break;
    if (command.name !== "cd" || command.isIsolated) continue;
    const [target] = command.args;
    if (!command.isStep || !target?.isLiteral || command.args.length > 1) return undefined;
    directory = directory && joined(directory, target.value);
  }
  if (own === undefined || directory === undefined) return directory;
  return joined(directory, own);
}

function directoryAt(workdir: string | undefined, before: readonly Instruction[]): string | undefined {
  return workdir ?? (before.some(({ keyword }) => keyword === "WORKDIR") ? undefined : unknownDirectory);
}

function joined(directory: string, path: string): string {
  return normalizePath(path.startsWith("/") ? path : `${directory}/${path}`);
}

/** Where a COPY leads. */
export interface Place {
  readonly copy: CopyFacts;
  readonly target: string | undefined;
  readonly below: string | undefined;
}

/** Files that are copied by name into a folder above leave a folder below alone. */
export function mayOverwrite(later: Place, earlier: Place): boolean {
  if (later.target === undefined || earlier.target === undefined) return true;
  if (isInside(later.target, earlier.target)) return true;
  if (!isInside(earlier.target, later.target)) return false;
  const [name] = earlier.target.slice(later.target.length).replace(/^\/+/, "").split("/");
  const names = later.copy.sources.map(({ path }) => path?.split("/").at(-1) ?? "");
  return (
    !later.copy.isFromContext || names.some((file) => !/^\.?[^.*]+\..|file$/.test(file) || file === name)
  );
}

/** Relative to a base image's own directory where no WORKDIR says anything else. */
function writtenTarget(
  { destination, index: end }: CopyFacts["instruction"],
  { workdir }: CopyFacts["situation"],
  before: readonly Instruction[],
): string | undefined {
  const base = directoryAt(
    workdir,
    before.filter(({ index }) => index < end),
  );
  const written = destination?.value;
  return base === undefined || written === undefined || written.includes("$")
    ? undefined
    : joined(base, written);
}

/** Where a COPY leads, and where the project stands below that. */
export function placeOf(
  { instruction, destination, situation }: CopyFacts,
  directory: string,
  before: readonly Instruction[],
) {
  const target = destination ?? writtenTarget(instruction, situation, before);
  const below =
    target !== undefined && isInside(directory, target)
      ? directory.slice(target.length).replace(/^\/+/, "")
      : undefined;
  return { target, below };
}
