import type { Instruction } from "../document/dockerfile.ts";
import type { CopyFacts } from "../facts/copies.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** What recipes for interpreted languages ask about files in the build stage. */
export interface SourceQuestion {
  readonly folders: readonly string[];
  /** The last instruction of the build stage. */
  readonly split: Instruction;
  /** The copy is of no use behind the installs. */
  isForInstall(copy: CopyFacts): boolean;
  /** Where a command writes files that the program may need. */
  filesMade(command: ShellCommand, run: RunFacts): readonly string[];
}

/** Where the project's files are: the working directories that are used, and where the whole context is copied to. */
export function sourceFolders(
  { facts, atEnd }: SingleStage,
  installs: readonly RunFacts[],
): readonly string[] {
  const found = [
    atEnd.workdir,
    ...installs.map(({ situation }) => situation.workdir),
    ...facts.copies.map(({ copiesWholeContext, destination, instruction, situation }) =>
      instruction.destination?.value.startsWith("/")
        ? copiesWholeContext
          ? destination
          : undefined
        : situation.workdir,
    ),
  ];
  return [...new Set(found.filter((folder) => folder !== undefined && folder !== "/"))].filter(
    (folder): folder is string => folder !== undefined,
  );
}

/** The folders that hold more above the split than what the installs read. */
export function sourcesAbove(
  { facts }: SingleStage,
  { folders, split, isForInstall, filesMade }: SourceQuestion,
): readonly string[] {
  const copied = facts.copies.flatMap((copy): readonly string[] => {
    if (copy.instruction.index > split.index || isForInstall(copy)) return [];
    const { destination } = copy;
    if (destination === undefined) return ["/"];
    const folder = folders.find((one) => isBelow(destination, one));
    return folder !== undefined ? [folder] : copy.copiesWholeContext ? [destination] : [];
  });
  const made = facts.runs
    .filter(({ instruction }) => instruction.index <= split.index)
    .flatMap((run) => run.script.commands.flatMap((command) => filesMade(command, run)))
    .flatMap((path) => folders.find((folder) => isBelow(path, folder)) ?? []);
  const all = [...new Set([...copied, ...made])];
  return all.filter((folder) => !all.some((other) => other !== folder && isBelow(folder, other)));
}
