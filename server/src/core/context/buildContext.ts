import type { BuildContext, ContextEntry, IgnoreFile } from "../known.ts";
import { type CopyPatternPart, hasWildcard, readCopyPattern } from "./copyPattern.ts";
import { readIgnoreFile } from "./ignoreFile.ts";
import { type IgnoreMatcher, ignoreMatcher, type Verdict } from "./ignoreMatcher.ts";
import { type ContextFile, type ContextNode, contextTree, leadsThroughLink, nodeAt } from "./tree.ts";

export interface BuildContextInput {
  /** Every file, ignored ones included. */
  readonly files: Iterable<ContextFile>;
  /** The ignore file that the build uses: `.dockerignore`, `Dockerfile.dockerignore` … */
  readonly ignore: { readonly path: string; readonly text: string } | undefined;
  /** Text of the manifests, lock files and settings that were read, by path. */
  readonly contents: ReadonlyMap<string, string>;
  /** The listing was not cut. */
  readonly complete: boolean;
}

/** A snapshot of the build context. The listing is read once; sums and verdicts are worked out when somebody asks. */
export function buildContext({ files, ignore, contents, complete }: BuildContextInput): BuildContext {
  return snapshotOf({ root: contextTree(files), contents, complete, listedSizes: [] }, ignore);
}

/** What stays the same when the ignore file changes. */
interface Listing {
  readonly root: ContextNode;
  readonly contents: ReadonlyMap<string, string>;
  readonly complete: boolean;
  readonly listedSizes: Sums;
}

function snapshotOf(listing: Listing, ignore: BuildContextInput["ignore"]): BuildContext {
  const { root, contents, complete, listedSizes } = listing;
  const ignoreFile = ignore && ignoreFileOf(ignore);
  const sieve = sieveOf(ignoreMatcher(ignoreFile?.lines.flatMap(({ pattern }) => pattern ?? []) ?? []));

  function entryOf(node: ContextNode): ContextEntry {
    return {
      name: node.name,
      path: node.path,
      isFolder: node.children !== undefined,
      isIgnored: !sieve.arrives(node),
    };
  }

  return {
    complete,
    ignoreFile,
    has: (path) => nodeAt(root, path) !== undefined || leadsThroughLink(root, path),
    isFolder: (path) => nodeAt(root, path)?.children !== undefined,
    isIgnored(path) {
      const node = nodeAt(root, path);
      return node ? !sieve.arrives(node) : sieve.isIgnored(path);
    },
    find: (pattern) => nodesMatching(root, pattern).filter(sieve.arrives).map(pathOf),
    findListed: (pattern) => nodesMatching(root, pattern).map(pathOf),
    *files(path) {
      const node = nodeAt(root, path);
      if (node) yield* filesBelow(node, sieve);
    },
    children: (path) => [...(nodeAt(root, path)?.children?.values() ?? [])].map(entryOf),
    read: (path) => (ignoreFile && path === ignoreFile.path ? ignoreFile.text : contents.get(path)),
    size(path) {
      const node = nodeAt(root, path);
      return node && sieve.arrives(node) ? sieve.size(node) : undefined;
    },
    listedSize(path) {
      const node = nodeAt(root, path);
      return node && sumOf(node, listedSizes, (file) => file.bytes);
    },
    withIgnoreFile: (path, text) => snapshotOf(listing, { path, text }),
  };
}

function ignoreFileOf({ path, text }: { readonly path: string; readonly text: string }): IgnoreFile {
  const lines = readIgnoreFile(text);
  return { path, text, lines, malformed: lines.find(({ pattern }) => !pattern) };
}

/** What gets past the ignore file. */
interface Sieve {
  /** The file, or something of the folder, arrives. */
  arrives(node: ContextNode): boolean;
  /** Bytes of what arrives. */
  size(node: ContextNode): number;
  /** The patterns match a path, which need not be in the listing. */
  isIgnored(path: string): boolean;
}

function sieveOf(matcher: IgnoreMatcher): Sieve {
  const verdicts: Verdict[] = [];
  const sizes: Sums = [];
  const arriving: boolean[] = [];

  function verdictOf(node: ContextNode): Verdict {
    const known = verdicts[node.index];
    if (known) return known;
    const verdict = node.parent ? matcher.below(verdictOf(node.parent), node.path) : matcher.root;
    verdicts[node.index] = verdict;
    return verdict;
  }

  function arrives(node: ContextNode): boolean {
    const known = arriving[node.index];
    if (known !== undefined) return known;
    const { isIgnored, isSettled } = verdictOf(node);
    const result = !isIgnored || (!isSettled && someChild(node, arrives));
    arriving[node.index] = result;
    return result;
  }

  return {
    arrives,
    size: (node) => sumOf(node, sizes, (file) => (verdictOf(file).isIgnored ? 0 : file.bytes), arrives),
    isIgnored: matcher.isIgnored,
  };
}

function someChild({ children }: ContextNode, holds: (node: ContextNode) => boolean): boolean {
  for (const child of children?.values() ?? []) if (holds(child)) return true;
  return false;
}

/** Bytes by `ContextNode.index`. */
type Sums = number[];

/** Adds up the files below a node and keeps the sums; folders that do not count are not entered. */
function sumOf(
  node: ContextNode,
  sums: Sums,
  bytesOf: (file: ContextNode) => number,
  counts: (node: ContextNode) => boolean = () => true,
): number {
  const known = sums[node.index];
  if (known !== undefined) return known;
  let sum = 0;
  if (!node.children) sum = bytesOf(node);
  else
    for (const child of node.children.values()) if (counts(child)) sum += sumOf(child, sums, bytesOf, counts);
  sums[node.index] = sum;
  return sum;
}

function* filesBelow(node: ContextNode, sieve: Sieve): Generator<string> {
  if (!sieve.arrives(node)) return;
  if (!node.children) yield node.path;
  else for (const child of node.children.values()) yield* filesBelow(child, sieve);
}

/** What a COPY source names, listed or not ignored alike; without a wildcard the one file or folder. */
function nodesMatching(root: ContextNode, pattern: string): readonly ContextNode[] {
  if (!hasWildcard(pattern)) {
    const node = nodeAt(root, pattern.replace(/\\(.)/g, "$1"));
    return node ? [node] : [];
  }
  let found: readonly ContextNode[] = [root];
  for (const part of readCopyPattern(pattern) ?? [])
    found = found.flatMap((node) => childrenMatching(node, part));
  return found[0] === root ? [] : found;
}

function childrenMatching({ children }: ContextNode, part: CopyPatternPart): readonly ContextNode[] {
  if (!children) return [];
  if (typeof part !== "string") return [...children.values()].filter(({ name }) => part.matches(name));
  const child = children.get(part);
  return child ? [child] : [];
}

function pathOf({ path }: ContextNode): string {
  return path;
}
