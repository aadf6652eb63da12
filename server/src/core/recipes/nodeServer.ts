import type { Instruction } from "../document/dockerfile.ts";
import { manifestOf } from "../facts/packageJson.ts";
import { healthCheckPrograms, listed, ownerOf, setupOf, userProblem } from "./conversions.ts";
import { globalTools, type NodeInstall, nodeInstalls, nodeManager, pruneCommand } from "./nodeProject.ts";
import { type NodeStart, nodeStart } from "./nodeStart.ts";
import { type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { isAlpine, isSmallVariant, knownBase, type RuntimeBase } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, isOfficial, type SingleStage, situationAfter } from "./singleStage.ts";
import { withPackages } from "./systemPackages.ts";

/** Compilers and packages for development stay behind; the runtime stage gets the folder of the application. */
export const nodeServer: Recipe = {
  name: "a Node server",
  isFor: ({ image }) => isOfficial(image, "node"),
  plan: planNode,
};

function planNode(single: SingleStage): Plan | WhyNot {
  const installs = nodeInstalls(single);
  const install = installs.at(-1);
  if (!install) return not("no npm, yarn or pnpm install of the project is seen");
  const start = nodeStart(single);
  if (start.kind === "not") return start;
  const folder = install.call.run.situation.workdir;
  if (folder === undefined || folder === "/")
    return not("the application has no folder of its own, as WORKDIR would give it");
  if (installs.some((other) => isElsewhere(other, folder)))
    return not("packages are installed in more than one folder");
  if (single.atEnd.workdir !== folder)
    return not(`the server does not start in ${folder}, where its packages are`);
  const browser = ["puppeteer", "playwright", "cypress"].find((name) =>
    manifest(single).dependencies.has(name),
  );
  if (browser !== undefined) return not(`${browser} keeps its browser outside ${folder}`);
  const work = runtimeWork({
    single,
    folders: [folder],
    artifacts: [],
    buildPrograms,
    isProvided: () => false,
  });
  const [library] = work.libraries;
  if (library !== undefined)
    return not(`a native module may be linked with the library of ${library}, which the runtime image lacks`);
  const problem = work.problem ?? userProblem(single, work, ["node", "nobody"]);
  return problem === undefined ? planOf(single, { install, start, folder, work }) : not(problem);
}

const buildPrograms = new Set(
  "npm npx yarn pnpm pnpx corepack node tsc node-gyp ng nest vite webpack rollup turbo nx lerna prisma gulp grunt python3 gcc g++".split(
    " ",
  ),
);

function isElsewhere({ call: { run }, directory }: NodeInstall, folder: string): boolean {
  const moves = run.script.commands.some(({ name }) => name === "cd" || name === "pushd");
  return moves || directory !== undefined || run.situation.workdir !== folder;
}

function manifest({ facts }: SingleStage) {
  return manifestOf(facts.known.context?.read("package.json"));
}

interface Findings {
  readonly install: NodeInstall;
  readonly start: NodeStart;
  readonly folder: string;
  readonly work: RuntimeWork;
}

function planOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const { folder, work, install, start } = findings;
  const base = runtimeImage(single);
  if (!base) return not(`no slim variant of ${single.image.familiar} is known`);
  const split =
    single.instructions.findLast((other) => isBuild(single, other, findings)) ?? install.call.run.instruction;
  const prune = pruneAfter(single, findings, split);
  const isSmall = base.saves === undefined && isSmallVariant(single);
  const dropped = isSmall
    ? droppedFromSmall(single, findings, prune)
    : ["compilers", "headers", ...(prune ? [developmentPackages] : [])];
  if (dropped.length === 0)
    return not(`${single.image.familiar} is small, and nothing is seen in it that only the build needs`);
  const conversion: Conversion = {
    base,
    split,
    buildEnd: prune === undefined ? [] : [`RUN ${prune}`],
    setup: [
      ...withPackages(setupOf(single, work, split), "apt", healthCheckPrograms(single, base)),
      ...globalTools(single),
    ],
    artifacts: [{ from: folder, to: folder, owner: ownerOf(single, folder, split) }],
    isBuildVariable: (name) => name === "DEBIAN_FRONTEND",
    workdir: folder,
    assumptions: [
      isSmall
        ? `the server needs nothing that the build leaves outside ${folder}`
        : `the server and its native modules need nothing outside ${folder} that ${base.text} lacks`,
      ...(prune === undefined ? [] : ["it loads no package for development"]),
      ...(start.isScript ? [`the script that starts it calls no program that ${base.text} lacks`] : []),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
    ],
    isDraft:
      start.isScript || work.unknownPrograms.length > 0 || (base.family === "debian" && work.usesAdduser),
  };
  return {
    kind: "plan",
    ships: listed(dropped),
    purpose: "that the server never uses",
    conversions: [conversion],
  };
}

/** What fills the application's folder belongs to the build. */
function isBuild(single: SingleStage, instruction: Instruction, { work, folder }: Findings): boolean {
  if (instruction.keyword === "RUN") return !work.isForRuntime(instruction);
  const copy = single.facts.copy(instruction);
  return copy !== undefined && (copy.destination === undefined || isBelow(copy.destination, folder));
}

const developmentPackages = "packages for development";

/** Only where development packages are there, the same user may remove them, and nothing removed them before. */
function pruneAfter(
  single: SingleStage,
  { install, start, folder }: Findings,
  split: Instruction,
): string | undefined {
  const { keepsDevelopment, call } = install;
  if (!keepsDevelopment || start.needsDevelopment) return undefined;
  const { context } = single.facts.known;
  if (
    context?.has("package.json") &&
    context.read("package.json") !== undefined &&
    manifest(single).devDependencies.size === 0
  )
    return undefined;
  if (single.facts.packages.some((other) => nodeManager(other) && other.action === "prune")) return undefined;
  const after = situationAfter(single, split);
  return after.workdir === folder && after.user === call.run.situation.user
    ? pruneCommand(single, install)
    : undefined;
}

/** A small image is worth two stages for build tools, or for development packages that are sure to be there. */
function droppedFromSmall(
  single: SingleStage,
  { work }: Findings,
  prune: string | undefined,
): readonly string[] {
  const isBuilt = single.facts.runs.some(({ script }) =>
    script.commands.some(
      ({ name, args }) => name === "tsc" || args.some(({ value }) => value === "build" || value === "tsc"),
    ),
  );
  const tools = [...new Set(work.buildOnlyPackages)];
  return [
    ...tools.slice(0, 3),
    ...(prune !== undefined && (isBuilt || manifest(single).devDependencies.size > 0)
      ? [developmentPackages]
      : []),
  ];
}

/** The slim variant of the line that the file names, in the file's own variables; a small image stays what it is. */
function runtimeImage(single: SingleStage): RuntimeBase | undefined {
  const { image, stage } = single;
  const written = stage.stage.from.image?.text ?? image.familiar;
  if (isSmallVariant(single))
    return { text: written, family: isAlpine(single) ? "alpine" : "debian", saves: undefined };
  const name = image.familiar.replace(/@.*$/, "");
  const slim =
    image.tag === undefined
      ? `${name}:slim`
      : image.tag === "latest"
        ? name.replace(/latest$/, "slim")
        : `${name}-slim`;
  const keepsVariable = /^[\w./-]+:[^$]*\$/.test(written) && image.digest === undefined;
  return knownBase(single, slim, "debian", keepsVariable ? `${written}-slim` : slim);
}
