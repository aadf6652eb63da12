import type { Manager } from "../facts/packagePrograms.ts";
import type { PackageCommand } from "../facts/packages.ts";
import type { ShellCommand } from "../shell/script.ts";
import { type Amount, between, type Estimate } from "./amount.ts";

/** Megabytes: hardly ever less, a middle one, hardly ever more. Nobody knows a project's dependencies by its Dockerfile. */
type Thumb = readonly [low: number, likely: number, high: number, what: string];

const dependencies: Thumb = [0, 60, 1000, "a project's packages"];
const javaPackages: Thumb = [0, 60, 1500, "the project's libraries and what it builds"];

/** By manager and sub-command; `""` stands for every other sub-command. */
const byManager: Partial<Readonly<Record<Manager, Readonly<Record<string, Thumb>>>>> = {
  npm: {
    ci: dependencies,
    install: dependencies,
    run: [0, 2, 200, "what the project builds"],
    "run-script": [0, 2, 200, "what the project builds"],
    prune: [0, 0.1, 1, "package lists"],
  },
  yarn: { install: dependencies, "": [0, 2, 200, "what the project builds"] },
  pnpm: { install: dependencies, "": [0, 2, 200, "what the project builds"] },
  bun: { install: dependencies },
  pip: {
    install: [0, 25, 2500, "Python packages"],
    wheel: [0, 25, 2500, "Python packages"],
  },
  uv: { sync: [0, 40, 2500, "Python packages"], pip: [0, 25, 2500, "Python packages"] },
  poetry: { install: [1, 50, 2500, "Python packages"] },
  pipenv: {
    install: [1, 50, 2500, "Python packages"],
    sync: [1, 50, 2500, "Python packages"],
  },
  go: {
    build: [1, 15, 1500, "the program, and Go's build cache"],
    install: [1, 15, 1500, "the program, and Go's build cache"],
    mod: [0, 40, 2000, "Go modules"],
    get: [0, 40, 2000, "Go modules"],
    test: [0, 40, 1500, "Go's build cache"],
    generate: [0, 0.1, 50, "generated sources"],
    vet: [0, 20, 1000, "Go's build cache"],
  },
  cargo: {
    build: [0.3, 60, 6000, "what Cargo builds and downloads"],
    install: [0.3, 30, 3000, "what Cargo builds and downloads"],
    fetch: [0, 60, 1500, "crates"],
  },
  maven: { "": javaPackages },
  gradle: { "": javaPackages },
  dotnet: {
    restore: [0, 60, 1500, "NuGet packages"],
    build: [0.1, 10, 500, "what .NET builds"],
    publish: [0.1, 30, 1500, "what .NET builds"],
  },
  bundler: { install: [0, 60, 900, "gems"] },
  composer: {
    install: [0, 25, 600, "Composer packages"],
    "dump-autoload": [0, 1, 20, "the class map"],
  },
  gem: { install: [0, 10, 300, "gems"] },
};

const compiled: Thumb = [0, 0.1, 150, "what is compiled"];
const byProgram: Readonly<Record<string, Thumb>> = {
  ...Object.fromEntries(
    "gcc g++ cc c++ clang clang++ make cmake ninja meson ./configure configure javac jar tsc rustc"
      .split(" ")
      .map((name) => [name, compiled]),
  ),
  sh: [0, 0.01, 50, "what a script writes"],
  bash: [0, 0.01, 50, "what a script writes"],
  python: [0, 0.1, 200, "what a script writes"],
  python3: [0, 0.1, 200, "what a script writes"],
  node: [0, 0.1, 200, "what a script writes"],
  npx: [0, 2, 200, "what the project builds"],
};

/** A range for what a package manager leaves behind; undefined where not even that can be said. */
export function thumbOfCall({ manager, action }: PackageCommand): Amount | undefined {
  const actions = byManager[manager];
  const thumb = actions && (own(actions, action) ?? own(actions, ""));
  return thumb && amountOf(thumb);
}

export function thumbOfCommand({ name, args }: ShellCommand): Amount | undefined {
  const at = args.findIndex(({ value }) => value === "-m");
  // `python -m venv` brings pip with it.
  if (/^python[\d.]*$/.test(name) && at >= 0 && args[at + 1]?.value === "venv")
    return amountOf([8, 15, 30, "a virtual environment"]);
  const thumb = own(byProgram, name);
  return thumb && amountOf(thumb);
}

const programs: Partial<Readonly<Record<Manager, Thumb>>> = {
  go: [1, 6, 150, "a Go program"],
  cargo: [0.3, 4, 150, "a Rust program"],
  dotnet: [0.05, 5, 300, "a .NET program"],
  maven: [0, 15, 300, "a Java program"],
  gradle: [0, 15, 300, "a Java program"],
};

/** What a compiler is asked for, without its caches and libraries: what `COPY --from` takes. */
export function thumbOfProgram(manager: Manager): Amount {
  return amountOf(programs[manager] ?? compiled);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function amountOf([low, likely, high, what]: Thumb): Amount {
  const unpacked = between(low * 1e6, likely * 1e6, high * 1e6);
  return {
    download: compressed(unpacked),
    unpacked,
    source: "rule-of-thumb",
    reasons: [`${what}, by rule of thumb`],
  };
}

/** Programs and packages compress to a fifth up to three fifths of their size. */
function compressed({ low, likely, high }: Estimate): Estimate {
  return between(low * 0.2, likely * 0.38, high * 0.6);
}
