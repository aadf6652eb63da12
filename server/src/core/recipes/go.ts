import type { Instruction } from "../document/dockerfile.ts";
import { setupOf, userProblem } from "./conversions.ts";
import { goHome } from "./goBuilds.ts";
import { filesBeside } from "./goFiles.ts";
import { type BuiltProgram, builtProgram } from "./goProgram.ts";
import { type StaticBuild, staticBuild } from "./goStatic.ts";
import { type Artifact, type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { alpine, debianSlim, isAlpine, knownBase, type RuntimeBase, withoutShell } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, isOfficial, type SingleStage, situationAfter } from "./singleStage.ts";
import { aptLine } from "./systemPackages.ts";

/** The toolchain stays behind; the runtime stage gets the program, certificates and time zones. */
export const go: Recipe = {
  name: "a Go program",
  isFor: ({ image }) => isOfficial(image, "golang"),
  plan: planGo,
};

function planGo(single: SingleStage): Plan | WhyNot {
  const { program } = single;
  if (!program) return not("nothing is started");
  const [started] = program.words;
  const name = started.slice(started.lastIndexOf("/") + 1);
  if (name === "go") return not("the container compiles when it starts: it needs the toolchain");
  if (developmentServers.has(name)) return not(`${name} is a development server, which needs the toolchain`);
  if (/\.(sh|bash)$/.test(name))
    return not(`${started} is a script, which may call any program of the image`);
  const built = builtProgram(single, started);
  if (!built) return not(`no go build in the file is seen to write ${started}`);
  const folder = sourceFolder(single, built);
  const work = runtimeWork({
    single,
    folders: [folder, goHome],
    artifacts: binaries(built, folder).map(({ to }) => to),
    buildPrograms,
    isProvided,
  });
  if (work.problem !== undefined) return not(work.problem);
  if (!built.isStatic && work.libraries.length > 0)
    return not(
      `the program may be linked with the library of ${work.libraries[0]}, which the runtime image lacks`,
    );
  return conversionsOf(single, { built, folder, work });
}

const developmentServers = new Set("air reflex CompileDaemon gow fresh realize dlv modd gin".split(" "));
const buildPrograms = new Set(
  "go gofmt swag templ sqlc wire mockgen protoc buf npm npx node yarn golangci-lint staticcheck govulncheck garble packr2 statik rice".split(
    " ",
  ),
);
/** The directory of the last build, which the sources were copied to. */
function sourceFolder({ atEnd }: SingleStage, { builds }: BuiltProgram): string {
  return builds.at(-1)?.folder ?? atEnd.workdir ?? goHome;
}

/** What the certificates that are copied, and the image, have already. */
function isProvided(name: string): boolean {
  return name === "ca-certificates" || name === "ca-certificates-bundle";
}

interface Findings {
  readonly built: BuiltProgram;
  readonly folder: string;
  readonly work: RuntimeWork;
}

function conversionsOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const { built, work } = findings;
  const user = userProblem(single, work, ["nobody"]);
  if (user !== undefined) return not(user);
  const split = splitOf(single, findings);
  if (hasLateSources(single, findings, split))
    return not("files that are copied to the sources behind the build are worked on later");
  const setup = setupOf(single, work, split);
  const bases = basesFor(single, built, needsShell(single, setup, split));
  if (bases.length === 0) return not("no runtime image of the same distribution is known");
  return {
    kind: "plan",
    ships: "the Go toolchain",
    purpose: "to run one binary",
    conversions: bases.map((chosen) => conversionOn(single, { ...findings, split, setup, ...chosen })),
  };
}

function needsShell(single: SingleStage, setup: readonly string[], split: Instruction): boolean {
  const hasRuns =
    setup.some((text) => /^RUN\b/im.test(text)) ||
    single.instructions.some(({ keyword, index }) => keyword === "RUN" && index > split.index);
  return single.program?.needsShell === true || hasRuns || calledDownloaders(single).length > 0;
}

interface ChosenBase {
  readonly base: RuntimeBase;
  /** How the program does without a C library, which the base lacks; undefined where there is one. */
  readonly withoutC: StaticBuild | undefined;
}

/** A program that is sure to need no C library runs on the least there is; the distribution's own image is always good. */
function basesFor(single: SingleStage, built: BuiltProgram, isShellNeeded: boolean): readonly ChosenBase[] {
  const family = isAlpine(single) ? alpine(single) : debianSlim(single);
  const ofFamily = family ? [{ base: family, withoutC: undefined }] : [];
  if (isShellNeeded || built.isGuess) return ofFamily;
  const withoutC = staticBuild(single, built);
  const bare = withoutC ? withoutShell(single).map((base) => ({ base, withoutC })) : [];
  const [first, ...others] = bare;
  if (withoutC?.isProven && first?.base.family === "distroless") return [first, ...ofFamily, ...others];
  const distroless =
    !built.isStatic && single.atEnd.user === undefined && family?.text.includes("bookworm")
      ? knownBase(single, "gcr.io/distroless/base-debian12:latest", "distroless")
      : undefined;
  return [...ofFamily, ...(distroless ? [{ base: distroless, withoutC: undefined }] : []), ...bare];
}

