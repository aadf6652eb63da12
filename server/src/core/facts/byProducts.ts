/** Why a file or folder has no business in a build. The order is that of the sections of a new ignore file. */
export type Purpose = "history" | "packages" | "output" | "caches" | "secrets" | "editor" | "docker";

/** A tool that the Dockerfile has to call, so that what lies on the developer's machine is not needed. */
export type Maker =
  | "node packages"
  | "node build"
  | "python"
  | "cargo"
  | "maven"
  | "gradle"
  | "dotnet"
  | "composer"
  | "bundler"
  | "mix";

/** A file or folder that tools leave in a project, and that a build does without. */
export interface ByProduct {
  /** Its name, in which one `*` may stand for anything; two parts for a folder that counts in another one only. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly purpose: Purpose;
  /** One of these stands beside it; a `*` may stand for anything. */
  readonly beside?: readonly string[];
  /** One of these stands in it. */
  readonly holds?: readonly string[];
  /** Words of the package.json beside it, one of which says that this is where the output goes. */
  readonly asks?: readonly string[];
  /** It may be left out only where the Dockerfile makes it itself. */
  readonly maker?: Maker;
  /** Tools leave it in many folders. */
  readonly isAnywhere?: boolean;
  /** Worth a line in a new ignore file before it is there, where one of these stands at the top of the context. */
  readonly usualWith?: readonly string[];
}

const node = ["package.json"];
const gradle = ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"];
const dotnet = ["*.csproj", "*.fsproj", "*.vbproj"];
const python = ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile"];

export const byProducts: readonly ByProduct[] = [
  folder(".git", "history"),
  folder(".svn", "history"),
  folder(".hg", "history"),

  folder("node_modules", "packages", {
    beside: node,
    maker: "node packages",
    isAnywhere: true,
    usualWith: node,
  }),
  folder("bower_components", "packages", { beside: node, maker: "node packages" }),
  ...[".venv", "venv", "env"].map((name) =>
    folder(name, "packages", { holds: ["pyvenv.cfg"], maker: "python" }),
  ),
  folder("vendor", "packages", { beside: ["composer.json"], maker: "composer" }),
  folder("vendor/bundle", "packages", { beside: ["Gemfile"], maker: "bundler" }),
  folder("deps", "packages", { beside: ["mix.exs"], maker: "mix" }),

  folder("target", "output", { beside: ["Cargo.toml"], maker: "cargo", usualWith: ["Cargo.toml"] }),
  folder("target", "output", { beside: ["pom.xml"], maker: "maven", usualWith: ["pom.xml"] }),
  folder("build", "output", { beside: gradle, maker: "gradle", usualWith: gradle }),
  folder("bin", "output", { beside: dotnet, maker: "dotnet", isAnywhere: true, usualWith: dotnet }),
  folder("obj", "output", { beside: dotnet, maker: "dotnet", isAnywhere: true, usualWith: dotnet }),
  folder("_build", "output", { beside: ["mix.exs"], maker: "mix" }),
  folder("dist", "output", {
    beside: node,
    maker: "node build",
    asks: [
      "vite",
      "webpack",
      "rollup",
      "parcel",
      "tsup",
      "typescript",
      "esbuild",
      "@nestjs/cli",
      "@angular/cli",
    ],
  }),
  folder("build", "output", { beside: node, maker: "node build", asks: ["react-scripts", "@sveltejs/kit"] }),
  ...[".next", ".nuxt", ".output", ".svelte-kit"].map((name) =>
    folder(name, "output", { beside: node, maker: "node build" }),
  ),

  folder("__pycache__", "caches", { isAnywhere: true, usualWith: python }),
  file("*.pyc", "caches", { isAnywhere: true }),
  ...[".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".ipynb_checkpoints", "htmlcov"].map(
    (name) => folder(name, "caches"),
  ),
  folder("*.egg-info", "caches", { beside: python }),
  file(".coverage", "caches"),
  ...[".angular", ".turbo", ".parcel-cache", ".nyc_output", "storybook-static"].map((name) =>
    folder(name, "caches", { beside: node }),
  ),
  folder("coverage", "caches", { holds: ["lcov.info", "lcov-report", "coverage-final.json", "clover.xml"] }),
  file(".eslintcache", "caches"),
  file("*.tsbuildinfo", "caches"),
  folder(".gradle", "caches", { beside: gradle, usualWith: gradle }),
  folder(".terraform", "caches", { isAnywhere: true }),
  folder(".dart_tool", "caches", { beside: ["pubspec.yaml"] }),
  folder(".bundle", "caches", { beside: ["Gemfile"], maker: "bundler" }),
  file("*.log", "caches", { isAnywhere: true, usualWith: node }),

  ...[".idea", ".vscode", ".vs", ".fleet", ".devcontainer"].map((name) => folder(name, "editor")),
  file(".DS_Store", "editor", { isAnywhere: true }),
  file("Thumbs.db", "editor", { isAnywhere: true }),
  file("*.swp", "editor", { isAnywhere: true }),

  file("Dockerfile*", "docker"),
  file("*.Dockerfile", "docker"),
  file("*.dockerignore", "docker"),
  ...["yml", "yaml"].flatMap((ending) =>
    ["docker-compose*", "compose", "compose.*"].map((name) => file(`${name}.${ending}`, "docker")),
  ),
];

type Rest = Partial<Omit<ByProduct, "name" | "isFolder" | "purpose">>;

function folder(name: string, purpose: Purpose, rest: Rest = {}): ByProduct {
  return { name, isFolder: true, purpose, ...rest };
}

function file(name: string, purpose: Purpose, rest: Rest = {}): ByProduct {
  return { name, isFolder: false, purpose, ...rest };
}

/** True when a name is the one of a by-product, a manifest or the like, in which one `*` stands for anything. */
export function isNamed(name: string, pattern: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return name === pattern;
  if (name.length < pattern.length - 1) return false;
  return name.startsWith(pattern.slice(0, star)) && name.endsWith(pattern.slice(star + 1));
}
