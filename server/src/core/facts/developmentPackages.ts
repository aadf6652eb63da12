import type { DependencyInstall, Ecosystem } from "./dependencyInstall.ts";
import type { Facts } from "./facts.ts";
import { hasOption } from "./packages.ts";
import { perFacts } from "./perFacts.ts";
import { projectFile } from "./projectFile.ts";
import type { RunFacts } from "./runs.ts";

/** How a package manager is told whether to install what a project needs for its development alone. */
interface Convention {
  readonly options: readonly string[];
  readonly variables: readonly string[];
  /** Settings that `npm config set` and the like write. */
  readonly settings: RegExp;
}

const nodeVariables = [
  "NODE_ENV",
  ...["OMIT", "INCLUDE", "PRODUCTION", "ONLY", "ALSO", "DEV"].flatMap((name) => [
    `NPM_CONFIG_${name}`,
    `npm_config_${name.toLowerCase()}`,
  ]),
];
const npm: Convention = {
  options: ["--omit", "--include", "--production", "--prod", "--only", "--also", "--dev", "-P", "-D"],
  variables: nodeVariables,
  settings: /^(omit|include|production|only|also|dev)(=|$)/,
};

const conventions: Readonly<Partial<Record<Ecosystem, Convention>>> = {
  npm,
  pnpm: npm,
  yarn: { ...npm, variables: [...nodeVariables, "YARN_PRODUCTION"] },
  bun: npm,
  poetry: {
    options: ["--only", "--without", "--with", "--no-dev", "--only-root", "--all-groups"],
    variables: ["POETRY_WITHOUT", "POETRY_ONLY"],
    settings: /^$/,
  },
  uv: {
    options: [
      "--no-dev",
      "--dev",
      "--only-dev",
      "--no-default-groups",
      "--only-group",
      "--no-group",
      "--group",
      "--all-groups",
    ],
    variables: ["UV_NO_DEV", "UV_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP"],
    settings: /^$/,
  },
  bundler: {
    options: ["--without", "--with"],
    variables: ["BUNDLE_WITHOUT", "BUNDLE_ONLY", "BUNDLE_WITH"],
    settings: /^(without|only|with)$/,
  },
  composer: { options: ["--no-dev", "--dev"], variables: ["COMPOSER_NO_DEV"], settings: /^$/ },
};

/** Packages for development come along, and nobody has said whether they should. For pipenv, somebody has. */
export function bringsDevelopment(facts: Facts, install: DependencyInstall): boolean {
  const { call, ecosystem } = install;
  if (ecosystem === "pipenv") return hasOption(call, "--dev", "-d");
  const convention = conventions[ecosystem];
  if (
    !convention ||
    !takesProject(install) ||
    !isForProduction(facts, ecosystem) ||
    hasOption(call, ...convention.options)
  )
    return false;
  const { variables } = convention;
  if (variables.some((name) => facts.scope.definition(name, call.run.stage, call.run.instruction)))
    return false;
  const isSet = decisions(facts).some(
    ({ run, words }) =>
      run.stage?.root === call.run.stage?.root &&
      run.instruction.index <= call.run.instruction.index &&
      words.some((word) => convention.settings.test(word) || variables.includes(word)),
  );
  return !isSet && !/^\s*(omit|production|only)\s*=/m.test(projectFile(facts, install, ".npmrc") ?? "");
}

/** `uv pip install` and `pnpm fetch` know no such packages, or only fetch. */
function takesProject({ ecosystem, call }: DependencyInstall): boolean {
  return ecosystem === "uv" ? call.action === "sync" : call.action === "install" || call.action === "ci";
}

/** Ruby programs mostly start for development unless told otherwise, and load its gems then. */
function isForProduction({ scope, finalStage }: Facts, ecosystem: Ecosystem): boolean {
  const last = finalStage?.stage.instructions.at(-1);
  if (!last) return false;
  const value = (name: string) => scope.value(name, finalStage, last) ?? "";
  if (ecosystem === "bundler")
    return ["RAILS_ENV", "RACK_ENV", "APP_ENV", "HANAMI_ENV"].some((name) => value(name) === "production");
  return ecosystem !== "composer" || !/^(dev|test|local)/.test(value("APP_ENV"));
}

interface Decision {
  readonly run: RunFacts;
  /** Settings that are written, and variables that are set. */
  readonly words: readonly string[];
}

const configured: ReadonlySet<string> = new Set(["npm", "yarn", "pnpm", "bun", "bundle"]);

/** Where RUNs set variables or write the settings of a manager. */
const decisions = perFacts((facts: Facts): readonly Decision[] =>
  facts.runs.flatMap((run) => {
    const words = run.script.commands.flatMap(({ name, args, assignments }) => {
      const values = args.map(({ value }) => value);
      const isConfig = configured.has(name) && /^(config|set|c)$/.test(values[0] ?? "");
      const exported = name === "export" ? values.map((value) => value.replace(/=.*$/, "")) : [];
      return [...(isConfig ? values : []), ...exported, ...assignments.map((set) => set.name)];
    });
    return words.length > 0 ? [{ run, words }] : [];
  }),
);
