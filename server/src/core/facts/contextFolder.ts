import { instructionsBefore } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { landingAt } from "./landing.ts";
import { isVisible } from "./manifests.ts";
import type { RunFacts } from "./runs.ts";

/** A file of the image that a COPY brings from the build context. */
export interface BroughtFile {
  readonly run: RunFacts;
  /** Absolute path of its folder in the image. */
  readonly folder: string;
  readonly name: string;
}

/**
 * The folder of the build context that the file comes from, as it is when the RUN begins: "" for the context itself;
 * undefined when no COPY is seen to bring it.
 */
export function contextFolderOf(facts: Facts, { run, folder, name }: BroughtFile): string | undefined {
  const { context } = facts.known;
  const before = run.stage && instructionsBefore(run.stage, run.instruction);
  if (!context || !before) return undefined;
  const wanted = folder === "/" ? `/${name}` : `${folder}/${name}`;
  for (const instruction of before.toReversed()) {
    const copy = facts.copy(instruction);
    if (!copy?.isFromContext) continue;
    const isThere = copy.destination === folder || copy.destination === wanted;
    const matched = copy.sources.flatMap(({ path }) =>
      isThere && path !== undefined && /[*?]/.test(path) ? context.find(path) : [],
    );
    const landed = landingAt(copy, wanted, context)?.contextPaths ?? [];
    const found = [...matched, ...landed].find(
      (path) => (path === name || path.endsWith(`/${name}`)) && isVisible(context, path),
    );
    if (found !== undefined) return found.slice(0, Math.max(0, found.length - name.length - 1));
  }
  return undefined;
}
