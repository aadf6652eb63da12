import { remember } from "../remember.ts";
import type { ShellCommand, ShellScript, Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { isInside, isMounted } from "./mounts.ts";
import { downloadsOf, pathsMade, pathsRemoved, withoutGlob } from "./paths.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import { unpacksArchive } from "./unpacking.ts";

/** A file that a RUN downloads, then unpacks or installs, and leaves where it is. */
export interface LeftDownload {
  /** Without its folder. */
  readonly name: string;
  readonly use: DownloadUse;
}

/** The command that unpacks or installs a downloaded file, and its word for the file. */
export interface DownloadUse {
  readonly command: ShellCommand;
  readonly word: Word;
}

/** The downloads that stay in the layer of a RUN although nothing behind it needs them, in order. */
export function leftDownloads(facts: Facts, run: RunFacts): readonly LeftDownload[] {
  return run.script.commands.flatMap((download) =>
    downloadsOf(download).flatMap((file) => {
      const use = lastUse(run, download, file.value);
      if (!use || isGone(run, download, use, file) || isUsedLater(facts, run, file)) return [];
      return [{ name: shortName(file), use }];
    }),
  );
}

/** The last command that unpacks or installs the file, when no other one names it behind that. */
function lastUse({ script }: RunFacts, download: ShellCommand, file: string): DownloadUse | undefined {
  const last = lastUses(script).get(file);
  return last && last.command.span.start > download.span.start && unpacksArchive(last.command)
    ? last
    : undefined;
}

/** The last command that names a file, with the word that does; `./file` is the file too. */
const lastUses = remember(({ commands }: ShellScript) => {
  const uses = new Map<string, DownloadUse>();
  for (const command of commands)
    for (const word of command.args.toReversed()) {
      uses.set(word.value, { command, word });
      if (word.value.startsWith("./")) uses.set(word.value.slice(2), { command, word });
    }
  return uses;
});

/** Removed behind its use, or in a folder that is removed or mounted; also where that cannot be told. */
function isGone(run: RunFacts, download: ShellCommand, { command: use }: DownloadUse, file: Word): boolean {
  const made = pathsMade(run).filter(({ command }) => command === download);
  if (made.some(({ path }) => isMounted(run, path))) return true;
  const removing = run.script.commands.filter(({ span }) => span.start > use.span.start);
  if (removing.some(({ name }) => name === "mv" || name === "find" || name === "trap")) return true;
  if (run.script.commands.some(({ name }) => name === "trap")) return true;
  const removed = pathsRemoved(run).filter(({ command }) => command.span.start > use.span.start);
  if (removed.some(({ path }) => made.some((one) => isInside(one.path, withoutGlob(path))))) return true;
  return removing.some(
    ({ name, args }) =>
      name === "rm" &&
      args.some((word) => {
        if (word.value.startsWith("-")) return false;
        const isUnknown = !word.isLiteral && !word.value.startsWith("/var/");
        return (
          isUnknown || (made.length === 0 && !word.value.startsWith("/")) || word.value.endsWith(file.value)
        );
      }),
  );
}

function isUsedLater(facts: Facts, run: RunFacts, file: Word): boolean {
  const { dockerfile, graph } = facts;
  const name = shortName(file);
  const { text, starts } = bodies(facts);
  if (text.lastIndexOf(name) < (starts[run.instruction.index + 1] ?? text.length)) return false;
  return dockerfile.instructions.some(
    (instruction) =>
      instruction.index > run.instruction.index &&
      (graph.stageOf(instruction) === run.stage || instruction.keyword === "COPY") &&
      instruction.body.text.includes(name),
  );
}

/** What all instructions say, one behind the other: one search in it tells most names from those that come again. */
const bodies = perFacts(({ dockerfile: { instructions } }) => {
  const starts: number[] = [];
  let text = "";
  for (const { body } of instructions) {
    starts.push(text.length);
    text += `${body.text}\n`;
  }
  return { text, starts };
});

function shortName({ value }: Word): string {
  return value.slice(value.lastIndexOf("/") + 1);
}
