import type { Instruction } from "../document/dockerfile.ts";
import { isBuildPackageName } from "../facts/buildPackages.ts";
import { healthCheckPrograms, listed, ownedFolders, userProblem } from "./conversions.ts";
import { packageGain } from "./packageGain.ts";
import { type Artifact, type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import {
  assetTools,
  bundleConfig,
  gemFolders,
  gemHome,
  isAssetBuild,
  rubyFiles,
  rubyInstalls,
} from "./rubyGems.ts";
import { gemLibraries } from "./rubyLibraries.ts";
import { isSmallVariant, type RuntimeBase, slimVariant } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, isOfficial, type SingleStage, situationAfter } from "./singleStage.ts";
import { sourceFolders, sourcesAbove } from "./sourceFiles.ts";
import { withPackages } from "./systemPackages.ts";
import { leftElsewhere } from "./writtenFiles.ts";

/** Compilers, headers and what makes the assets stay behind; the runtime stage gets the gems and the sources. */
export const ruby: Recipe = {
  name: "a Ruby program",
  isFor: ({ image }) => isOfficial(image, "ruby"),
  plan: planRuby,
};

const buildPrograms = new Set(
  "gem bundle bundler ruby rails rake rackup npm npx yarn yarnpkg pnpm corepack node gcc g++ cc gpg apt-key curl wget bash sh".split(
    " ",
  ),
);

function planRuby(single: SingleStage): Plan | WhyNot {
  const installs = rubyInstalls(single);
  if (installs.length === 0) return not("no install of gems is seen");
  const unreadable = single.facts.runs.find(({ form }) => form === "exec");
  if (unreadable) return not("a RUN in JSON form may install gems");
  const tools = assetTools(single);
  if (typeof tools === "string") return not(tools);
  const folders = sourceFolders(
    single,
    installs.map(({ run }) => run),
  );
  const gems = gemFolders(single, installs);
  if (typeof gems === "string") return not(gems);
  const taken = [...folders, ...gems];
  const work = runtimeWork({
    single,
    folders: taken,
    artifacts: taken,
    buildPrograms,
    isProvided: (name) => tools.has(name),
  });
  const problem =
    work.problem ?? leftElsewhere(single, work, [...taken, gemHome]) ?? userProblem(single, work, ["nobody"]);
  return problem === undefined ? planOf(single, { folders, gems, work, tools }) : not(problem);
}

interface Findings {
  readonly folders: readonly string[];
  readonly gems: readonly string[];
  readonly work: RuntimeWork;
  /** Packages that only the assets need. */
  readonly tools: ReadonlySet<string>;
}

function planOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const { work, tools } = findings;
  const slim = slimVariant(single);
  if (!slim) return not(`no slim variant of ${single.image.familiar} is known`);
  const dropped = [...new Set([...work.buildOnlyPackages, ...work.libraries])].filter(
    (name) => isBuildPackageName(name) || tools.has(name),
  );
  const isSmall = isSmallVariant(single);
  if (isSmall && dropped.length === 0)
    return not(`${single.image.familiar} is small, and nothing is seen in it that only the build needs`);
  const base = isSmall ? { ...slim, saves: packageGain(single, dropped) } : slim;
  const libraries = gemLibraries(single, work);
  if (typeof libraries === "string") return not(libraries);
  const split = single.instructions.findLast((other) => other.keyword === "RUN" && !work.isForRuntime(other));
  if (!split) return not("nothing is built");
  const artifacts = artifactsOf(single, findings, split);
  if (artifacts.some(({ to }) => to === "/"))
    return not("the application has no folder of its own, as WORKDIR would give it");
  return {
    kind: "plan",
    ships: isSmall ? listed(dropped.slice(0, 3)) : "compilers and headers",
    purpose: "that the program never uses",
    conversions: [conversionOn(single, { ...findings, base, split, artifacts, libraries })],
  };
}

/** The gems, and the folders of sources: Bundler reads the Gemfile at each start. */
function artifactsOf(
  single: SingleStage,
  { folders, gems }: Findings,
  split: Instruction,
): readonly Artifact[] {
  const comesWhole = single.facts.copies.some(
    ({ copiesWholeContext, instruction }) => copiesWholeContext && instruction.index > split.index,
  );
  const sources = sourcesAbove(single, {
    folders,
    split,
    isForInstall: (copy) => comesWhole && rubyFiles.isManifest(copy),
    filesMade: rubyFiles.made,
  });
  const own = gems.filter((folder) => !sources.some((source) => isBelow(folder, source)));
  return ownedFolders(single, [...own, ...sources], split);
}

interface ConversionInput extends Findings {
  readonly base: RuntimeBase;
  readonly split: Instruction;
  readonly artifacts: readonly Artifact[];
  readonly libraries: readonly string[];
}

function conversionOn(single: SingleStage, input: ConversionInput): Conversion {
  const { base, split, work, artifacts, libraries, tools, folders } = input;
  const { workdir, hasWorkdir, user = "root" } = situationAfter(single, split);
  const [program = ""] = single.program?.words ?? [];
  const isScript = /\.(sh|bash)$|entrypoint|(^|\/)(sh|bash)$/.test(program);
  const hasAssets = single.facts.runs.some(({ script }) => script.commands.some(isAssetBuild));
  const modules = hasAssets && user === "root" && folders.includes(workdir ?? "") && installsModules(single);
  const setup = single.instructions.flatMap((instruction) => {
    const copy = single.facts.copy(instruction);
    const text = instruction.index <= split.index ? work.repeated(instruction) : undefined;
    return text === undefined || (copy && rubyFiles.isManifest(copy)) ? [] : [text];
  });
  const isUnsure = !isSmallVariant(single) && single.facts.known.context?.read("Gemfile") === undefined;
  return {
    base,
    split,
    buildEnd: modules ? ["RUN rm -rf node_modules"] : [],
    setup: [
      ...withPackages(setup, base.family === "alpine" ? "apk" : "apt", [
        ...healthCheckPrograms(single, base),
        ...libraries,
      ]),
    ],
    artifacts: [...artifacts, ...bundleConfig(single)],
    isBuildVariable: (name) => buildVariables.test(name),
    workdir: hasWorkdir ? workdir : undefined,
    assumptions: [
      `no gem needs a library or a program that ${base.text} lacks${libraries.length > 0 ? ` but ${listed(libraries)}` : ""}`,
      ...(work.buildOnlyPackages.includes("git") ? ["the program does not call git"] : []),
      ...(tools.size > 0 ? ["the program needs no Node when it runs: its assets are made"] : []),
      ...(isScript ? [`what starts the program calls none that ${base.text} lacks`] : []),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
    ],
    isDraft:
      isScript ||
      isUnsure ||
      work.unknownPrograms.length > 0 ||
      (base.family === "debian" && work.usesAdduser),
  };
}

/** npm, yarn or pnpm filled node_modules, of which the assets have what they need. */
function installsModules({ facts }: SingleStage): boolean {
  return facts.packages.some(
    ({ manager, action }) => /^(npm|yarn|pnpm)$/.test(manager) && /^(install|ci)$/.test(action),
  );
}

const buildVariables =
  /^(DEBIAN_FRONTEND|BUNDLE_(JOBS|RETRY)|NODE_(VERSION|MAJOR)|YARN_VERSION|CC|CXX|CFLAGS|MAKE|MAKEFLAGS)$/;
