/** Debian's dependencies as a graph, and the graph made small. */

export interface DebianPackage {
  readonly name: string;
  /** Installed-Size, which Debian states in KiB, every file rounded up. */
  readonly kibibytes: number;
  readonly fields: ReadonlyMap<string, string>;
}

export interface Dependencies {
  /** What a package needs, beyond the base. */
  needs(name: string): ReadonlySet<string>;
  /** What it recommends beyond that. */
  recommends(name: string): ReadonlySet<string>;
  /** Everything that comes with a package, itself included. */
  closure(root: string, withRecommends: boolean): ReadonlySet<string>;
}

/** Reads Packages stanzas; folded lines are not needed and left out. */
export function readStanzas(text: string): ReadonlyMap<string, DebianPackage> {
  const packages = new Map<string, DebianPackage>();
  for (const stanza of text.split(/\n\n+/)) {
    const fields = new Map<string, string>();
    for (const line of stanza.split("\n")) {
      const colon = line.indexOf(": ");
      if (colon > 0 && !/^\s/.test(line)) fields.set(line.slice(0, colon), line.slice(colon + 2));
    }
    const name = fields.get("Package");
    if (name) packages.set(name, { name, kibibytes: Number(fields.get("Installed-Size") ?? 0), fields });
  }
  return packages;
}

/** Where apt does not take the last of several providers by the alphabet. */
const exceptions: Readonly<Record<string, string>> = {
  "container-network-stack": "containernetworking-plugins",
};

/** Alternatives are chosen as apt chooses them: what is there already, else the first, else its best provider. */
export function dependencies(
  available: ReadonlyMap<string, DebianPackage>,
  base: ReadonlySet<string>,
): Dependencies {
  const providers = new Map<string, string[]>();
  for (const { name, fields } of available.values()) {
    for (const provided of (fields.get("Provides") ?? "").split(",").map(bareName)) {
      if (provided) providers.set(provided, [...(providers.get(provided) ?? []), name]);
    }
  }
  const priorities = ["required", "important", "standard", "optional", "extra"];
  const priority = (name: string) =>
    priorities.indexOf(available.get(name)?.fields.get("Priority") ?? "extra");

  function chosen(alternatives: readonly string[]): string | undefined {
    const isThere = (name: string) => base.has(name) || providers.get(name)?.some((other) => base.has(other));
    if (alternatives.some(isThere)) return undefined;
    for (const name of alternatives) {
      if (available.has(name)) return name;
      const rivals = providers.get(name);
      if (rivals?.includes(exceptions[name] ?? "")) return exceptions[name];
      if (rivals) return rivals.toSorted((a, b) => priority(a) - priority(b) || (a < b ? 1 : -1))[0];
    }
    return undefined;
  }

  function named(name: string, ...wanted: string[]): ReadonlySet<string> {
    const groups = wanted.flatMap((field) => available.get(name)?.fields.get(field)?.split(",") ?? []);
    const found = groups.flatMap((group) => chosen(group.split("|").filter(mayHold).map(bareName)) ?? []);
    return new Set(found.filter((other) => other !== name));
  }

  const needed = memoized((name) => named(name, "Pre-Depends", "Depends"));
  const recommended = memoized((name) => named(name, "Recommends"));
  return {
    needs: needed,
    recommends: recommended,
    closure: (root, withRecommends) =>
      reachable([root], (name) =>
        withRecommends ? [...needed(name), ...recommended(name)] : [...needed(name)],
      ),
  };
}

interface Node {
  size: number;
  readonly needs: Set<string>;
  readonly recommends: Set<string>;
}

/**
 * One line a package. A package that only one other needs, and nobody asks for by name, becomes part of that one;
 * what follows from another dependency is left out. No closure changes its size by that.
 */
