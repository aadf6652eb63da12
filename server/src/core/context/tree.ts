import { joinPath } from "./paths.ts";

/** One entry of the listing of a build context. */
export interface ContextFile {
  /**
   * Relative to the context, with `/`. A slash at the end makes it a folder, which needs to be listed only when it is
   * empty.
   */
  readonly path: string;
  /** The file's own size. */
  readonly bytes: number;
  /** A symbolic link, which may lead to a folder: nothing is known of what is below it. */
  readonly isLink?: boolean;
}

/** A file or folder of the listing. */
export interface ContextNode {
  /** Counts the nodes of a tree from 0, for what is kept about each of them. */
  readonly index: number;
  readonly name: string;
  /** "" for the context itself. */
  readonly path: string;
  /** Undefined for the context itself. */
  readonly parent: ContextNode | undefined;
  /** By name; undefined for a file. */
  readonly children: ReadonlyMap<string, ContextNode> | undefined;
  /** Of a file; 0 for a folder. */
  readonly bytes: number;
  readonly isLink: boolean;
}

interface Building extends ContextNode {
  children: Map<string, Building> | undefined;
  bytes: number;
  isLink: boolean;
}

/** Takes every file once. Listings go folder by folder, so the folder of the file before is tried first. */
export function contextTree(files: Iterable<ContextFile>): ContextNode {
  const root = newNode({ index: 0, name: "", parent: undefined });
  root.children = new Map();
  let count = 1;
  let last = { path: "", node: root };

  function below(parent: Building, name: string): Building {
    if (name === "" || name === ".") return parent;
    parent.children ??= new Map();
    const known = parent.children.get(name);
    if (known) return known;
    const node = newNode({ index: count, name, parent });
    count += 1;
    parent.children.set(name, node);
    return node;
  }

  for (const { path, bytes, isLink } of files) {
    const end = path.lastIndexOf("/");
    const folder = end < 0 ? "" : path.slice(0, end);
    if (folder !== last.path) last = { path: folder, node: folder.split("/").reduce(below, root) };
    const node = below(last.node, path.slice(end + 1));
    if (path.endsWith("/")) node.children ??= new Map();
    if (node === root) continue;
    node.bytes = bytes;
    node.isLink = isLink === true;
  }
  return root;
}

function newNode(place: Pick<ContextNode, "index" | "name" | "parent">): Building {
  const { name, parent } = place;
  const path = parent ? joinPath(parent.path, name) : name;
  return { ...place, path, children: undefined, bytes: 0, isLink: false };
}

/** The node at a path; undefined when it is not in the listing. */
export function nodeAt(root: ContextNode, path: string): ContextNode | undefined {
  let node: ContextNode | undefined = root;
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    node = node.children?.get(name);
    if (!node) return undefined;
  }
  return node;
}

/** A symbolic link on the way to the path, behind which it may be. */
export function leadsThroughLink(root: ContextNode, path: string): boolean {
  let node: ContextNode | undefined = root;
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (node.isLink) return true;
    node = node.children?.get(name);
    if (!node) return false;
  }
  return false;
}
