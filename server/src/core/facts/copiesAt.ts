import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { pathIndex } from "./pathIndex.ts";
import { withoutGlob } from "./paths.ts";
import { perFacts } from "./perFacts.ts";

/** Every COPY and ADD of the file that may put something at a path, which may hold wildcards, or below it; in order. */
export function copiesAt(facts: Facts, path: string): readonly CopyFacts[] {
  const folder = withoutGlob(path);
  const inside = byPath(facts).within(folder);
  // Only the build context tells what is in a copied folder.
  const around = facts.known.context ? byPath(facts).around(folder) : [];
  if (around.length === 0) return inside;
  return [...new Set([...around, ...inside])].sort((a, b) => a.instruction.index - b.instruction.index);
}

const byPath = perFacts(({ copies }) => {
  const index = pathIndex<CopyFacts>();
  for (const copy of copies) {
    const { destination, sources } = copy;
    if (destination === undefined) continue;
    index.add(destination, copy);
    for (const { path = "" } of sources) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (name !== "") index.add(`${destination === "/" ? "" : destination}/${name}`, copy);
    }
  }
  return index;
});
