import { officialImage } from "../images/official.ts";
import { readTag } from "../images/tagShape.ts";
import type { ImageReference } from "../images/types.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { StageFacts } from "./stages.ts";
import { type StartedCommand, startedCommands } from "./startedCommands.ts";

/** Programs that serve a person who changes the sources. */
export const developmentPrograms =
  /^(nodemon|ts-node|ts-node-dev|tsx|tsnd|node-dev|vite|vite-node|webpack-dev-server|ng|parcel|supervisor|concurrently|jest|vitest)$/;
/** Names of scripts in package.json for the same. */
export const developmentScripts = /(^|[:-])(dev|develop|watch|serve|preview|test|storybook|debug)([:-]|$)/;

const otherPrograms: ReadonlySet<string> = new Set(
  (
    "pytest tox nox ptw watchmedo ipython jupyter jupyter-lab jupyter-notebook phpunit phpstan pest rspec guard " +
    "rubocop cypress playwright mocha ava karma gulp grunt webpack storybook sleep tail sshd code-server"
  ).split(" "),
);
const shells: ReadonlySet<string> = new Set("bash sh ash dash zsh fish".split(" "));
const otherWords: ReadonlySet<string> = new Set(
  "runserver --reload --debug --watch pytest unittest dev watch".split(" "),
);
const nodeManagers: ReadonlySet<string> = new Set("npm yarn pnpm bun npx pnpx bunx deno".split(" "));

/** The container waits for a person: a shell, a program that watches the sources, tests; or nothing is started. */
export const isStartedForDevelopment = perFacts((facts: Facts): boolean => {
  const started = startedCommands(facts);
  return started.length === 0
    ? !isServer(facts.finalStage?.root.reference)
    : started.some(startsForDevelopment);
});

/** PHP's images with a web server start it by themselves. */
function isServer(reference: ImageReference | undefined): boolean {
  return (
    reference !== undefined &&
    officialImage(reference)?.name === "php" &&
    /\b(apache|fpm)\b/.test(readTag("php", reference.tag).variant)
  );
}

function startsForDevelopment({ program, args }: StartedCommand): boolean {
  if (developmentPrograms.test(program) || otherPrograms.has(program)) return true;
  if (shells.has(program)) return !args.some((arg) => !arg.startsWith("-"));
  if (
    nodeManagers.has(program) &&
    args.some((arg) => developmentScripts.test(arg) || developmentPrograms.test(arg))
  )
    return true;
  return args.some((arg) => otherWords.has(arg));
}

const names: ReadonlySet<string> = new Set(
  "dev devel develop development devcontainer debug test tests testing e2e ci local lint".split(" "),
);

/** A final stage of this name is built for people and tests: `dev`, `app-test`. */
export function isNamedForDevelopment(stage: StageFacts): boolean {
  const words = stage.stage.name?.value.toLowerCase().split(/[^a-z0-9]+/) ?? [];
  return words.some((word) => names.has(word));
}
