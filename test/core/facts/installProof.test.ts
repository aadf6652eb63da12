import { describe, expect, test } from "vitest";
import { analyze } from "../../../server/src/core/analyze.ts";
import { rules } from "../../../server/src/core/rules/index.ts";
import { specKnown } from "../../support/known.ts";

/** How far the remedy of copy-before-install is trusted: `safe`, the assumption, or that there is none. */
function trust(base: string, install: string, files: Readonly<Record<string, string>>): string | undefined {
  const text = `FROM ${base} AS build\nWORKDIR /app\nCOPY . .\nRUN ${install}\nFROM scratch\nCOPY --from=build /app /app\n`;
  const [finding] = analyze(text, {
    known: specKnown(new Map(Object.entries({ "src/main": "x", ...files }))),
    settings: { severities: {} },
    rules: rules.filter(({ id }) => id === "copy-before-install"),
  });
  const fix = finding?.fixes[0];
  return fix && (fix.assumption ?? fix.safety);
}

const npm = { ".dockerignore": "node_modules\n", "package-lock.json": "{}" };
const manifest = (content: object) => ({ ...npm, "package.json": JSON.stringify({ name: "x", ...content }) });
const yarn = (content: object) => ({
  ".dockerignore": "node_modules\n",
  "yarn.lock": "",
  "package.json": JSON.stringify(content),
});
const pip = (requirements: string, more = {}) => ({ "requirements.txt": requirements, ...more });
const python = { ".dockerignore": ".venv\n" };
const gem = { ".dockerignore": ".bundle\nvendor/bundle\n", "Gemfile.lock": "" };
const net = (content: string) => ({
  ".dockerignore": "obj\nbin\n",
  "app.csproj": `<Project>${content}</Project>`,
});

