import type { BuildContext } from "../known.ts";
import { type CopyFacts, type CopySource, isRemote } from "./copies.ts";
import { isInside } from "./mounts.ts";

/** How a path of the image relates to what one COPY puts there. */
export interface Landing {
  /** Everything that the instruction copies lies at the path or below it. */
  readonly isWhole: boolean;
  /** The path is a single copied file, not a folder. */
  readonly isFile: boolean;
  /** Path in the build context of what lies there, where it comes from the context. */
  readonly contextPaths: readonly string[];
}

/**
 * What of a COPY or ADD ends up at a path (which may end in a glob) or below it.
 * @returns undefined when nothing does, as far as is known
 */
export function landingAt(
  copy: CopyFacts,
  path: string,
  context: BuildContext | undefined,
): Landing | undefined {
  const { destination, sources, isFromContext } = copy;
  if (destination === undefined) return undefined;
  const contextPaths = (from: readonly CopySource[]) =>
    isFromContext ? from.flatMap((source) => source.path ?? []) : [];
  if (isInside(destination, path) || path === `${destination === "/" ? "" : destination}/*`) {
    const [only] = sources;
    const isFile =
      destination === path &&
      sources.length === 1 &&
      !copy.isIntoFolder &&
      !!only &&
      isFileSource(copy, only, context);
    return { isWhole: true, isFile, contextPaths: contextPaths(sources) };
  }
  const inside = sources.filter((source) => landsInside(destination, source, path));
  if (inside.length > 0) {
    const isFile = inside.some((source) => `${folder(destination)}${nameOf(source)}` === path);
    return { isWhole: inside.length === sources.length, isFile, contextPaths: contextPaths(inside) };
  }
  return partOfFolder(copy, destination, path, context);
}

/** A named file lands in the destination under its own name. */
function landsInside(destination: string, source: CopySource, path: string): boolean {
  const name = nameOf(source);
  return name !== "" && name !== "*" && isInside(`${folder(destination)}${name}`, path);
}

/** The context knows that the copied folder holds that path. */
function partOfFolder(
  copy: CopyFacts,
  destination: string,
  path: string,
  context: BuildContext | undefined,
): Landing | undefined {
  if (!context || !copy.isFromContext || !isInside(path, destination) || path.includes("*")) return undefined;
  const below = path.slice(folder(destination).length);
  for (const source of copy.sources) {
    if (source.path === undefined || source.path.includes("*")) continue;
    const inContext = source.path === "" ? below : `${source.path}/${below}`;
    if (context.has(inContext) && !context.isIgnored(inContext)) {
      return { isWhole: false, isFile: isFileIn(context, inContext), contextPaths: [inContext] };
    }
  }
  return undefined;
}

/** ADD unpacks local archives, and what comes out of them has owners and modes of its own, as downloads have. */
export function unpacks({ instruction, sources }: CopyFacts): boolean {
  if (instruction.keyword !== "ADD") return false;
  return sources.some(
    ({ path }) =>
      path === undefined || isRemote(path) || /[*?]|\.(t?gz|tar|bz2|xz|tbz2?|txz|zst)$/.test(path),
  );
}

/** By the context where it is known; else a name with an extension, on one side at least. */
function isFileSource(copy: CopyFacts, source: CopySource, context: BuildContext | undefined): boolean {
  if (source.path === undefined || source.path === "" || unpacks(copy)) return false;
  if (context?.complete && copy.isFromContext) return isFileIn(context, source.path);
  return /[^/]\.\w+$/.test(source.path) || /[^/]\.\w+$/.test(copy.destination ?? "");
}

function isFileIn(context: BuildContext, path: string): boolean {
  return context.has(path) && !context.isFolder(path);
}

function nameOf({ path }: CopySource): string {
  return path === undefined ? "" : path.slice(path.lastIndexOf("/") + 1);
}

function folder(path: string): string {
  return path === "/" ? "/" : `${path}/`;
}
