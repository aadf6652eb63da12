import type { Manager } from "./packagePrograms.ts";
import type { PackageCommand } from "./packages.ts";

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

/** The call in one line with its variables in front and `flags` behind; undefined when it is more than plain words. */
export function callText({ command }: PackageCommand, flags: readonly string[] = []): string | undefined {
  const { assignments, wrappers, redirects, nameWord, args } = command;
  if (wrappers.length > 0 || redirects.length > 0) return undefined;
  if (assignments.some(({ value }) => !/^[\w./:@,+-]*$/.test(value))) return undefined;
  const variables = assignments.map(({ name, value }) => `${name}=${value}`);
  return [...variables, ...[nameWord, ...args].map(({ text }) => text), ...flags].join(" ");
}

/** As `hasOption`, for programs whose options of one dash are whole words: `-DskipTests` holds no `-s`. */
export function isGiven({ args }: PackageCommand, ...options: readonly string[]): boolean {
  return args.some(({ value }) =>
    options.some((option) => value === option || value.startsWith(`${option}=`)),
  );
}

export function required(path: string): Manifest {
  return { path, isRequired: true };
}

export function optional(path: string): Manifest {
  return { path, isRequired: false };
}

export function dependenciesOnly(
  call: PackageCommand,
  ecosystem: Ecosystem,
  manifests: readonly Manifest[],
): DependencyInstall {
  return { call, ecosystem, does: "dependencies", manifests, fetch: callText(call) };
}