/** The last instruction that the build needs; the ones behind it are for the container. */
function splitOf(single: SingleStage, { built, work }: Findings): Instruction {
  const lastBuild = built.builds.at(-1)?.run.instruction ?? single.stage.stage.from;
  const isBuild = (instruction: Instruction): boolean =>
    instruction.keyword === "RUN" && !work.isForRuntime(instruction);
  return single.instructions.findLast(isBuild) ?? lastBuild;
}

/** A copy into the sources behind the last build is for the container, but a later RUN kept it in the build stage. */
function hasLateSources({ facts }: SingleStage, { built, work }: Findings, split: Instruction): boolean {
  const last = built.builds.at(-1)?.run.instruction.index ?? split.index;
  return facts.copies.some(
    ({ instruction }) =>
      instruction.index > last && instruction.index < split.index && !work.isForRuntime(instruction),
  );
}

interface ConversionInput extends Findings {
  readonly split: Instruction;
  readonly setup: readonly string[];
  readonly base: RuntimeBase;
  readonly withoutC: StaticBuild | undefined;
}

function conversionOn(single: SingleStage, input: ConversionInput): Conversion {
  const { built, folder, split, base, work, withoutC } = input;
  const { workdir, hasWorkdir } = situationAfter(single, split);
  const started = single.program?.words[0] ?? "";
  const isRelative = started.includes("/") && !started.startsWith("/");
  const { read, unsure } = filesBeside(single, { program: built.to, folder, split });
  const files = distinct([...read, ...unsure]);
  const others = files.length > 0 ? `no other file of ${folder}` : `no file of ${folder}`;
  const assumptions = [
    ...(built.isGuess ? [`the build writes ${built.from}`] : []),
    `the program reads ${others} and calls no program of the build image`,
    ...unsure.map(({ from }) => `${from} comes from the build context`),
    ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
    ...(base.family === "debian" && work.usesAdduser ? [`${base.text} has adduser`] : []),
    ...(withoutC && withoutC.edits.length > 0
      ? [withoutC.isProven ? "no file of it imports C" : "neither the program nor a module of it uses C"]
      : []),
    ...(base.family === "scratch" ? ["it needs no /tmp and looks up no user name"] : []),
  ];
  return {
    base,
    split,
    edits: withoutC?.edits ?? [],
    buildEnd: [],
    setup: [...healthCheckPackages(single, input), ...input.setup],
    artifacts: [...supportFiles(single, input), ...files, ...binaries(built, folder)],
    isBuildVariable,
    workdir: hasWorkdir ? (workdir ?? folder) : isRelative ? goHome : undefined,
    assumptions,
    isDraft:
      built.isGuess ||
      unsure.length + work.unknownPrograms.length > 0 ||
      (base.family === "debian" && work.usesAdduser),
  };
}

function distinct(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(({ to }, at) => !artifacts.slice(0, at).some((other) => isBelow(to, other.to)));
}

/** The program, and what else the builds left outside the sources. */
function binaries({ builds, from, to }: BuiltProgram, folder: string): readonly Artifact[] {
  const paths = builds.flatMap(({ output }) => (output.kind === "file" ? [output.path] : []));
  const others = paths.filter((path) => path !== from && !isBelow(path, folder) && !isBelow(path, goHome));
  return [...[...new Set(others)].map((path) => ({ from: path, to: path })), { from, to }];
}

/** Go looks for certificates in /etc/ssl, and for time zones in the zip file of the toolchain that built the program. */
function supportFiles(
  { facts }: SingleStage,
  { base: { family }, setup }: ConversionInput,
): readonly Artifact[] {
  const hasOwnCertificates = facts.runs.some(({ script }) =>
    script.commands.some(({ name }) => name === "update-ca-certificates"),
  );
  const hasZones = setup.some((text) => /\btzdata\b/.test(text));
  const needsCertificates = family === "debian" || family === "scratch" || hasOwnCertificates;
  return [
    ...(needsCertificates ? [{ from: "/etc/ssl/certs/ca-certificates.crt", to: "/etc/ssl/certs/" }] : []),
    ...(family === "distroless" || hasZones
      ? []
      : [{ from: "/usr/local/go/lib/time/zoneinfo.zip", to: "/usr/local/go/lib/time/" }]),
  ];
}

/** curl and wget of a health check come with the Debian build image, but not with the slim one. */
function healthCheckPackages(single: SingleStage, { base, work, setup }: ConversionInput): readonly string[] {
  const missing = calledDownloaders(single).filter(
    (name) => !setup.some((text) => text.includes(name)) && !work.buildOnlyPackages.includes(name),
  );
  return base.family === "debian" && missing.length > 0 ? [aptLine(missing)] : [];
}

function calledDownloaders({ program }: SingleStage): readonly string[] {
  return ["curl", "wget"].filter((name) => program?.calls.has(name));
}

const buildVariables =
  /^(GO(PATH|BIN|CACHE|MODCACHE|OS|ARCH|ARM|AMD64|FLAGS|PROXY|PRIVATE|SUMDB|NOSUMDB|NOPROXY|INSECURE|TOOLCHAIN|TMPDIR|VCS|ENV|ROOT|EXPERIMENT|111MODULE)|GO111MODULE|CGO_\w+|CC|CXX|DEBIAN_FRONTEND|PATH)$/;

function isBuildVariable(name: string): boolean {
  return buildVariables.test(name);
}
