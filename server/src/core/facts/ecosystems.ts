import { hasOption, type Manager, optionValue, type PackageCommand } from "./packages.ts";

/** A package manager that installs what a project's manifest asks for. */
export type Ecosystem = Extract<
  Manager,
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "pip"
  | "uv"
  | "poetry"
  | "pipenv"
  | "go"
  | "cargo"
  | "maven"
  | "gradle"
  | "dotnet"
  | "bundler"
  | "composer"
  | "mix"
>;

/** A file or folder that an install reads, relative to the directory that it runs in. */
export interface Manifest {
  /** May be a COPY pattern (`*.csproj`); a folder ends in `/`. */
  readonly path: string;
  /** Without it the install fails, so it is there. The others are read where they exist. */
  readonly isRequired: boolean;
}

/** A command that installs or downloads the dependencies that a project declares: `npm ci`, `go build`, `mvn package`. */
export interface DependencyInstall {
  readonly call: PackageCommand;
  readonly ecosystem: Ecosystem;
  /** `dependencies`: reads manifests and lock files alone. `build`: reads the sources of the project too. */
  readonly does: "dependencies" | "build";
  readonly manifests: readonly Manifest[];
  /** Where the manifests are when the call names another directory than the current one; relative to that, or absolute. */
  readonly directory?: string;
  /**
   * The shell command that needs no more than the manifests: the call itself where it does no more, `go mod download`
   * for `go build`. Undefined where there is none, or the call has options whose meaning for it is not known here.
   */
  readonly fetch: string | undefined;
}

/** What holds for every install of an ecosystem. */
export interface EcosystemFacts {
  /** As in "reinstalls the npm packages". */
  readonly dependencies: string;
  /** COPY words to use while the build context is not known: they match at least one file, whatever is there. */
  readonly patterns: readonly string[];
  /** Folders that the install writes below the project; a copy of the sources must not bring its own. */
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
  go: { dependencies: "Go modules", patterns: ["go.mod", "go.sum*"], output: [] },
  cargo: { dependencies: "crates", patterns: ["Cargo.toml", "Cargo.lock*"], output: [] },
  maven: { dependencies: "Maven dependencies", patterns: ["pom.xml"], output: [] },
  gradle: {
    dependencies: "Gradle dependencies",
    patterns: ["build.gradle*", "settings.gradle*", "gradle.properties*"],
    output: [],
  },
  dotnet: { dependencies: "NuGet packages", patterns: [], output: ["obj", "bin"] },
  bundler: {
    dependencies: "gems",
    patterns: ["Gemfile", "Gemfile.lock*"],
    output: ["vendor/bundle", ".bundle"],
  },
  composer: {
    dependencies: "Composer packages",
    patterns: ["composer.json", "composer.lock*"],
    output: ["vendor"],
  },
  mix: { dependencies: "Hex packages", patterns: ["mix.exs", "mix.lock*"], output: ["deps", "_build"] },
};

/** What a call installs for the project in its directory; undefined when it installs named packages, or nothing. */
export function dependencyInstall(call: PackageCommand): DependencyInstall | undefined {
  if (isGiven(call, "--version", "--help", "-h")) return undefined;
  const directory = ownDirectory(call);
  const found = directory === "unknown" ? undefined : installOf(call);
  return found && directory !== undefined ? { ...found, directory } : found;
}

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
      if (call.action !== "install") return undefined;
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

