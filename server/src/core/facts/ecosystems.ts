import { remember } from "../remember.ts";
import { cargoInstall, dotnetInstall, goInstall, gradleInstall, mavenInstall } from "./buildTools.ts";
import {
  callText,
  type DependencyInstall,
  dependenciesOnly,
  type Ecosystem,
  isGiven,
  type Manifest,
  optional,
  required,
} from "./dependencyInstall.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, optionValue, type PackageCommand } from "./packages.ts";

/** What holds for every install of an ecosystem. */
export interface EcosystemFacts {
  /** As in "reinstalls the npm packages". */
  readonly dependencies: string;
  /** COPY words to use while the build context is not known: they match at least one file, whatever is there. */
  readonly patterns: readonly string[];
  /** Downloads go to a folder of the user, and the project's folder stays as it is. */
  readonly isOutsideProject?: boolean;
  /** Folders that the install writes below the project; a later copy of the sources must not bring its own. */
  readonly output: readonly string[];
}

const nodeOutput = ["node_modules"];

export const ecosystems: Readonly<Record<Ecosystem, EcosystemFacts>> = {
  npm: { dependencies: "npm packages", patterns: ["package*.json"], output: nodeOutput },
  yarn: {
    dependencies: "npm packages",
    patterns: ["package.json", "yarn.lock*", ".yarnrc*"],
    output: nodeOutput,
  },
  pnpm: {
    dependencies: "npm packages",
    patterns: ["package.json", "pnpm-lock.yaml*", "pnpm-workspace.yaml*", ".npmrc*"],
    output: nodeOutput,
  },
  bun: {
    dependencies: "npm packages",
    patterns: ["package.json", "bun.lock*", "bunfig.toml*"],
    output: nodeOutput,
  },
  pip: { dependencies: "Python packages", patterns: [], output: [] },
  uv: {
    dependencies: "Python packages",
    patterns: ["pyproject.toml", "uv.lock*", ".python-version*"],
    output: [".venv"],
  },
  poetry: {
    dependencies: "Python packages",
    patterns: ["pyproject.toml", "poetry.lock*", "poetry.toml*"],
    output: [".venv"],
  },
  pipenv: { dependencies: "Python packages", patterns: ["Pipfile", "Pipfile.lock*"], output: [".venv"] },
  go: { isOutsideProject: true, dependencies: "Go modules", patterns: ["go.mod", "go.sum*"], output: [] },
  cargo: {
    isOutsideProject: true,
    dependencies: "crates",
    patterns: ["Cargo.toml", "Cargo.lock*"],
    output: [],
  },
  maven: { isOutsideProject: true, dependencies: "Maven dependencies", patterns: ["pom.xml"], output: [] },
  gradle: {
    isOutsideProject: true,
    dependencies: "Gradle dependencies",
    patterns: ["build.gradle*", "settings.gradle*", "gradle.properties*"],
    output: [],
  },
  dotnet: { isOutsideProject: true, dependencies: "NuGet packages", patterns: [], output: ["obj"] },
  bundler: {
    dependencies: "gems",
    patterns: ["Gemfile", "Gemfile.lock*"],
    output: [".bundle", "vendor/bundle"],
  },
  composer: {
    dependencies: "Composer packages",
    patterns: ["composer.json", "composer.lock*"],
    output: ["vendor"],
  },
  mix: {
    isOutsideProject: true,
    dependencies: "Hex packages",
    patterns: ["mix.exs", "mix.lock*"],
    output: ["deps", "_build"],
  },
};

/** What a call installs for the project in its directory; undefined when it installs named packages, or nothing. */
export const dependencyInstall = remember((call: PackageCommand): DependencyInstall | undefined => {
  if (isGiven(call, "--version", "--help", "-h")) return undefined;
  const directory = ownDirectory(call);
  const found = directory === "unknown" ? undefined : installOf(call);
  return found && directory !== undefined ? { ...found, directory } : found;
});

function installOf(call: PackageCommand): DependencyInstall | undefined {
  switch (call.manager) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
      return nodeInstall(call, call.manager);
    case "pip":
      return call.action === "install" ? requirementsInstall(call, "pip", call.operands) : undefined;
    case "uv":
      return uvInstall(call);
    case "poetry":
      if (call.action !== "install" || hasOption(call, "--only-root")) return undefined;
      return withoutProject(call, "poetry", { manifests: poetryFiles, flags: ["--no-root"] });
    case "pipenv":
      if ((call.action !== "install" && call.action !== "sync") || call.operands.length > 0) return undefined;
      return dependenciesOnly(call, "pipenv", [required("Pipfile"), optional("Pipfile.lock")]);
    case "go":
      return goInstall(call);
    case "cargo":
      return cargoInstall(call);
    case "maven":
      return mavenInstall(call);
    case "gradle":
      return gradleInstall(call);
    case "dotnet":
      return dotnetInstall(call);
    case "bundler":
      if (call.action !== "install" || hasOption(call, "--local")) return undefined;
      return dependenciesOnly(call, "bundler", [
        required("Gemfile"),
        ...["Gemfile.lock", ".ruby-version", ".tool-versions"].map(optional),
      ]);
    case "composer":
      if (call.action !== "install") return undefined;
      return withoutProject(call, "composer", {
        manifests: composerFiles,
        flags: ["--no-scripts", "--no-autoloader"],
      });
    case "mix":
      return call.action === "deps.get"
        ? dependenciesOnly(call, "mix", [required("mix.exs"), optional("mix.lock")])
        : undefined;
    default:
      return undefined;
  }
}

