import type { BuildContext, ContextEntry } from "../known.ts";
import type { ContextPart, ContextReport } from "./model.ts";

/** As many rectangles as one can still tell apart. */
const mostParts = 40;
/** A part of a folder below this share of the context is not shown by itself. */
const leastShare = 0.002;

/** What stands in the build context, and what of it a build gets, before and after the fixes. */
export function contextReport(
  before: BuildContext | undefined,
  after: BuildContext | undefined,
): ContextReport | null {
  if (!before || !after) return null;
  const bytes = before.listedSize("") ?? 0;
  return {
    ignoreFile: before.ignoreFile?.path ?? null,
    complete: before.complete,
    bytes,
    sentBefore: before.size("") ?? 0,
    sentAfter: after.size("") ?? 0,
    entries: partsOf(before, after, bytes),
    unmeasured: unmeasured(before),
  };
}

interface Open extends ContextPart {
  readonly isFolder: boolean;
}

/** Opens the largest folder as long as there is room, so that what is large is shown in detail. */
function partsOf(before: BuildContext, after: BuildContext, total: number): readonly ContextPart[] {
  const partOf = ({ path, isFolder }: ContextEntry): Open => ({
    path,
    isFolder,
    bytes: before.listedSize(path) ?? 0,
    sentBefore: before.size(path) ?? 0,
    sentAfter: after.size(path) ?? 0,
  });
  const split = (folder: string, room: number): readonly Open[] => {
    const parts = before.children(folder).map(partOf).toSorted(largestFirst);
    const shown = parts.filter(({ bytes }, at) => at < room && bytes >= total * leastShare);
    const rest = parts.slice(shown.length).filter(({ bytes }) => bytes > 0);
    return rest.length === 0 ? shown : [...shown, restOf(folder, rest)];
  };
  let parts = split("", mostParts);
  for (;;) {
    const folder = parts.filter((part) => isWorthOpening(part, total)).toSorted(largestFirst)[0];
    if (!folder || parts.length >= mostParts) break;
    const inside = split(folder.path, mostParts - parts.length);
    const others = parts.map((part) => (part === folder ? { ...part, isFolder: false } : part));
    // A folder that would only be cut into crumbs stays whole.
    parts =
      inside.length < 2 && inside[0]?.isFolder !== true
        ? others
        : [...parts.filter((part) => part !== folder), ...inside];
  }
  return parts.map(({ isFolder: _, ...part }) => part).toSorted(largestFirst);
}

/** What is kept out as a whole is one thing, however much it is. */
function isWorthOpening({ isFolder, bytes, ...sent }: Open, total: number): boolean {
  return isFolder && (isMixed({ bytes, ...sent }) || (sent.sentAfter > 0 && bytes > total / 4));
}

/** Some of it is sent and some is not. */
function isMixed({
  bytes,
  sentBefore,
  sentAfter,
}: Pick<ContextPart, "bytes" | "sentBefore" | "sentAfter">): boolean {
  return [sentBefore, sentAfter].some((sent) => sent > 0 && sent < bytes);
}

function restOf(folder: string, parts: readonly Open[]): Open {
  const sum = (of: (part: Open) => number): number => parts.reduce((all, part) => all + of(part), 0);
  return {
    path: folder === "" ? "…" : `${folder}/…`,
    isFolder: false,
    bytes: sum(({ bytes }) => bytes),
    sentBefore: sum(({ sentBefore }) => sentBefore),
    sentAfter: sum(({ sentAfter }) => sentAfter),
  };
}

function largestFirst(a: ContextPart, b: ContextPart): number {
  return b.bytes - a.bytes;
}

/** At the top of the context, where such folders stand. */
function unmeasured(context: BuildContext): readonly string[] {
  return context
    .children("")
    .filter(({ path, isIgnored }) => isIgnored && (context.listedSize(path) ?? 0) === 0)
    .map(({ path }) => path);
}