/** `true`: the remedy is safe; a pattern: reviewed with that assumption; `false`: there is none. */
const cases: readonly (readonly [
  string,
  string,
  string,
  Readonly<Record<string, string>>,
  true | false | RegExp,
])[] = [
  ["npm: nothing but dependencies", "node:22", "npm ci", manifest({ dependencies: { a: "1" } }), true],
  [
    "npm: an install script",
    "node:22",
    "npm ci",
    manifest({ scripts: { postinstall: "node src/x.js" } }),
    /postinstall script/,
  ],
  ["npm: a prepare script", "node:22", "npm ci", manifest({ scripts: { prepare: "tsc" } }), /prepare script/],
  ["npm: a script that no install runs", "node:22", "npm ci", manifest({ scripts: { build: "tsc" } }), true],
  [
    "npm: scripts switched off",
    "node:22",
    "npm ci --ignore-scripts",
    manifest({ scripts: { prepare: "tsc" } }),
    true,
  ],
  ["npm: a local folder", "node:22", "npm ci", manifest({ dependencies: { a: "file:lib/a" } }), false],
  ["npm: a link", "node:22", "npm ci", manifest({ dependencies: { a: "link:../a" } }), false],
  ["npm: workspaces", "node:22", "npm ci", manifest({ workspaces: ["packages/*"] }), false],
  [
    "npm: a package that reads the project",
    "node:22",
    "npm ci",
    manifest({ dependencies: { "@prisma/client": "6" } }),
    /@prisma\/client/,
  ],
  [
    "npm: a native module of the project's own",
    "node:22",
    "npm ci",
    { ...manifest({}), "binding.gyp": "{}" },
    /binding\.gyp/,
  ],
  [
    "npm: node_modules is not ignored",
    "node:22",
    "npm ci",
    { "package.json": "{}", "package-lock.json": "{}" },
    /\.dockerignore/,
  ],
  ["npm: a broken manifest", "node:22", "npm ci", { ...npm, "package.json": "{ broken" }, /./],
  [
    "yarn: nothing but dependencies",
    "node:22",
    "yarn install --frozen-lockfile",
    yarn({ dependencies: { a: "1" } }),
    true,
  ],
  [
    "yarn: a portal",
    "node:22",
    "yarn install --frozen-lockfile",
    yarn({ dependencies: { a: "portal:../a" } }),
    false,
  ],
  ["pip: names alone", "python:3.12", "pip install -r requirements.txt", pip("flask==3\n"), true],
  ["pip: an editable folder", "python:3.12", "pip install -r requirements.txt", pip("-e .\n"), false],
  ["pip: a local folder", "python:3.12", "pip install -r requirements.txt", pip("./lib\nflask\n"), false],
  ["pip: a wheel beside", "python:3.12", "pip install -r requirements.txt", pip("wheels/a.whl\n"), false],
  ["pip: a path", "python:3.12", "pip install -r requirements.txt", pip("a @ file:///app/lib\n"), false],
  [
    "pip: constraints that are there",
    "python:3.12",
    "pip install -r requirements.txt",
    pip("-c constraints.txt\nflask\n", { "constraints.txt": "flask==3\n" }),
    true,
  ],
  [
    "pip: a repository, editable",
    "python:3.12",
    "pip install -r requirements.txt",
    pip("-e git+https://example.org/a.git#egg=a\n"),
    true,
  ],
  [
    "poetry: nothing local",
    "python:3.12",
    "poetry install --no-root",
    { ...python, "pyproject.toml": "[tool.poetry]\n", "poetry.lock": "" },
    true,
  ],
  [
    "poetry: a path",
    "python:3.12",
    "poetry install --no-root",
    {
      ...python,
      "pyproject.toml": '[tool.poetry.dependencies]\na = { path = "lib/a" }\n',
      "poetry.lock": "",
    },
    false,
  ],
  [
    "uv: a workspace",
    "python:3.12",
    "uv sync --frozen --no-install-project",
    { ...python, "pyproject.toml": "[tool.uv.workspace]\n", "uv.lock": "" },
    false,
  ],
  [
    "pipenv: nothing local",
    "python:3.12",
    "pipenv install --deploy",
    { ...python, Pipfile: "[packages]\n", "Pipfile.lock": "{}" },
    true,
  ],
  [
    "pipenv: an editable folder",
    "python:3.12",
    "pipenv install --deploy",
    { ...python, Pipfile: '[packages]\na = { path = ".", editable = true }\n', "Pipfile.lock": "{}" },
    false,
  ],
  ["go: modules from afar", "golang:1.25", "go mod download", { "go.mod": "module x\n", "go.sum": "" }, true],
  [
    "go: a module replaced by another",
    "golang:1.25",
    "go mod download",
    { "go.mod": "module x\nreplace a => b v1.0.0\n", "go.sum": "" },
    true,
  ],
  [
    "go: a module replaced by a folder",
    "golang:1.25",
    "go mod download",
    { "go.mod": "module x\nreplace a => ./a\n", "go.sum": "" },
    false,
  ],
  [
    "go: a workspace",
    "golang:1.25",
    "go mod download",
    { "go.mod": "module x\n", "go.sum": "", "go.work": "use ." },
    false,
  ],
  ["bundler: names alone", "ruby:3.4", "bundle install", { ...gem, Gemfile: 'gem "rails"\n' }, true],
  ["bundler: a path", "ruby:3.4", "bundle install", { ...gem, Gemfile: 'gem "a", path: "lib/a"\n' }, false],
  ["bundler: a gemspec", "ruby:3.4", "bundle install", { ...gem, Gemfile: "gemspec\n" }, false],
  [
    "bundler: reads another file",
    "ruby:3.4",
    "bundle install",
    { ...gem, Gemfile: 'gem "a", File.read("VERSION")\n' },
    /reads no other file/,
  ],
  [
    "bundler: vendored gems",
    "ruby:3.4",
    "bundle install",
    { ...gem, Gemfile: 'gem "a"\n', "vendor/cache/a.gem": "" },
    false,
  ],
  [
    "composer: may always have plugins",
    "composer:2",
    "composer install",
    { "composer.json": "{}", "composer.lock": "{}", ".dockerignore": "vendor\n" },
    /plugin/,
  ],
  [
    "composer: a path repository",
    "composer:2",
    "composer install",
    {
      "composer.json": '{"repositories":[{"type":"path","url":"lib"}]}',
      "composer.lock": "{}",
      ".dockerignore": "vendor\n",
    },
    false,
  ],
  [
    "dotnet: packages alone",
    "mcr.microsoft.com/dotnet/sdk:9.0",
    "dotnet restore",
    net("<PackageReference/>"),
    true,
  ],
  [
    "dotnet: an import",
    "mcr.microsoft.com/dotnet/sdk:9.0",
    "dotnet restore",
    net('<Import Project="x.props"/>'),
    /imports no other file/,
  ],
  [
    "maven: one module",
    "maven:3-eclipse-temurin-21",
    "mvn dependency:go-offline",
    { "pom.xml": "<project/>", ".dockerignore": "target\n" },
    /dependency:go-offline/,
  ],
  [
    "maven: modules",
    "maven:3-eclipse-temurin-21",
    "mvn dependency:go-offline",
    { "pom.xml": "<project><modules><module>a</module></modules></project>", ".dockerignore": "target\n" },
    false,
  ],
  [
    "cargo: a workspace",
    "rust:1",
    "cargo build --release",
    { "Cargo.toml": '[workspace]\nmembers = ["a"]\n', "Cargo.lock": "", ".dockerignore": "target\n" },
    false,
  ],
  [
    "cargo: a local crate",
    "rust:1",
    "cargo build --release",
    { "Cargo.toml": '[dependencies]\na = { path = "a" }\n', "Cargo.lock": "", ".dockerignore": "target\n" },
    false,
  ],
  [
    "gradle: sub-projects",
    "gradle:9",
    "gradle dependencies",
    { "build.gradle": "", "settings.gradle": 'include("a")\n', ".dockerignore": "build\n.gradle\n" },
    false,
  ],
  [
    "mix: an umbrella",
    "elixir:1.18",
    "mix deps.get",
    { "mix.exs": 'apps_path: "apps"\n', "mix.lock": "", ".dockerignore": "deps\n_build\n" },
    false,
  ],
];

describe("an install that gets its manifests before the sources", () => {
  test.each(cases)("%s", (_, base, install, files, expected) => {
    const found = trust(base, install, files);
    if (expected === true) expect(found).toBe("safe");
    else if (expected === false) expect(found).toBeUndefined();
    else expect(found).toMatch(expected);
  });
});
