/** Globs, for watching, of everything that is looked at here. */
export const callerGlobs: readonly string[] = [
  "**/*compose*.{yml,yaml}",
  "**/docker-bake*.json",
  "**/{devcontainer.json,.devcontainer.json}",
  "**/.github/workflows/*.{yml,yaml}",
];

/** Manifests, lock files and package managers' settings: the files whose text rules and recipes ask for. */
export const textFileNames: readonly string[] =
  `package.json package-lock.json npm-shrinkwrap.json pnpm-workspace.yaml .npmrc .yarnrc .yarnrc.yml bunfig.toml
  nest-cli.json tsconfig.json angular.json .nvmrc .node-version
  pyproject.toml setup.py setup.cfg Pipfile pip.conf .pypirc .python-version
  go.mod go.work Cargo.toml Cargo.lock rust-toolchain.toml pom.xml gradle.properties
  global.json Directory.Packages.props Directory.Build.props nuget.config NuGet.Config
  Gemfile .ruby-version composer.json mix.exs CMakeLists.txt Makefile .condarc environment.yml`.split(/\s+/);

/** Globs, for watching, of the files that are read here, and of ignore files. */
export const textFileGlobs: readonly string[] = [
  `**/{${textFileNames.join(",")}}`,
  "**/{requirements,constraints}*.{txt,in}",
  "**/*.{csproj,fsproj,vbproj,sln,gemspec,gradle,gradle.kts}",
  "**/{.dockerignore,*.dockerignore,.containerignore}",
];
