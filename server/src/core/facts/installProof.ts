import type { BuildContext } from "../known.ts";
import type { DependencyInstall, Ecosystem } from "./dependencyInstall.ts";
import { ecosystems } from "./ecosystems.ts";
import { inFolder, isVisible, knownFiles, type ManifestCopy, requirementFiles } from "./manifests.ts";
import { installScripts } from "./packageJson.ts";
import { hasOption } from "./packages.ts";

/** Whether an install needs the manifests alone. */
export type InstallProof =
  | { readonly kind: "proven" }
  /** Nothing speaks against it, but this is taken for granted. */
  | { readonly kind: "assumed"; readonly assumption: string }
  /** It certainly reads more, or would break. */
  | { readonly kind: "refuted" };

export interface ProofQuestion {
  readonly install: DependencyInstall;
  /** The files that it gets. */
  readonly copies: readonly ManifestCopy[];
  /** Where the project stands in the build context. */
  readonly folder: string;
  readonly context: BuildContext | undefined;
  /** The stage is part of the final image, so what is downloaded needlessly costs its users. */
  readonly isShipped: boolean;
}

const refuted: InstallProof = { kind: "refuted" };

export function proofOf(question: ProofQuestion): InstallProof {
  const { install, folder } = question;
  const context = knownFiles(question.context);
  if (!context) return assumed(unknownAssumption(install));
  const files = question.copies.flatMap(({ sources }) => sources);
  const texts = files.filter((path) => !isLockFile(path)).map((path) => context.read(path));
  const text = texts.map((content) => content ?? "").join("\n");
  if (tellsOfMore[install.ecosystem]?.test(text)) return refuted;
  if (hasMoreFiles[install.ecosystem]?.some((path) => isVisible(context, inFolder(folder, path))))
    return refuted;
  const isRead = install.call.manager === "pip" ? !texts.includes(undefined) : texts[0] !== undefined;
  if (!isRead) return assumed(unknownAssumption(install));
  const brought = outputOf(question).find((path) => !context.isIgnored(path));
  if (brought)
    return assumed(
      `${brought} is added to .dockerignore, or it may overwrite what ${nameOf(install)} installed`,
    );
  const doubt = doubtOf(question, context, text);
  return doubt === undefined ? { kind: "proven" } : assumed(doubt);
}

/**
 * What the sources could overwrite when they are copied after the install. Where the folder does not exist just now,
 * it will once somebody has worked with the project.
 */
function outputOf({ install, copies, folder }: ProofQuestion): readonly string[] {
  if (install.does === "build") return [];
  const { output } = ecosystems[install.ecosystem];
  const projects = install.ecosystem === "dotnet" ? copies.map(({ into }) => into) : [""];
  return projects.flatMap((project) => output.map((path) => inFolder(folder, project + path)));
}

/** `npm ci`, `pip install -r requirements.txt`, `go build` */
export function nameOf({ call, manifests }: DependencyInstall): string {
  if (call.action === "pip" || call.manager === "pip")
    return `${call.manager === "uv" ? "uv " : ""}pip install -r ${manifests[0]?.path ?? ""}`;
  const { manager, action, operands } = call;
  const name =
    manager === "maven" || manager === "gradle" || manager === "bundler" ? programOf(call.program) : manager;
  const last = manager === "maven" || manager === "gradle" ? (operands.at(-1)?.value ?? action) : action;
  const isTwoWords = (manager === "go" && action === "mod") || (manager === "cargo" && action === "chef");
  return isTwoWords ? `${name} ${action} ${operands[0]?.value ?? ""}` : `${name} ${last}`.trim();
}

function programOf(program: string): string {
  return program === "bundler" ? "bundle" : program;
}

