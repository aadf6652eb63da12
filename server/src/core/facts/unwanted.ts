import { joinPath, nameIn } from "../context/paths.ts";
import type { BuildContext, ContextEntry } from "../known.ts";
import { type ByProduct, byProducts, isNamed, type Maker, type Purpose } from "./byProducts.ts";
import type { Facts } from "./facts.ts";
import { readsHistory } from "./gitUse.ts";
import { perFacts } from "./perFacts.ts";
import { secretFiles } from "./secretFiles.ts";

/** Something in the build context that no build needs, and that gets past the ignore file. */
export interface Unwanted {
  /** A name as it stands in a pattern: `node_modules`, `*.log`, `.env`. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly purpose: Purpose;
  readonly isAnywhere: boolean;
  /** Where it is, in the order of the listing; never empty. */
  readonly paths: readonly string[];
  /** Other files or folders are called the same and are needed. */
  readonly hasNamesakes: boolean;
}

/** As a message calls it: the one file, or what all are called. */
export function nameOf({ name, paths }: Unwanted): string {
  return paths.length === 1 ? (paths[0] ?? name) : name;
}

/** In the order of their purpose and then of the table; what the Dockerfile does not make itself is left out. */
export const unwantedFiles = perFacts((facts): readonly Unwanted[] => {
  const { context } = facts.known;
  if (!context) return [];
  const makers = makersIn(facts);
  const found = leftovers(context).flatMap(({ product, paths, namesakes }) => {
    const isMade = product.maker === undefined || makers.has(product.maker);
    const isNeeded = product.purpose === "history" && readsHistory(facts);
    const { name, isFolder, purpose, isAnywhere = false } = product;
    return isMade && !isNeeded
      ? [{ name, isFolder, purpose, isAnywhere, paths, hasNamesakes: namesakes }]
      : [];
  });
  return [...merged(found), ...unwantedSecrets(facts, context)];
});

/** By-products that are not there but usually come up in a project with these manifests. */
export const usualByProducts = perFacts((facts): readonly ByProduct[] => {
  const { context } = facts.known;
  if (!context) return [];
  const makers = makersIn(facts);
  const names = context.children("").map(({ name }) => name);
  return byProducts.filter(
    ({ usualWith = [], maker }) =>
      usualWith.some((pattern) => names.some((name) => isNamed(name, pattern))) &&
      (maker === undefined || makers.has(maker)),
  );
});

/** `target` of Cargo and of Maven is one line. */
function merged(found: readonly Unwanted[]): readonly Unwanted[] {
  const byName = new Map<string, Unwanted>();
  for (const one of found) {
    const same = byName.get(one.name);
    if (!same) byName.set(one.name, one);
    else
      byName.set(one.name, {
        ...same,
        paths: [...same.paths, ...one.paths],
        // What is a namesake to one may be meant by the other.
        hasNamesakes: true,
      });
  }
  return [...byName.values()];
}

function unwantedSecrets({ dockerfile }: Facts, context: BuildContext): readonly Unwanted[] {
  return secretFiles(context).flatMap((path) => {
    if (isMentioned(dockerfile.text, nameIn(path))) return [];
    return [
      {
        name: path,
        isFolder: false,
        purpose: "secrets",
        isAnywhere: false,
        paths: [path],
        hasNamesakes: false,
      },
    ];
  });
}

/** The Dockerfile speaks of a file of that name, so that a step may need it. */
function isMentioned(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isInName(text[at - 1]) && !isInName(text[at + name.length])) return true;
  return false;
}

function isInName(character = ""): boolean {
  return /[\w.-]/.test(character);
}

interface Leftover {
  readonly product: ByProduct;
  readonly paths: string[];
  namesakes: boolean;
}

/** Found by one walk over the folders that get past the ignore file; by-products are not entered. */
function leftovers(context: BuildContext): readonly Leftover[] {
  const known = kept.get(context);
  if (known) return known;
  const found: readonly Leftover[] = byProducts.map((product) => ({ product, paths: [], namesakes: false }));
  const calledLike = finderOf(found);
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const children = context.children(folder);
    const inner: string[] = [];
    for (const entry of children) {
      if (entry.isIgnored) continue;
      const named = calledLike(entry);
      const meant = named.find(
        ({ product }) => product.isFolder === entry.isFolder && isMeant(entry, product, children, context),
      );
      if (meant) meant.paths.push(entry.path);
      else {
        for (const one of named) one.namesakes = true;
        if (entry.isFolder) inner.push(entry.path);
      }
    }
    open.push(...inner.reverse());
  }
  const result = found.filter(({ paths }) => paths.length > 0);
  kept.set(context, result);
  return result;
}

const kept = new WeakMap<BuildContext, readonly Leftover[]>();

/** By the last part of the name where it is literal, so that most files cost one look-up. */
function finderOf(found: readonly Leftover[]): (entry: ContextEntry) => readonly Leftover[] {
  const patterns = found.filter(({ product }) => product.name.includes("*"));
  const literal = new Map<string, Leftover[]>();
  for (const one of found) {
    const name = nameIn(one.product.name);
    literal.set(name, [...(literal.get(name) ?? []), one]);
  }
  return ({ name, path }) => [
    ...(literal
      .get(name)
      ?.filter(({ product }) => path === product.name || path.endsWith(`/${product.name}`)) ?? []),
    ...patterns.filter(({ product }) => isNamed(name, product.name)),
  ];
}

function isMeant(
  { path }: ContextEntry,
  { name, beside, holds, asks }: ByProduct,
  siblings: readonly ContextEntry[],
  context: BuildContext,
): boolean {
  const depth = name.split("/").length;
  const folder = path.split("/").slice(0, -depth).join("/");
  const around = depth === 1 ? siblings : context.children(folder);
  if (beside && !around.some((other) => beside.some((pattern) => isNamed(other.name, pattern)))) return false;
  if (holds && !holds.some((inside) => context.has(joinPath(path, inside)))) return false;
  if (!asks) return true;
  const manifest = context.read(joinPath(folder, "package.json")) ?? "";
  return asks.some((word) => manifest.includes(`"${word}"`));
}

const nodeManagers: ReadonlySet<string> = new Set(["npm", "yarn", "pnpm", "bun"]);

function makersIn({ packages }: Facts): ReadonlySet<Maker> {
  const makers = new Set<Maker>();
  for (const { manager, action, args } of packages) {
    switch (manager) {
      case "pip":
      case "uv":
      case "poetry":
      case "pipenv":
        makers.add("python");
        break;
      case "cargo":
      case "maven":
      case "gradle":
      case "dotnet":
      case "composer":
      case "bundler":
      case "mix":
        makers.add(manager);
        break;
      default:
        if (!nodeManagers.has(manager)) break;
        if (action === "install" || action === "ci") makers.add("node packages");
        if (args.some(({ value }) => /^(\w+:)?(build|generate|bundle|compile)\b/.test(value)))
          makers.add("node build");
    }
  }
  return makers;
}
