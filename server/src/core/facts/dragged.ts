import type { BuildContext } from "../known.ts";
import { type ContextSource, taker } from "./contextSources.ts";
import type { Unwanted } from "./unwanted.ts";

/** What a COPY or ADD of a folder brings although no build needs it. */
export interface Dragged {
  readonly source: ContextSource;
  /** The heaviest first; `paths` are those that this source brings. */
  readonly unwanted: readonly Unwanted[];
  readonly bytes: number;
}

/** Undefined when the source brings nothing of the kind, or names what it brings. */
export function draggedBy(
  source: ContextSource,
  unwanted: readonly Unwanted[],
  context: BuildContext,
): Dragged | undefined {
  const takes = taker(source, context);
  const brought = unwanted.flatMap((one): readonly Unwanted[] => {
    const paths = one.paths.filter((path) => path !== source.path && takes(path));
    return paths.length > 0 ? [{ ...one, paths }] : [];
  });
  if (brought.length === 0) return undefined;
  const weights = new Map(brought.map((one) => [one, bytesOf(one, context)]));
  const weight = (one: Unwanted) => weights.get(one) ?? 0;
  return {
    source,
    unwanted: brought.toSorted((a, b) => weight(b) - weight(a)),
    bytes: brought.reduce((sum, one) => sum + weight(one), 0),
  };
}

function bytesOf({ paths }: Unwanted, context: BuildContext): number {
  return paths.reduce((sum, path) => sum + (context.size(path) ?? 0), 0);
}