/** Options that name another directory to work in. */
const directoryOptions: Readonly<Partial<Record<Manager, readonly string[]>>> = {
  npm: ["--prefix", "-C"],
  yarn: ["--cwd"],
  pnpm: ["-C", "--dir"],
  bun: ["--cwd"],
  composer: ["-d", "--working-dir"],
  uv: ["--directory", "--project"],
  poetry: ["-C", "--directory", "-P", "--project"],
  go: ["-C"],
  bundler: ["--gemfile"],
};

function ownDirectory(call: PackageCommand): string | undefined {
  const directory = optionValue(call, ...(directoryOptions[call.manager] ?? []));
  if (directory === undefined) return undefined;
  return call.manager !== "bundler" && /^[\w./-]+$/.test(directory) ? directory : "unknown";
}

interface ProjectInstall {
  readonly manifests: readonly Manifest[];
  /** With these the project itself is left out. */
  readonly flags: readonly string[];
}

function withoutProject(
  call: PackageCommand,
  ecosystem: Ecosystem,
  { manifests, flags }: ProjectInstall,
): DependencyInstall {
  const missing = flags.filter((flag) => !hasOption(call, flag));
  return {
    call,
    ecosystem,
    does: missing.length > 0 ? "build" : "dependencies",
    manifests,
    fetch: callText(call, missing),
  };
}

const poetryFiles = [required("pyproject.toml"), optional("poetry.lock"), optional("poetry.toml")];
const uvFiles = [
  required("pyproject.toml"),
  optional("uv.lock"),
  optional(".python-version"),
  optional("uv.toml"),
];
const composerFiles = [
  required("composer.json"),
  optional("composer.lock"),
  optional("symfony.lock"),
  optional("auth.json"),
];

const nodeFiles: Readonly<Record<"npm" | "yarn" | "pnpm" | "bun", readonly string[]>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json", ".npmrc"],
  yarn: ["yarn.lock", ".yarnrc.yml", ".yarnrc", ".npmrc", ".yarn/"],
  pnpm: ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", ".pnpmfile.cjs"],
  bun: ["bun.lock", "bun.lockb", "bunfig.toml", ".npmrc"],
};

function nodeInstall(
  call: PackageCommand,
  ecosystem: "npm" | "yarn" | "pnpm" | "bun",
): DependencyInstall | undefined {
  const { action, operands } = call;
  if (ecosystem === "pnpm" && action === "fetch")
    return dependenciesOnly(call, ecosystem, [required("pnpm-lock.yaml"), optional(".npmrc")]);
  if ((action !== "install" && action !== "ci") || operands.length > 0) return undefined;
  if (
    hasOption(call, "-g", "--global", "-v", "--userconfig") ||
    call.args.some(({ value }) => value === "global")
  )
    return undefined;
  return dependenciesOnly(call, ecosystem, [required("package.json"), ...nodeFiles[ecosystem].map(optional)]);
}

/** `-r` and `-c` files are literal, so that they can be copied by name. */
function requirementsInstall(
  call: PackageCommand,
  ecosystem: "pip" | "uv",
  operands: PackageCommand["operands"],
): DependencyInstall | undefined {
  const files: Manifest[] = [];
  const isLocal = operands.some(
    ({ value }) => /^\.{0,2}(\/|\[|$)|\/|\.(whl|zip|tar\.gz)$/.test(value) && !value.includes("://"),
  );
  const wheels = optionValue(call, "-f", "--find-links");
  const isFromFolder = wheels !== undefined && !wheels.includes("://");
  const takesProject = isLocal || isFromFolder || hasOption(call, "-e", "--editable");
  for (const [at, { value }] of call.args.entries()) {
    const joined = /^(?:--requirement|--constraint)=(.+)$|^-[rc](.+)$/.exec(value);
    const word = /^(-r|--requirement|-c|--constraint)$/.test(value)
      ? call.args[at + 1]
      : joined && call.args[at];
    if (!word) continue;
    const path = joined ? (joined[1] ?? joined[2] ?? "") : word.value;
    if (!word.isLiteral || path.includes("://")) return undefined;
    files.push(required(path.replace(/^(\.\/)+/, "")));
  }
  if (takesProject) return { call, ecosystem, does: "build", manifests: files, fetch: undefined };
  if (files.length === 0) return undefined;
  const folders = new Set(
    files.map(({ path }) => (path.startsWith("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "")),
  );
  const [directory = "", ...others] = folders;
  if (others.length > 0) return undefined;
  const names = files.map(({ path }) => required(path.slice(directory.length)));
  return { ...dependenciesOnly(call, ecosystem, names), ...(directory === "" ? {} : { directory }) };
}

function uvInstall(call: PackageCommand): DependencyInstall | undefined {
  const [first, ...rest] = call.operands;
  if (call.action === "pip")
    return first?.value === "install" ? requirementsInstall(call, "uv", rest) : undefined;
  if (call.action !== "sync") return undefined;
  const isWithout = hasOption(call, "--no-install-workspace", "--no-install-local");
  return withoutProject(call, "uv", { manifests: uvFiles, flags: isWithout ? [] : ["--no-install-project"] });
}
