import type { Instruction } from "../document/dockerfile.ts";
import { normalizePath } from "../facts/situation.ts";
import type { Artifact } from "./plan.ts";
import type { RuntimeBase } from "./runtimeBase.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import type { SingleStage } from "./singleStage.ts";
import { isBelow, situationAfter } from "./singleStage.ts";

/** What the runtime stage repeats of the instructions up to the split, in order. */
export function setupOf(
  { instructions }: SingleStage,
  work: RuntimeWork,
  split: Instruction,
): readonly string[] {
  return instructions.flatMap((instruction) => {
    const text = instruction.index <= split.index ? work.repeated(instruction) : undefined;
    return text === undefined ? [] : [text];
  });
}

/** Why the USER that containers run as cannot be had in the runtime stage; undefined when it can. */
export function userProblem(
  { atEnd }: SingleStage,
  { accounts }: RuntimeWork,
  existing: readonly string[],
): string | undefined {
  const name = atEnd.user?.replace(/:.*$/, "");
  if (name === undefined || /^\d+$/.test(name) || name === "root") return undefined;
  return accounts.has(name) || existing.includes(name)
    ? undefined
    : `nothing in the file makes the account ${name} that the container runs as`;
}

/** Files that an argument of the program names below the folder: `--config=/src/app.yml`, `./views`. */
export function namedFiles(single: SingleStage, folder: string, split: Instruction): readonly Artifact[] {
  const workdir = situationAfter(single, split).workdir ?? folder;
  const [, ...args] = single.program?.words ?? [];
  return args.flatMap((arg) => {
    const value = arg.startsWith("-") ? arg.slice(arg.indexOf("=") + 1) : arg;
    if (
      value.startsWith("-") ||
      !/^(\.{0,2}\/|[\w-]+\/|[\w-]+\.\w+$)/.test(value) ||
      /:\/\/|[$`*]/.test(value)
    )
      return [];
    const path = normalizePath(value.startsWith("/") ? value : `${workdir}/${value}`);
    return isBelow(path, folder) && path !== folder ? [{ from: path, to: path }] : [];
  });
}

/** Folders that keep their place, and the owner that the build gave them. */
export function ownedFolders(
  single: SingleStage,
  folders: readonly string[],
  split: Instruction,
): readonly Artifact[] {
  return folders.map((folder) => ({ from: folder, to: folder, owner: ownerOf(single, folder, split) }));
}

/** Whom `chown` gave the folder to, up to the split. */
export function ownerOf({ facts }: SingleStage, folder: string, split: Instruction): string | undefined {
  for (const { script, situation, instruction } of facts.runs.toReversed()) {
    if (instruction.index > split.index) continue;
    for (const { name, args } of script.commands.toReversed()) {
      if (name !== "chown") continue;
      const [owner, ...paths] = args.filter(({ value }) => !value.startsWith("-"));
      const isFolder = paths.some(
        ({ value }) =>
          normalizePath(value.startsWith("/") ? value : `${situation.workdir ?? ""}/${value}`) === folder,
      );
      if (owner?.isLiteral && isFolder) return owner.value;
    }
  }
  return undefined;
}

/** curl and wget of a health check come with the full image, but not with the slim one. */
export function healthCheckPrograms(
  { program, facts }: SingleStage,
  { family }: RuntimeBase,
): readonly string[] {
  const isInstalled = (name: string): boolean =>
    facts.packages.some(
      ({ manager, operands }) => manager === "apt" && operands.some(({ value }) => value === name),
    );
  return family === "debian"
    ? ["curl", "wget"].filter((name) => program?.calls.has(name) && !isInstalled(name))
    : [];
}

/** "gcc, make and git" */
export function listed(things: readonly string[]): string {
  return things.length < 2 ? things.join("") : `${things.slice(0, -1).join(", ")} and ${things.at(-1)}`;
}
