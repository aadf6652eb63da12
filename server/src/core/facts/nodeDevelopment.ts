import type { DependencyInstall } from "./dependencyInstall.ts";
import { developmentPrograms } from "./developmentStart.ts";
import type { Facts } from "./facts.ts";
import { installScripts, manifestOf, type NodeManifest } from "./packageJson.ts";
import { hasOption } from "./packages.ts";
import { projectFile } from "./projectFile.ts";
import { type StartedCommand, startedCommands } from "./startedCommands.ts";

/** What package.json says about leaving out its packages for development. */
export interface ManifestVerdict {
  /**
   * - `needed`: there are none, or the start or the installation calls one
   * - `blocked`: a Git hook is set up by a script of the installation, which would fail
   * - `unused`: all are tools that no program loads, and neither start nor installation calls a script
   * - `listed`: a program may load some of them
   */
  readonly kind: "needed" | "blocked" | "unused" | "listed";
  readonly count: number;
  /** Those that a program may load. */
  readonly loadable: readonly string[];
}

/** Undefined where package.json is not known, or there are others beside it. */
export function manifestVerdict(facts: Facts, install: DependencyInstall): ManifestVerdict | undefined {
  const { context } = facts.known;
  const text = projectFile(facts, install, "package.json");
  if (text === undefined || context?.has("pnpm-workspace.yaml") || context?.has("lerna.json"))
    return undefined;
  const manifest = manifestOf(text);
  if (manifest.hasWorkspaces) return undefined;
  const names = [...manifest.devDependencies];
  const loadable = names.filter((name) => !neverLoaded.test(name));
  const verdict = (kind: ManifestVerdict["kind"]) => ({ kind, count: names.length, loadable });
  const starts = startedCommands(facts);
  if (names.length === 0 || starts.some((start) => calls(startText(start, manifest), names)))
    return verdict("needed");
  const onInstall = hasOption(install.call, "--ignore-scripts") ? [] : scriptsOf(manifest, installScripts);
  if (onInstall.some((script) => calls(script, names)))
    return verdict(onInstall.every((script) => hooks.test(script)) ? "blocked" : "needed");
  const isPlain = starts.every((start) => /^node [^;]*$/.test(startText(start, manifest)));
  const isUnused = loadable.length === 0 && isPlain && onInstall.length === 0;
  return verdict(isUnused ? "unused" : "listed");
}

/** Linters, formatters, type declarations, test runners and the like. */
const neverLoaded =
  /^(@types\/.*|(@typescript-eslint|@eslint|@stylistic)\/.*|(@[\w-]+\/)?eslint(-.*)?|prettier(-.*)?|standard|xo|stylelint(-.*)?|jest(-.*)?|@jest\/.*|ts-jest|mocha|chai(-.*)?|sinon(-.*)?|nyc|c8|ava|tap|tape|supertest|nock|vitest|@vitest\/.*|cypress|@playwright\/test|@testing-library\/.*|nodemon|husky|lint-staged|@commitlint\/.*|commitizen|semantic-release|@semantic-release\/.*|standard-version|npm-check-updates|depcheck)$/;

const hooks = /^(npx )?(husky|simple-git-hooks|lefthook)\b[^&;|]*$/;

/** What a start comes to; a script of package.json stands for its text. */
function startText({ program, args }: StartedCommand, manifest: NodeManifest): string {
  if (!/^(npm|yarn|pnpm|bun)$/.test(program)) return [program, ...args].join(" ");
  const [first, second] = args.filter((arg) => !arg.startsWith("-"));
  const name = (first === "run" || first === "run-script" ? second : first) ?? "";
  return scriptsOf(manifest, [`pre${name}`, name, `post${name}`]).join(" ; ");
}

/** Their texts, with those that they run in turn, one level down. */
function scriptsOf({ scripts }: NodeManifest, names: readonly string[]): readonly string[] {
  const texts = names.flatMap((name) => scripts.get(name) ?? []);
  const called = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:npm|yarn|pnpm|bun)(?: run)? ([\w:-]+)/g)].flatMap(
      ([, name = ""]) => scripts.get(name) ?? [],
    ),
  );
  return [...texts, ...called];
}

/** Programs that packages bring under another name. */
const brought: Readonly<Record<string, readonly string[]>> = {
  typescript: ["tsc"],
  "@nestjs/cli": ["nest"],
  "@angular/cli": ["ng"],
  "@vue/cli-service": ["vue-cli-service"],
  "@babel/cli": ["babel"],
  "babel-cli": ["babel", "babel-node"],
  "@babel/node": ["babel-node"],
  "webpack-cli": ["webpack"],
  "npm-run-all": ["run-s", "run-p"],
};

function calls(text: string, names: readonly string[]): boolean {
  const words = text.split(/[\s;&|"'()=]+/);
  if (words.some((word) => developmentPrograms.test(word))) return true;
  return names.some((name) =>
    [name, ...(brought[name] ?? [])].some((program) =>
      words.some(
        (word) => word === program || word.startsWith(`${program}/`) || word.endsWith(`.bin/${program}`),
      ),
    ),
  );
}
