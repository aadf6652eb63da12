import type { Facts } from "./facts.ts";
import { isInside } from "./mounts.ts";
import { type PathUse, pathsChanged, pathsMade, pathsMeet, pathsRemoved, withoutGlob } from "./paths.ts";
import type { RunFacts } from "./runs.ts";

/** What a later RUN does to files that an earlier one made: the layer of the earlier one keeps them all the same. */
export interface LayerWaste {
  readonly verb: "removes" | "changes";
  /** A path or the name of a package. */
  readonly what: string;
}

export function layerWaste(facts: Facts, earlier: RunFacts, later: RunFacts): LayerWaste | undefined {
  return packageWaste(facts, earlier, later) ?? pathWaste(earlier, later);
}

const removals: ReadonlySet<string> = new Set(["remove", "purge", "autoremove", "del", "erase", "uninstall"]);

function packageWaste(facts: Facts, earlier: RunFacts, later: RunFacts): LayerWaste | undefined {
  for (const { manager, action, operands } of facts.packagesOf(later)) {
    if (!removals.has(action)) continue;
    const installs = facts
      .packagesOf(earlier)
      .filter((other) => other.manager === manager && !removals.has(other.action));
    const names = new Set(installs.flatMap(({ args }) => args.map(({ value }) => value)));
    const removed = operands.find((word) => word.isLiteral && names.has(word.value));
    if (removed) return { verb: "removes", what: removed.value };
  }
  return undefined;
}

function pathWaste(earlier: RunFacts, later: RunFacts): LayerWaste | undefined {
  const gone = pathsRemoved(earlier);
  const made = pathsMade(earlier).filter(
    ({ path }) => !gone.some((use) => isInside(path, withoutGlob(use.path))),
  );
  const meets = ({ path }: PathUse): boolean => made.some((other) => pathsMeet(other.path, path));
  const own = pathsMade(later);
  const removed = pathsRemoved(later).find(
    (use) => meets(use) && !own.some(({ path }) => pathsMeet(path, use.path)),
  );
  if (removed) return { verb: "removes", what: removed.path };
  const changed = pathsChanged(later).find(meets);
  return changed && { verb: "changes", what: changed.path };
}
