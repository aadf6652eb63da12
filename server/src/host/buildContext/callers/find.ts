import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseJson, parseYaml } from "../../config/parseFile.ts";
import { bakeValue } from "../../hcl/bakeValue.ts";
import { bakeBuilds } from "./bake.ts";
import { argsOf, type Caller, isRecord, isRemoteContext, type StatedBuild } from "./caller.ts";
import { composeBuilds } from "./compose.ts";
import { devcontainerBuilds } from "./devcontainer.ts";
import { workflowBuilds } from "./workflow.ts";

export interface FoundCallers {
  /** Callers of the Dockerfile, the nearest first. */
  readonly callers: readonly Caller[];
  /** Files that could not be understood, in words for a log. */
  readonly problems: readonly string[];
}

type Kind = Caller["kind"];

const kinds: Readonly<Record<Kind, (value: unknown) => readonly StatedBuild[]>> = {
  compose: composeBuilds,
  bake: bakeBuilds,
  devcontainer: devcontainerBuilds,
  workflow: workflowBuilds,
};

/** Folders beside a Dockerfile's own path in which projects keep what builds it. */
const sideFolders = [".devcontainer", "docker", ".docker", "deploy", "deployment", "compose", "build", "ci"];
const order: readonly Kind[] = ["compose", "bake", "devcontainer", "workflow"];

/** Files larger than this are no configuration. */
const maxBytes = 1_000_000;

/**
 * Looks from the Dockerfile's folder up to `top` for files that say how it is built.
 * @param dockerfile absolute path
 * @param top absolute path of the folder beyond which nothing is looked at
 */
export async function findCallers(dockerfile: string, top: string): Promise<FoundCallers> {
  const callers: Caller[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const folder of foldersUpTo(dirname(dockerfile), top)) {
    // A folder on the way up is also beside the ones above it.
    const found = (await candidatesIn(folder)).filter((file) => !seen.has(file));
    for (const file of found) seen.add(file);
    for (const kind of order)
      for (const file of found.filter((candidate) => kindOf(candidate) === kind)) {
        const builds = await buildsIn(file, kind);
        if (!builds) problems.push(`${file} could not be understood`);
        const resolved = (builds ?? []).map((build) => callerOf(build, file, kind));
        callers.push(...resolved.filter((caller) => caller.dockerfile === dockerfile));
      }
  }
  return { callers, problems };
}

export function foldersUpTo(folder: string, top: string): readonly string[] {
  const above = dirname(folder);
  return folder === top || above === folder ? [folder] : [folder, ...foldersUpTo(above, top)];
}

async function candidatesIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  const own = names.map((name) => join(folder, name));
  const sides = sideFolders.filter((name) => names.includes(name)).map((name) => join(folder, name));
  if (names.includes(".github")) sides.push(join(folder, ".github/workflows"));
  const below = await Promise.all(
    sides.map(async (side) => (await namesIn(side)).map((name) => join(side, name))),
  );
  return [...own, ...below.flat()].filter((file) => kindOf(file) !== undefined).sort(plainNamesFirst);
}

function kindOf(file: string): Kind | undefined {
  const [name = "", parent, grandparent] = file.split(/[\\/]/).toReversed();
  if (/^(docker-|podman-|container-)?compose(\.[\w.-]+)?\.ya?ml$/.test(name)) return "compose";
  if (/^docker-bake(\.[\w-]+)?\.(json|hcl)$/.test(name)) return "bake";
  if (/^\.?devcontainer\.json$/.test(name)) return "devcontainer";
  return /\.ya?ml$/.test(name) && parent === "workflows" && grandparent === ".github"
    ? "workflow"
    : undefined;
}

/** `compose.yaml` before `compose.dev.yaml`. */
function plainNamesFirst(a: string, b: string): number {
  const dots = (file: string) => file.split(/[\\/]/).at(-1)?.split(".").length ?? 0;
  return dots(a) - dots(b) || (a < b ? -1 : 1);
}

async function buildsIn(file: string, kind: Kind): Promise<readonly StatedBuild[] | undefined> {
  const text = await textOf(file);
  if (text === undefined) return [];
  if (file.endsWith("hcl")) return kinds[kind](await bakeValue(text));
  const { value, mistake } = file.endsWith("json") ? parseJson(text) : await parseYaml(text);
  return mistake ? undefined : kinds[kind](value);
}

function callerOf(build: StatedBuild, file: string, kind: Kind): Caller {
  const { place, target, args, namedContexts } = build;
  const base = kind === "workflow" ? repositoryOf(file) : dirname(file);
  const context = isRemoteContext(build.context) ? undefined : resolve(base, build.context);
  const isBesideContext = kind === "compose" || kind === "bake";
  return {
    kind,
    file,
    place,
    context,
    dockerfile: resolve(isBesideContext ? (context ?? base) : base, build.dockerfile),
    target: typeof target === "string" && target !== "" ? target : undefined,
    args: argsOf(args),
    namedContexts: namesOf(namedContexts),
  };
}

/** The folder that has `.github` in it. */
function repositoryOf(file: string): string {
  return dirname(dirname(dirname(file)));
}

function namesOf(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.map((line) => String(line).split("=")[0] ?? "");
  return isRecord(given) ? Object.keys(given) : [];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, "utf8");
    return text.length > maxBytes ? undefined : text;
  } catch {
    return undefined;
  }
}