export function compactGraph(
  available: ReadonlyMap<string, DebianPackage>,
  graph: Dependencies,
  roots: readonly string[],
): readonly string[] {
  const nodes = new Map<string, Node>();
  for (const root of roots) {
    for (const name of graph.closure(root, true)) {
      const size = available.get(name)?.kibibytes ?? 0;
      nodes.set(name, {
        size,
        needs: new Set(graph.needs(name)),
        recommends: new Set(graph.recommends(name)),
      });
    }
  }
  absorbOnlyChildren(nodes, new Set(roots));
  dropImplied(nodes);
  return lines(nodes);
}

function absorbOnlyChildren(nodes: Map<string, Node>, roots: ReadonlySet<string>): void {
  const users = new Map<string, Set<string>>([...nodes.keys()].map((name) => [name, new Set()]));
  for (const [name, { needs, recommends }] of nodes) {
    for (const other of [...needs, ...recommends]) users.get(other)?.add(name);
  }
  const open = [...nodes.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const child = nodes.get(name);
    const [user, ...others] = users.get(name) ?? [];
    const parent = user === undefined || user === name ? undefined : nodes.get(user);
    if (!child || !parent || user === undefined || others.length > 0) continue;
    if (roots.has(name) || !parent.needs.has(name)) continue;
    parent.size += child.size;
    for (const kind of ["needs", "recommends"] as const) {
      for (const other of child[kind]) {
        if (other !== user) parent[kind].add(other);
        users.get(other)?.delete(name);
        users.get(other)?.add(user);
        open.push(other);
      }
      parent[kind].delete(name);
    }
    nodes.delete(name);
  }
}

function dropImplied(nodes: ReadonlyMap<string, Node>): void {
  const needsOf = (name: string) => nodes.get(name)?.needs ?? [];
  const below = new Map([...nodes.keys()].map((name) => [name, reachable(needsOf(name), needsOf)]));
  for (const [name, { needs, recommends }] of nodes) {
    for (const other of recommends) if (below.get(name)?.has(other)) recommends.delete(other);
    for (const other of needs) {
      const isImplied = [...needs].some(
        // Packages that need each other imply each other: then neither is dropped.
        (third) =>
          third !== other &&
          below.get(third)?.has(other) &&
          !below.get(other)?.has(third) &&
          !below.get(third)?.has(name),
      );
      if (isImplied) needs.delete(other);
    }
  }
}

/** The packages that most others name come first, because their numbers are the shortest. */
function lines(nodes: ReadonlyMap<string, Node>): readonly string[] {
  const uses = new Map<string, number>();
  for (const { needs, recommends } of nodes.values()) {
    for (const other of [...needs, ...recommends]) uses.set(other, (uses.get(other) ?? 0) + 1);
  }
  const order = [...nodes.keys()].toSorted(
    (a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  const numbers = new Map(order.map((name, index) => [name, index]));
  const list = (names: ReadonlySet<string>) =>
    [...names]
      .flatMap((name) => numbers.get(name) ?? [])
      .toSorted((a, b) => a - b)
      .map((number) => number.toString(36))
      .join(",");
  return order.map((name) => {
    const node = nodes.get(name);
    if (!node) return "";
    const recommended = list(node.recommends);
    const needed = list(node.needs);
    return `${name} ${node.size.toString(36)} ${needed}${recommended && `;${recommended}`}`.trimEnd();
  });
}

function reachable(starts: Iterable<string>, next: (name: string) => Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...starts];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...next(name));
  }
  return seen;
}

function memoized(compute: (name: string) => ReadonlySet<string>): (name: string) => ReadonlySet<string> {
  const kept = new Map<string, ReadonlySet<string>>();
  return (name) => {
    const found = kept.get(name) ?? compute(name);
    kept.set(name, found);
    return found;
  };
}

/** `base-files (<< 11.1~)` is for releases before this one. */
function mayHold(alternative: string): boolean {
  return !alternative.includes("(<<");
}

/** `libc6:any (>= 2.36)` → `libc6` */
function bareName(text: string): string {
  return text
    .replace(/\(.*?\)|\[.*?\]/g, "")
    .trim()
    .replace(/:.*$/, "");
}
