import type { Instruction } from "../document/dockerfile.ts";
import { needsFullImage } from "../facts/baseNeeds.ts";
import { isBuildPackageName } from "../facts/buildPackages.ts";
import { healthCheckPrograms, listed, ownedFolders, userProblem } from "./conversions.ts";
import { packageGain } from "./packageGain.ts";
import { type Artifact, type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { type PythonEnvironment, pythonEnvironment } from "./pythonEnvironment.ts";
import { type PythonInstall, pythonInstalls } from "./pythonInstalls.ts";
import { neededLibraries } from "./pythonLibraries.ts";
import { buildProblem, filesMade, installerSteps, isForInstall } from "./pythonSources.ts";
import { type PythonStart, pythonStart } from "./pythonStart.ts";
import { isSmallVariant, type RuntimeBase, slimVariant } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, isOfficial, type SingleStage, situationAfter } from "./singleStage.ts";
import { sourceFolders, sourcesAbove } from "./sourceFiles.ts";
import { withPackages } from "./systemPackages.ts";
import { leftElsewhere } from "./writtenFiles.ts";

/** Compilers and headers stay behind; the runtime stage gets a virtual environment and the sources. */
export const python: Recipe = {
  name: "a Python program",
  isFor: ({ image }) => isOfficial(image, "python"),
  plan: planPython,
};

function planPython(single: SingleStage): Plan | WhyNot {
  if (/^2\b/.test(single.image.tag ?? "")) return not("Python 2 makes no virtual environments");
  const installs = pythonInstalls(single);
  const environment = pythonEnvironment(single, installs);
  if (environment.kind === "not") return environment;
  if (installs.length === 0) return not("no install of packages is seen");
  const start = pythonStart(single, environment.folder);
  if (start.kind === "not") return start;
  const problem = buildProblem(single, installs);
  if (problem !== undefined) return not(problem);
  const folders = sourceFolders(
    single,
    installs.map(({ run }) => run),
  );
  const work = runtimeWork({
    single,
    folders: [...folders, environment.folder],
    artifacts: [...folders, environment.folder],
    buildPrograms,
    isProvided: () => false,
  });
  const unsorted =
    work.problem ??
    leftElsewhere(single, work, [...folders, environment.folder]) ??
    userProblem(single, work, ["nobody"]);
  if (unsorted !== undefined) return not(unsorted);
  return planOf(single, { installs, environment, start, folders, work });
}

const buildPrograms = new Set(
  "pip pip3 python python3 poetry pipenv uv uvx virtualenv gcc g++ cc cargo rustup source . curl wget sh bash cython msgfmt".split(
    " ",
  ),
);

interface Findings {
  readonly installs: readonly PythonInstall[];
  readonly environment: PythonEnvironment;
  readonly start: PythonStart;
  readonly folders: readonly string[];
  readonly work: RuntimeWork;
}

function planOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const { work, installs, start } = findings;
  const slim = slimVariant(single);
  if (!slim) return not(`no slim variant of ${single.image.familiar} is known`);
  const names = [...new Set([...work.buildOnlyPackages, ...work.libraries])];
  const tools = names.filter(isBuildPackageName);
  const isSmall = isSmallVariant(single);
  if (isSmall && tools.length === 0)
    return not(`${single.image.familiar} is small, and nothing is seen in it that only the build needs`);
  if (!isSmall && tools.length === 0 && !needsFullImage(single.facts))
    return not(`${slim.text} does the same in one stage`);
  const base = isSmall ? { ...slim, saves: packageGain(single, tools) } : slim;
  const libraries = neededLibraries(single, work);
  if (typeof libraries === "string") return not(libraries);
  const split =
    single.instructions.findLast((other) => isBuild(other, work)) ?? installs.at(-1)?.run.instruction;
  if (!split) return not("nothing is built");
  if (start.edits.length > 0 && (single.program?.instruction.index ?? 0) < split.index)
    return not("the program is started by its installer, above the installs");
  const artifacts = artifactsOf(single, findings, split);
  if (artifacts.some(({ to }) => to === "/"))
    return not("the application has no folder of its own, as WORKDIR would give it");
  return {
    kind: "plan",
    ships: isSmall ? listed(tools.slice(0, 3)) : "compilers and headers",
    purpose: "that the program never uses",
    conversions: [conversionOn(single, { ...findings, base, split, artifacts, libraries })],
  };
}

function isBuild(instruction: Instruction, work: RuntimeWork): boolean {
  return instruction.keyword === "RUN" && !work.isForRuntime(instruction);
}

/** The environment, and the folders of sources that the build stage has filled. */
function artifactsOf(
  single: SingleStage,
  { environment, folders, installs }: Findings,
  split: Instruction,
): readonly Artifact[] {
  const sources = sourcesAbove(single, {
    folders,
    split,
    isForInstall,
    filesMade: (command, run) => filesMade(command, run, { single, installs }),
  });
  const own = sources.some((folder) => isBelow(environment.folder, folder)) ? [] : [environment.folder];
  return ownedFolders(single, [...own, ...sources], split);
}

interface ConversionInput extends Findings {
  readonly base: RuntimeBase;
  readonly split: Instruction;
  readonly artifacts: readonly Artifact[];
  readonly libraries: readonly string[];
}

function conversionOn(single: SingleStage, input: ConversionInput): Conversion {
  const { base, split, environment, start, work, installs, artifacts, libraries } = input;
  const { workdir, hasWorkdir } = situationAfter(single, split);
  const first = installs[0] && beforeCopies(single, installs[0].run.instruction);
  const installers = installerSteps(single);
  const setup = single.instructions.flatMap((instruction) => {
    const text = instruction.index <= split.index ? work.repeated(instruction) : undefined;
    return text === undefined || installers.has(instruction) ? [] : [text];
  });
  const but = libraries.length > 0 ? ` but ${listed(libraries)}` : "";
  return {
    base,
    buildStart: first && { before: first, lines: environment.made },
    edits: [...environment.edits, ...start.edits],
    split,
    buildEnd: [],
    setup: [
      ...environment.variables,
      ...withPackages(setup, base.family === "alpine" ? "apk" : "apt", [
        ...healthCheckPrograms(single, base),
        ...libraries,
      ]),
    ],
    artifacts,
    isBuildVariable: (name) => buildVariables.test(name),
    workdir: hasWorkdir ? workdir : undefined,
    assumptions: [
      isSmallVariant(single)
        ? `no package needs a library that the build packages bring along${but}`
        : `the packages need no library and no program that ${base.text} lacks${but}`,
      ...(work.buildOnlyPackages.includes("git") ? ["the program does not call git"] : []),
      "nothing names a program of the packages by its path in /usr/local",
      ...(start.isScript ? [`what starts the program calls none that ${base.text} lacks`] : []),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
    ],
    isDraft:
      start.isScript || work.unknownPrograms.length > 0 || (base.family === "debian" && work.usesAdduser),
  };
}

/** An environment in front of the files that the install reads is made once. */
function beforeCopies({ instructions }: SingleStage, install: Instruction): Instruction {
  const above = instructions.filter(({ index }) => index < install.index).toReversed();
  const stop = above.findIndex(({ keyword }) => !/^(COPY|ADD|WORKDIR)$/.test(keyword));
  return above[(stop < 0 ? above.length : stop) - 1] ?? install;
}

const buildVariables =
  /^(DEBIAN_FRONTEND|PIP_\w+|POETRY_\w+|PIPENV_\w+|PIPX_\w+|UV_\w+|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|CARGO_HOME|RUSTUP_HOME)$/;
