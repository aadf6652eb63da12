import {
  type DependencyInstall,
  dependenciesOnly,
  isGiven,
  optional,
  required,
} from "./dependencyInstall.ts";
import { hasOption, type PackageCommand } from "./packages.ts";

// Programs that fetch dependencies on the way to a build; ecosystems.ts asks for them.

const goFiles = [required("go.mod"), optional("go.sum")];
const goSettings = /^GO(PROXY|PRIVATE|SUMDB|NOSUMDB|NOPROXY|INSECURE|FLAGS|VCS|AUTH)$/;

export function goInstall(call: PackageCommand): DependencyInstall | undefined {
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
export function cargoInstall(call: PackageCommand): DependencyInstall | undefined {
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

export function mavenInstall(call: PackageCommand): DependencyInstall | undefined {
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

export function gradleInstall(call: PackageCommand): DependencyInstall | undefined {
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

export function dotnetInstall(call: PackageCommand): DependencyInstall | undefined {
  const { action, operands, command } = call;
  if (action !== "restore" && action !== "build" && action !== "publish") return undefined;
  if (isGiven(call, "--no-restore", "--configfile", "-s", "--source")) return undefined;
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
