import type { BuildContext } from "../known.ts";
import { rememberText } from "../remember.ts";
import type { DependencyInstall, Manifest } from "./dependencyInstall.ts";
import { ecosystems } from "./ecosystems.ts";
import { normalizePath } from "./situation.ts";

/** COPY sources that go into one folder. */
export interface ManifestCopy {
  /** Paths or patterns in the build context. */
  readonly sources: readonly string[];
  /** Where they go, relative to the project's directory: "" or `src/Api/`. */
  readonly into: string;
}

/** Manifests of one project: `folder` is where it stands in the build context, "" for its root. */
export interface ManifestQuestion {
  readonly manifests: readonly Manifest[];
  readonly install: DependencyInstall;
  readonly folder: string;
  readonly context: BuildContext | undefined;
}

/**
 * What to copy so that the install finds its manifests: real names where the build context is known, else patterns
 * that cannot fail where the install would not.
 * @returns undefined when a file that the install needs is not there, or its name cannot be known
 */
export function manifestCopies(question: ManifestQuestion): readonly ManifestCopy[] | undefined {
  const context = knownFiles(question.context);
  const paths = context ? existingPaths(question, context) : likelyPaths(question);
  if (!paths || paths.length === 0) return undefined;
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const into = path.endsWith("/") ? path : path.slice(0, path.lastIndexOf("/") + 1);
    const group = groups.get(into) ?? [];
    groups.set(into, [...group, inFolder(question.folder, path.replace(/\/$/, ""))]);
  }
  return [...groups].map(([into, sources]) => ({ into, sources: [...new Set(sources)] }));
}

/** True when the words of earlier COPYs into the same directory bring every manifest that the install would find. */
export function areCovered(question: ManifestQuestion, words: readonly string[]): boolean {
  const { manifests, folder } = question;
  const context = knownFiles(question.context);
  const lockFile = manifests.find(({ isRequired }) => !isRequired);
  const needed = manifests.filter((manifest) => {
    if (manifest.isRequired) return true;
    return context
      ? isVisible(context, inFolder(folder, manifest.path.replace(/\/$/, "")))
      : manifest === lockFile;
  });
  return needed.every(({ path }) => words.some((word) => matchesPattern(word, inFolder(folder, path))));
}

/** The context, when its listing is whole, so that a file that is not found is not there. */
export function knownFiles(context: BuildContext | undefined): BuildContext | undefined {
  return context?.complete ? context : undefined;
}

export function isVisible(context: BuildContext, path: string): boolean {
  return context.has(path) && !context.isIgnored(path);
}

export function inFolder(folder: string, path: string): string {
  return normalizePath(`/${folder}/${path}`).slice(1);
}

/** `package*.json` against `package-lock.json`; `*` and `?` do not match a slash. */
export function matchesPattern(pattern: string, path: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === path.replace(/\/$/, "");
  return expressionOf(pattern).test(path);
}

const expressionOf = rememberText((pattern): RegExp => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  return new RegExp(`^${source}$`);
});

function existingPaths(
  { manifests, install, folder }: ManifestQuestion,
  context: BuildContext,
): readonly string[] | undefined {
  const found: string[] = [];
  for (const { path, isRequired } of manifests) {
    const here = findPaths(context, folder, path);
    // A solution does in place of a project file.
    if (here.length === 0 && isRequired && !(path.includes("*") && found.length > 0)) return undefined;
    found.push(...here);
  }
  const more = found.flatMap((path) => referredPaths(install, context, folder, path));
  return [...new Set([...found, ...more])];
}

function findPaths(context: BuildContext, folder: string, path: string): readonly string[] {
  const name = inFolder(folder, path.replace(/\/$/, ""));
  if (!path.includes("*")) return isVisible(context, name) ? [path] : [];
  return context.find(name).map((match) => (folder === "" ? match : match.slice(folder.length + 1)));
}

/** Manifests that a manifest names: requirements files, and every project of a .NET solution. */
function referredPaths(
  { ecosystem }: DependencyInstall,
  context: BuildContext,
  folder: string,
  path: string,
): readonly string[] {
  const text = context.read(inFolder(folder, path)) ?? "";
  if (ecosystem === "dotnet" && (/\.slnx?$/.test(path) || text.includes("<ProjectReference")))
    return ["*", "*/*", "*/*/*", "*/*/*/*"].flatMap((depth) => findPaths(context, folder, `${depth}.*proj`));
  if (ecosystem !== "pip" && ecosystem !== "uv") return [];
  const base = path.slice(0, path.lastIndexOf("/") + 1);
  return requirementFiles(text).flatMap((name) => {
    const other = inFolder(base, name);
    return other === path ? [] : [...findPaths(context, folder, other)];
  });
}

/** Files that a requirements file names with `-r` or `-c`. */
export function requirementFiles(text: string): readonly string[] {
  return [...text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[ =]?\s*(\S+)/gm)].map(
    ([, name = ""]) => name,
  );
}

/** Required files by name; of the others those that are worth a pattern. */
function likelyPaths({ manifests, install }: ManifestQuestion): readonly string[] | undefined {
  if (manifests.some(({ path, isRequired }) => isRequired && /\.slnx?$/.test(path))) return undefined;
  const patterns = ecosystems[install.ecosystem].patterns.filter((pattern) =>
    manifests.some(({ path }) => matchesPattern(pattern, path)),
  );
  const byName = manifests.filter(
    ({ path, isRequired }) => isRequired && !patterns.some((pattern) => matchesPattern(pattern, path)),
  );
  return [...patterns, ...byName.map(({ path }) => path)];
}
