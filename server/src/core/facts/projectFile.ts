import { instructionsBefore } from "./chain.ts";
import type { DependencyInstall } from "./dependencyInstall.ts";
import type { Facts } from "./facts.ts";
import { inFolder, isVisible, matchesPattern } from "./manifests.ts";
import { placeOf, projectDirectory } from "./projectPlaces.ts";

/**
 * Text of a file that an install finds in its directory because a COPY has brought it there from the build context.
 * @returns undefined where the context is not known, or no COPY brings such a file
 */
export function projectFile(facts: Facts, install: DependencyInstall, name: string): string | undefined {
  const { stage, instruction } = install.call.run;
  const { context } = facts.known;
  if (!context || !stage) return undefined;
  const before = instructionsBefore(stage, instruction);
  const directory = before && projectDirectory(install, before);
  if (!before || directory === undefined) return undefined;
  for (const instruction of before.toReversed()) {
    const copy = facts.copy(instruction);
    if (!copy?.isFromContext) continue;
    const { below } = placeOf(copy, directory, before);
    if (below === undefined) continue;
    for (const { path } of copy.sources) {
      const found = path === undefined ? [] : possiblePaths(path, below, name);
      const text = found.filter((file) => isVisible(context, file)).map((file) => context.read(file))[0];
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

/** As a file in a folder that is copied, and as the file that is copied, by name or pattern. */
function possiblePaths(source: string, below: string, name: string): readonly string[] {
  const inside = inFolder(inFolder(source === "*" ? "" : source, below), name);
  const slash = source.lastIndexOf("/") + 1;
  const isNamed = below === "" && matchesPattern(source.slice(slash), name);
  return isNamed ? [inside, source.slice(0, slash) + name] : [inside];
}
