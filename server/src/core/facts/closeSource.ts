import { hasWildcard } from "../context/copyPattern.ts";
import { joinPath, nameIn } from "../context/paths.ts";
import type { BuildContext } from "../known.ts";
import { closestName } from "./closest.ts";
import { filesOutside } from "./contextWalk.ts";

/**
 * The one file or folder of the context that a path which is not there may mean: a slip in one part of it or another
 * case, or else the only one of that name in another folder.
 */
export function closeSource(path: string, context: BuildContext): string | undefined {
  if (hasWildcard(path)) return undefined;
  return misspelt(path, context) ?? elsewhere(path, context);
}

function misspelt(path: string, context: BuildContext): string | undefined {
  let folder = "";
  const parts = path.split("/");
  for (const [at, part] of parts.entries()) {
    const here = joinPath(folder, part);
    if (context.has(here)) {
      folder = here;
      continue;
    }
    const rest = parts.slice(at + 1);
    const candidates = context
      .children(folder)
      .filter(({ path: other, isIgnored, isFolder }) => {
        if (isIgnored || (rest.length > 0 && !isFolder)) return false;
        return rest.length === 0 || context.has([other, ...rest].join("/"));
      })
      .map(({ name }) => name);
    const sameLetters = candidates.filter((name) => name.toLowerCase() === part.toLowerCase());
    const close = sameLetters.length > 0 ? onlyOne(sameLetters) : closestName(part, candidates);
    return close === undefined ? undefined : [joinPath(folder, close), ...rest].join("/");
  }
  return undefined;
}

/** `nginx.conf` for `docker/nginx.conf`; not for names that many folders have. */
function elsewhere(path: string, context: BuildContext): string | undefined {
  const name = nameIn(path);
  return name.includes(".") && !everyday.test(name) ? onlyOne(pathsOf(name, context)) : undefined;
}

const everyday = /^(index|main|app|__init__|mod|lib|setup|README|package)\.\w+$/;

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

function pathsOf(name: string, context: BuildContext): readonly string[] {
  const known = kept.get(context) ?? indexOf(context);
  kept.set(context, known);
  return known.get(name) ?? [];
}

const foreignFolders = new Set(["node_modules", ".git", "vendor", "site-packages"]);

/** Files by name, made once per context. What packages bring is never meant. */
function indexOf(context: BuildContext): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of filesOutside(context, foreignFolders)) {
    const paths = index.get(nameIn(path));
    if (paths) paths.push(path);
    else index.set(nameIn(path), [path]);
  }
  return index;
}

const kept = new WeakMap<BuildContext, ReadonlyMap<string, readonly string[]>>();