/** The call in one line with its variables in front and `flags` behind; undefined when it is more than plain words. */
export function callText({ command }: PackageCommand, flags: readonly string[] = []): string | undefined {
  const { assignments, wrappers, redirects, nameWord, args } = command;
  if (wrappers.length > 0 || redirects.length > 0) return undefined;
  if (assignments.some(({ value }) => !/^[\w./:@,+-]*$/.test(value))) return undefined;
  const variables = assignments.map(({ name, value }) => `${name}=${value}`);
  return [...variables, ...[nameWord, ...args].map(({ text }) => text), ...flags].join(" ");
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

/** As `hasOption`, for programs whose options of one dash are whole words: `-DskipTests` holds no `-s`. */
function isGiven({ args }: PackageCommand, ...options: readonly string[]): boolean {
  return args.some(({ value }) =>
    options.some((option) => value === option || value.startsWith(`${option}=`)),
  );
}

function required(path: string): Manifest {
  return { path, isRequired: true };
}

function optional(path: string): Manifest {
  return { path, isRequired: false };
}

function dependenciesOnly(
  call: PackageCommand,
  ecosystem: Ecosystem,
  manifests: readonly Manifest[],
): DependencyInstall {
  return { call, ecosystem, does: "dependencies", manifests, fetch: callText(call) };
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
  if (hasOption(call, "-g", "--global", "-v") || call.args.some(({ value }) => value === "global"))
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
  const takesProject = isLocal || hasOption(call, "-e", "--editable");
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

const goFiles = [required("go.mod"), optional("go.sum")];
const goSettings = /^GO(PROXY|PRIVATE|SUMDB|NOSUMDB|NOPROXY|INSECURE|FLAGS|VCS|AUTH)$/;

function goInstall(call: PackageCommand): DependencyInstall | undefined {
  const { action, operands, command } = call;
  if (action === "mod")
    return operands[0]?.value === "download" ? dependenciesOnly(call, "go", goFiles) : undefined;
  if (action !== "build" && action !== "install" && action !== "test") return undefined;
  if (operands.some(({ value }) => value.includes("@")) || isGiven(call, "-mod=vendor", "-modfile"))
    return undefined;
  const settings = command.assignments
    .filter(({ name }) => goSettings.test(name))
    .map(({ name, value }) => `${name}=${value}`);
  const isPlain = command.wrappers.length === 0 && settings.every((word) => /^[\w./:@,=+*-]*$/.test(word));
  const fetch = isPlain ? [...settings, command.nameWord.text, "mod", "download"].join(" ") : undefined;
  return { call, ecosystem: "go", does: "build", manifests: goFiles, fetch };
}

const cargoFiles = [
  required("Cargo.toml"),
  ...["Cargo.lock", "rust-toolchain.toml", "rust-toolchain", ".cargo/"].map(optional),
];

/** cargo reads a manifest only where it finds a target, so even `cargo fetch` wants a stub of the sources. */
function cargoInstall(call: PackageCommand): DependencyInstall | undefined {
  const { action, operands, command } = call;
  if (action === "chef")
    return operands[0]?.value === "cook"
      ? dependenciesOnly(call, "cargo", [required("recipe.json")])
      : undefined;
  if (action !== "build" && action !== "install" && action !== "fetch" && action !== "test") return undefined;
  if (action === "install" && !hasOption(call, "--path")) return undefined;
  const isPlain =
    command.wrappers.length === 0 &&
    !hasOption(call, "--manifest-path", "-p", "--package", "--workspace", "--offline", "--frozen");
  const locked = hasOption(call, "--locked") ? " --locked" : "";
  const stub = `mkdir -p src && echo 'fn main() {}' > src/main.rs && ${command.nameWord.text} fetch${locked} && rm -r src`;
  return {
    call,
    ecosystem: "cargo",
    does: "build",
    manifests: cargoFiles,
    fetch: isPlain ? stub : undefined,
  };
}

/** The wrapper script is copied without its execute bit from some file systems; `chmod +x` before the call says so. */
function wrapperCall({ command, run }: PackageCommand, goals: string): string | undefined {
  if (command.wrappers.length > 0 || !command.nameWord.isLiteral) return undefined;
  const name = command.nameWord.text;
  const chmod = run.script.commands.find(
    (other) =>
      other.name === "chmod" && other.args.at(-1)?.value.replace(/^\.\//, "") === name.replace(/^\.\//, ""),
  );
  const setting = chmod?.args.map(({ text }) => text).join(" ");
  return `${setting === undefined ? "" : `chmod ${setting} && `}${name} ${goals}`;
}

function mavenInstall(call: PackageCommand): DependencyInstall | undefined {
  const goals = [call.actionWord, ...call.operands].flatMap((word) => (word ? [word.value] : []));
  const manifests = [
    required("pom.xml"),
    ...(call.program === "mvnw" ? [required("mvnw"), required(".mvn/")] : [optional(".mvn/")]),
  ];
  if (goals.length === 0 || goals.every((goal) => goal === "clean" || goal === "wrapper:wrapper"))
    return undefined;
  if (goals.every((goal) => /^dependency:(go-offline|resolve|resolve-plugins)$/.test(goal)))
    return dependenciesOnly(call, "maven", manifests);
  const isUnusual = isGiven(
    call,
    "-f",
    "--file",
    "-pl",
    "--projects",
    "-am",
    "-s",
    "--settings",
    "-o",
    "--offline",
  );
  const profiles = call.args.filter(({ value }) => /^-P./.test(value)).map(({ text }) => ` ${text}`);
  const fetch = isUnusual ? undefined : wrapperCall(call, `-B${profiles.join("")} dependency:go-offline`);
  return { call, ecosystem: "maven", does: "build", manifests, fetch };
}

const gradleFiles = [
  "build.gradle",
  "build.gradle.kts",
  "settings.gradle",
  "settings.gradle.kts",
  "gradle.properties",
].map(optional);

function gradleInstall(call: PackageCommand): DependencyInstall | undefined {
  const tasks = [call.actionWord, ...call.operands].flatMap((word) => (word ? [word.value] : []));
  if (tasks.length === 0 || tasks.every((task) => /^(clean|wrapper|tasks|help|init)$/.test(task)))
    return undefined;
  const wrapper =
    call.program === "gradlew" ? [required("gradlew"), required("gradle/")] : [optional("gradle/")];
  const manifests = [...gradleFiles, ...wrapper];
  if (tasks.every((task) => task === "dependencies")) return dependenciesOnly(call, "gradle", manifests);
  const isUnusual =
    isGiven(call, "-p", "--project-dir", "-b", "-c", "--offline") || tasks.some((task) => task.includes(":"));
  const fetch = isUnusual ? undefined : wrapperCall(call, "dependencies --no-daemon");
  return { call, ecosystem: "gradle", does: "build", manifests, fetch };
}

const dotnetFiles = [
  "Directory.Build.props",
  "Directory.Build.targets",
  "Directory.Packages.props",
  "NuGet.config",
  "nuget.config",
  "NuGet.Config",
  "global.json",
  "packages.lock.json",
];

function dotnetInstall(call: PackageCommand): DependencyInstall | undefined {
  const { action, operands, command } = call;
  if (action !== "restore" && action !== "build" && action !== "publish") return undefined;
  if (hasOption(call, "--no-restore")) return undefined;
  const [project] = operands;
  if (operands.length > 1 || project?.isLiteral === false) return undefined;
  const file = projectFile(project?.value);
  const solutions = file === "*.csproj" ? ["*.sln", "*.slnx", "*.fsproj"].map(optional) : [];
  const manifests = [...solutions, required(file), ...dotnetFiles.map(optional)];
  if (action === "restore") return dependenciesOnly(call, "dotnet", manifests);
  const isPlain = command.wrappers.length === 0;
  const fetch = [command.nameWord.text, "restore", ...(project ? [project.text] : [])].join(" ");
  return { call, ecosystem: "dotnet", does: "build", manifests, fetch: isPlain ? fetch : undefined };
}

function projectFile(operand: string | undefined): string {
  const path = operand?.replace(/^(\.\/)+/, "").replace(/\/+$/, "") ?? "";
  if (path === "" || path === ".") return "*.csproj";
  return /\.\w*proj$|\.slnx?$/.test(path) ? path : `${path}/*.csproj`;
}