/** Words in a manifest that lead to other files or folders of the project, without which the install fails. */
const tellsOfMore: Readonly<Partial<Record<Ecosystem, RegExp>>> = {
  npm: /"(file|link|workspace|portal|patch):|"workspaces"\s*:/,
  yarn: /yarn-offline-mirror|cacheFolder|"(file|link|workspace|portal|patch):|"workspaces"\s*:/,
  pnpm: /"(file|link|workspace|portal|patch):|"workspaces"\s*:|patchedDependencies|^packages:/m,
  bun: /"(file|link|workspace|portal|patch):|"workspaces"\s*:|"patchedDependencies"/,
  pip: /^\s*(?:(?:-e|--editable)[ =]+(?!\w+\+)|\.{1,2}(?:[/[\s]|$)|\/)|file:|^[^#\n]*(?:(?:--find-links|-f)[ =]+(?!https?:)|\.whl\s*$)/m,
  uv: /\[tool\.uv\.workspace\]|\bworkspace\s*=\s*true|\bpath\s*=\s*["']|@ *file:|^\s*(?:-e|--editable)[ =]/m,
  poetry: /\bpath\s*=\s*["']|@ *file:/,
  pipenv: /\bpath\s*=|editable\s*=\s*true/,
  go: /=>\s+\.{1,2}\//,
  cargo: /^\[workspace|\{[^}]*\bpath\s*=|^\[[^\]]*dependencies\.[^\]]*\]\s[^[]*^path\s*=/m,
  maven: /<modules>|<relativePath>\s*[^<\s]/,
  gradle: /^\s*include(Build)?\b|\bapply\s*\(?\s*from\b/m,
  dotnet: /<add\s[^>]*value="\.{1,2}[\\/]/,
  bundler: /\bpath:|:path\b|\bgemspec\b|\beval_gemfile\b/,
  composer: /"type"\s*:\s*"(path|artifact)"/,
  mix: /\bpath:|apps_path/,
};

const hasMoreFiles: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  go: ["go.work"],
  gradle: ["buildSrc"],
  bundler: ["vendor/cache"],
};

/** What stays uncertain although the files are known; undefined when nothing does. */
function doubtOf(
  { install, copies, isShipped }: ProofQuestion,
  context: BuildContext,
  text: string,
): string | undefined {
  switch (install.ecosystem) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
      return nodeDoubt(install, copies, context);
    case "pip":
    case "uv": {
      if (install.does === "build") return "the first uv sync needs nothing but pyproject.toml and uv.lock";
      const known = copies.flatMap(({ sources }) => sources);
      const other = requirementFiles(text).find(
        (name) => !known.some((path) => path.endsWith(inFolder("", name))),
      );
      return other && `${other}, which the requirements name, is no file of the project`;
    }
    case "poetry":
      return install.does === "build"
        ? "the first poetry install needs nothing but pyproject.toml and poetry.lock"
        : undefined;
    case "pipenv":
      return undefined;
    case "go":
      return isShipped ? "the image may hold the modules that only tests need" : undefined;
    case "bundler":
      return /\b(File|Dir|IO|require|require_relative|load|plugin)\b/.test(text)
        ? "the Gemfile reads no other file of the project"
        : undefined;
    case "dotnet":
      if (install.does === "build") return `dotnet restore needs none of the options of ${nameOf(install)}`;
      return text.includes("<Import") ? "the project file imports no other file of the project" : undefined;
    default:
      return furtherAssumptions[install.ecosystem];
  }
}

const furtherAssumptions: Readonly<Partial<Record<Ecosystem, string>>> = {
  cargo: "cargo can read the manifest with a stub main.rs in place of the sources",
  maven: "dependency:go-offline can resolve all that pom.xml asks for",
  gradle: "gradle dependencies reads nothing but the build files",
  composer: "no plugin of Composer reads the sources while it installs",
  mix: "mix.exs reads no other file of the project",
};

/** Packages whose own install script looks into the project that installs them. */
const nosyPackages = ["@prisma/client", "prisma", "msw", "patch-package"];

function nodeDoubt(
  install: DependencyInstall,
  copies: readonly ManifestCopy[],
  context: BuildContext,
): string | undefined {
  if (hasOption(install.call, "--ignore-scripts")) return undefined;
  const path = copies.flatMap(({ sources }) => sources).find((source) => /(^|\/)package\.json$/.test(source));
  const manifest = path === undefined ? undefined : parseObject(context.read(path));
  if (path === undefined || !manifest) return unknownAssumption(install);
  const scripts = asObject(manifest.scripts);
  const script = installScripts.find((name) => Object.hasOwn(scripts, name));
  if (script) return `the ${script} script of package.json does not read the sources`;
  if (isVisible(context, path.replace(/package\.json$/, "binding.gyp")))
    return "binding.gyp builds nothing from the sources";
  const names = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((key) =>
    Object.keys(asObject(manifest[key])),
  );
  const nosy = nosyPackages.find((name) => names.includes(name));
  return nosy && `the install script of ${nosy} needs no file of the project`;
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isLockFile(path: string): boolean {
  return /(^|\/)(.*[.-]lock(\.json|\.yaml|b)?|npm-shrinkwrap\.json|go\.sum|mvnw|gradlew)$/.test(path);
}

function assumed(assumption: string): InstallProof {
  return { kind: "assumed", assumption };
}

/** Said where the build context is not known. */
function unknownAssumption(install: DependencyInstall): string {
  switch (install.ecosystem) {
    case "npm":
      return `${nameOf(install)} needs no .npmrc, no script of package.json reads the sources, and node_modules is in .dockerignore`;
    case "yarn":
      return `${nameOf(install)} needs no folder .yarn, no script of package.json reads the sources, and node_modules is in .dockerignore`;
    case "pnpm":
    case "bun":
      return `${nameOf(install)} runs no script that reads the sources, and node_modules is in .dockerignore`;
    case "pip":
      return "the requirements name no other file of the project";
    case "uv":
    case "poetry":
    case "pipenv":
      return "no dependency is a folder of the project, and .venv is in .dockerignore";
    case "go":
      return "go.mod replaces no module by a folder of the project";
    case "cargo":
      return "the crate is no workspace, and no dependency is a folder of the project";
    case "maven":
      return "pom.xml has no modules, and dependency:go-offline can resolve all that it asks for";
    case "gradle":
      return "the build has no sub-projects and reads nothing but its build files";
    case "dotnet":
      return "the project refers to no other project, and obj is in .dockerignore";
    case "bundler":
      return "the Gemfile reads no other file of the project, and .bundle is in .dockerignore";
    case "composer":
      return "no dependency is a folder of the project";
    case "mix":
      return "mix.exs reads no other file of the project, and deps and _build are in .dockerignore";
  }
}
