import { hasWildcard } from "../context/copyPattern.ts";
import { folderOf } from "../context/paths.ts";
import type { Instruction, RunInstruction } from "../document/dockerfile.ts";
import { type ContextSource, taker } from "../facts/contextSources.ts";
import { isRemote } from "../facts/copies.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";
import { normalizePath } from "../facts/situation.ts";
import type { BuildContext } from "../known.ts";

/** What one COPY, ADD or RUN reads from the build context, by copying or by mounting it. */
export interface Taking {
  readonly instruction: Instruction;
  /** As the Dockerfile names them: relative to the context, with wildcards; "" for the whole of it. */
  readonly sources: readonly string[];
  /** A source has a variable of unknown value, so that it may be anything. */
  readonly isUnknown: boolean;
  /** Files and folders that the sources name and that get past the ignore file. */
  readonly roots: readonly string[];
  /** Sources that name no single file: a file that comes or goes changes what they take. */
  readonly isOpen: boolean;
  readonly hasExclusions: boolean;
  /** The same for whatever takes the same. */
  readonly key: string;
  /** The file or folder comes along, as far as it gets past the ignore file. */
  takes(path: string): boolean;
}

/** Everything that reads the build context, by instruction; ONBUILD triggers too. Undefined where it is not known. */
export const takings = perFacts((facts): ReadonlyMap<Instruction, Taking> | undefined => {
  const { context } = facts.known;
  if (!context || context.ignoreFile?.malformed || facts.isWindowsFile) return undefined;
  const all = new Map<Instruction, Taking>();
  const add = (instruction: Instruction, found: readonly (Source | "unknown")[]): void => {
    if (found.length > 0) all.set(instruction, takingOf(instruction, found, context));
  };
  for (const { instruction, sources, ...copy } of facts.copies) {
    if (instruction.from) continue;
    const found = sources.flatMap(({ part, path }): readonly (Source | "unknown")[] => {
      if (path === undefined) return ["unknown"];
      if (isRemote(path)) return [];
      return [sourceOf({ copy: { instruction, sources, ...copy }, part, path }, context)];
    });
    add(instruction, found);
  }
  for (const { instruction } of facts.runs) add(instruction, mountedBy(instruction, facts));
  return all;
});

/** Files and bytes that an instruction takes from the build context. */
export function weighed(
  taking: Taking,
  context: BuildContext,
): { readonly files: number; readonly bytes: number } {
  const files = new Set<string>();
  let bytes = 0;
  for (const root of taking.roots) {
    for (const file of context.files(root)) {
      if (files.has(file) || !taking.takes(file)) continue;
      files.add(file);
      bytes += context.size(file) ?? 0;
    }
  }
  return { files: files.size, bytes };
}

interface Source {
  readonly path: string;
  readonly roots: readonly string[];
  takes(path: string): boolean;
}

function sourceOf(source: ContextSource, context: BuildContext): Source {
  const { path } = source;
  return { path, roots: rootsOf(path, context), takes: taker(source, context) };
}

function rootsOf(path: string, context: BuildContext): readonly string[] {
  return path === "" ? [""] : context.find(path);
}

function takingOf(
  instruction: Instruction,
  found: readonly (Source | "unknown")[],
  context: BuildContext,
): Taking {
  const sources = found.filter((source) => source !== "unknown");
  const excluding = instruction.flags.flatMap(({ name, value }) =>
    name === "exclude" && value ? value : [],
  );
  return {
    instruction,
    sources: sources.map(({ path }) => path),
    isUnknown: sources.length < found.length,
    roots: [...new Set(sources.flatMap(({ roots }) => roots))],
    isOpen: sources.some(({ path }) => path === "" || hasWildcard(path) || context.isFolder(path)),
    hasExclusions: excluding.length > 0,
    key: [...sources.map(({ path }) => path), "", ...excluding].join("\n"),
    takes: (path) => sources.some((source) => source.takes(path)),
  };
}

/** `RUN --mount=type=bind` without a `from` shows the RUN a file or folder of the context. */
function mountedBy(instruction: RunInstruction, facts: Facts): readonly (Source | "unknown")[] {
  return instruction.mounts.flatMap(({ type, from, options }): readonly (Source | "unknown")[] => {
    if (type !== "bind" || from !== undefined) return [];
    const written = options.get("source") ?? options.get("src") ?? "";
    const expanded = facts.scope.expand(written, facts.graph.stageOf(instruction), instruction);
    if (expanded === undefined) return ["unknown"];
    const path = normalizePath(`/${expanded}`).slice(1);
    return [{ path, roots: [path], takes: (candidate) => isWithin(candidate, path) }];
  });
}

function isWithin(path: string, folder: string): boolean {
  for (let at = path; at !== ""; at = folderOf(at)) if (at === folder) return true;
  return folder === "";
}
