import type { Instruction } from "../document/dockerfile.ts";
import { normalizePath } from "../facts/situation.ts";
import { isJdkImage } from "../images/javaImages.ts";
import { officialImage } from "../images/official.ts";
import { toolchainOf } from "../images/toolchains.ts";
import { setupOf, userProblem } from "./conversions.ts";
import { brought, broughtAccount, type Owned, ownedFolders } from "./javaAccounts.ts";
import { type JavaRelease, javaBases, javaRelease } from "./javaBase.ts";
import { type JavaBuild, javaBuilds, javaTools, startFolder } from "./javaBuilds.ts";
import { type NamedFiles, namedFiles } from "./javaFiles.ts";
import { type JavaStart, javaStart } from "./javaStart.ts";
import { type Artifact, type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { isAlpine, type RuntimeBase } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, type SingleStage, situationAfter } from "./singleStage.ts";
import { layered } from "./springLayers.ts";
import { aptLine } from "./systemPackages.ts";

/** JDK, Maven or Gradle and what they downloaded stay behind; the runtime stage gets a JRE and the jar. */
export const java: Recipe = {
  name: "a Java program",
  isFor: (single) => {
    const name = officialImage(single.image)?.name;
    if (name === "maven" || name === "gradle") return true;
    return name !== undefined && isJdkImage(single.image) && javaBuilds(single).length > 0;
  },
  plan: planJava,
};

function planJava(single: SingleStage): Plan | WhyNot {
  const builds = javaBuilds(single);
  const start = javaStart(single, builds);
  if (start.kind === "not") return start;
  const last = builds.at(-1);
  if (!last) return not("no Maven or Gradle build of the project is seen");
  const { folder } = last;
  if (folder === undefined) return not(`it is not known in which folder ${last.tool} builds`);
  const release = javaRelease(single);
  if (!release) return not(`the tag of ${single.image.familiar} does not say which Java it has`);
  const work = runtimeWork({
    single,
    folders: [...folders(builds), ...toolFolders],
    artifacts: start.programs.map(({ to }) => to),
    buildPrograms,
    isProvided,
  });
  const script = [...(single.program?.calls ?? [])].find((name) => /\.(sh|bash)$/.test(name));
  if (script !== undefined) return not(`${script} is a script, which may call any program of the image`);
  const [library] = work.libraries;
  if (library !== undefined)
    return not(`native code may be linked with the library of ${library}, which the runtime image lacks`);
  const problem = work.problem ?? userProblem(single, work, ["nobody", brought(single)?.name ?? "nobody"]);
  if (problem !== undefined) return not(problem);
  return planOf(single, { builds, start, folder, release, work });
}

/** Settings, downloads and credentials of the build tools. */
const toolFolders = [
  "/root/.m2",
  "/root/.gradle",
  "/home/gradle/.gradle",
  "/usr/share/maven",
  "/opt/maven",
  "/opt/gradle",
];
const buildPrograms: ReadonlySet<string> = new Set([
  ...javaTools,
  ..."ant java javac jar jlink unzip curl wget tee npm npx yarn node dos2unix tr basename head awk grep yum dnf microdnf exit return".split(
    " ",
  ),
]);

function folders(builds: readonly JavaBuild[]): readonly string[] {
  return builds.flatMap(({ folder }) => (folder === undefined ? [] : [folder]));
}

/** What the build alone needs, and what Temurin's images have already. */
function isProvided(name: string): boolean {
  return /^(maven|gradle|ant|nodejs|npm|yarn|dos2unix|ca-certificates|fontconfig|tzdata|locales|(openjdk|default)-?\d*-(jdk|jre)(-headless)?|openjdk\d+(-j\w+)?)$/.test(
    name,
  );
}

interface Findings {
  readonly builds: readonly JavaBuild[];
  readonly start: JavaStart;
  readonly folder: string;
  readonly release: JavaRelease;
  readonly work: RuntimeWork;
}

function planOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const { builds, start, release, work } = findings;
  const beside = besideTheJar(findings);
  if (beside.kind === "not") return beside;
  const split =
    single.instructions.findLast((other) => other.keyword === "RUN" && !work.isForRuntime(other)) ??
    single.stage.stage.from;
  if (hasLateSources(single, findings, split))
    return not("files that are copied to the sources behind the build are worked on later");
  const setup = setupOf(single, work, split);
  if (
    !release.isTemurin &&
    !isAlpine(single) &&
    setup.some((text) => /\b(user|group)add\b.*\b1000\b/s.test(text))
  )
    return not("an account wants the number 1000, which the runtime image has given away");
  const bases = javaBases(single, release, { isPortable: isPortable(single, findings, { split, setup }) });
  if (bases.length === 0) return not(`no runtime image for Java ${release.number} is known`);
  const input = { split, setup, beside: beside.artifacts, files: namedFiles(single, findings, split) };
  const plain = bases.map((base) => conversionOn(single, findings, { ...input, base }));
  const inLayers = plain.flatMap((conversion) => layered(single, conversion, { start, builds }) ?? []);
  return {
    kind: "plan",
    ships: toolchainOf(single.image) ?? `a JDK and ${besidesJdk(builds)}`,
    purpose: "to run a Java program",
    conversions: [...plain, ...inLayers],
  };
}

/** A cache mount keeps downloads out of the image. */
function besidesJdk(builds: readonly JavaBuild[]): string {
  if (builds.some(({ run }) => run.instruction.mounts.some(({ type }) => type === "cache")))
    return "the sources";
  return builds.at(-1)?.tool === "gradle" ? "what Gradle downloaded" : "what Maven downloaded";
}

/** A copy into the sources behind the last build is for the container, but a later RUN kept it in the build stage. */
function hasLateSources({ facts }: SingleStage, { builds, work }: Findings, split: Instruction): boolean {
  const last = builds.at(-1)?.run.instruction.index ?? split.index;
  return facts.copies.some(
    ({ instruction }) =>
      instruction.index > last && instruction.index < split.index && !work.isForRuntime(instruction),
  );
}

interface Beside {
  readonly kind: "beside";
  readonly artifacts: readonly Artifact[];
}

/** The jars that the manifest of the started one names, where the build file says so. */
function besideTheJar({ builds, start: { jar } }: Findings): Beside | WhyNot {
  const { buildFile = "", tool } = builds.at(-1) ?? {};
  const namesOthers =
    tool === "gradle" ? buildFile.includes("Class-Path") : /<addClasspath>\s*true/.test(buildFile);
  if (!jar || !namesOthers) return { kind: "beside", artifacts: [] };
  const prefix = /<classpathPrefix>\s*([^<\s$]+)\s*</.exec(buildFile)?.[1];
  if (prefix === undefined) return not(`${jar.text} names other jars, which lie where the file does not say`);
  const parent = jar.path.slice(0, jar.path.lastIndexOf("/"));
  const path = normalizePath(prefix.startsWith("/") ? prefix : `${parent}/${prefix}`);
  return path === (parent || "/")
    ? not(`${jar.text} names other jars, which lie among the files of the build`)
    : { kind: "beside", artifacts: [{ from: path, to: path }] };
}

interface StageInput {
  readonly split: Instruction;
  readonly setup: readonly string[];
}

const nativeLibraries =
  /\b(rocksdbjni|netty-tcnative|snappy-java|sqlite-jdbc|jna|javacpp|onnxruntime|tensorflow|lz4-java|zstd-jni|leveldbjni|opencv|playwright|jansi-native|grpc-netty-shaded|conscrypt)\b/;

/** Nothing that is seen binds the program to the distribution that it is built on. */
function isPortable(single: SingleStage, { builds, work }: Findings, { split, setup }: StageInput): boolean {
  const hasRuns =
    setup.some((text) => /^RUN\b/im.test(text)) ||
    single.instructions.some(({ keyword, index }) => keyword === "RUN" && index > split.index);
  const calls = ["bash", "curl", "wget"].some((name) => single.program?.calls.has(name));
  return (
    !hasRuns &&
    !calls &&
    single.atEnd.shellWords === undefined &&
    work.unknownPrograms.length === 0 &&
    !builds.some(({ buildFile = "" }) => nativeLibraries.test(buildFile))
  );
}

interface ConversionInput extends StageInput {
  readonly base: RuntimeBase;
  readonly beside: readonly Artifact[];
  readonly files: NamedFiles;
}

function conversionOn(single: SingleStage, findings: Findings, input: ConversionInput): Conversion {
  const { start, folder, release, work } = findings;
  const { base, beside, files, split } = input;
  const { workdir, hasWorkdir } = situationAfter(single, split);
  const isOther = base.family === "alpine" && !isAlpine(single);
  const lacking = unknownCalls(single, input);
  const needsAdduser = base.family === "debian" && work.usesAdduser && !release.isTemurin;
  const { user } = single.atEnd;
  const isRoot = user === undefined || /^(root|0)(:|$)/.test(user);
  const place = folder === "/" ? "the build image" : folder;
  const account = broughtAccount(single, base);
  const owned: Owned = isRoot ? new Map() : ownedFolders(single, folder, [...input.setup, ...account]);
  const givenBack = [...owned].map(([owner, paths]) => {
    const all = [...paths].join(" ");
    return `RUN mkdir -p ${all} && chown ${owner} ${all}`;
  });
  return {
    base,
    split,
    buildEnd: [],
    setup: [...healthCheckPackages(single, input), ...input.setup, ...account, ...givenBack],
    artifacts: distinct([...files.known, ...files.unsure, ...beside, ...start.programs]),
    isBuildVariable: (name) => buildVariables.test(name),
    workdir: hasWorkdir ? (workdir ?? folder) : startFolder(single) === "/" ? undefined : startFolder(single),
    assumptions: [
      ...start.guesses.map((path) => `the build writes ${path}`),
      ...(start.argument === undefined ? [] : [`no build argument changes where ${start.argument} leads`]),
      `the program reads no other file of ${place}, compiles nothing and calls no program that the runtime image lacks`,
      ...(isRoot || givenBack.length > 0 ? [] : [`it writes no file of ${place}`]),
      ...(release.isTemurin ? [] : [`it runs the same on Temurin's Java ${release.number}`]),
      ...(isOther ? ["it loads no native library that is made for glibc"] : []),
      ...files.unsure.map(({ from }) => `${from} comes from the build context`),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
      ...lacking.map((name) => `${base.text} has ${name}`),
      ...(needsAdduser ? [`${base.text} has adduser`] : []),
    ],
    isDraft:
      start.guesses.length + files.unsure.length + work.unknownPrograms.length + lacking.length > 0 ||
      needsAdduser,
  };
}

function distinct(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ from, to }, at) =>
      !artifacts.slice(0, at).some((other) => other.from === from) &&
      !artifacts.some((other, index) => index !== at && other.to !== to && isBelow(to, other.to)),
  );
}

const everywhere: ReadonlySet<string> = new Set(
  "java sh exit test [ echo true false kill grep cat sleep sed awk curl wget exec".split(" "),
);

/** Programs of the start and the health check that nothing is seen to bring into the runtime image. */
function unknownCalls({ program }: SingleStage, { base, setup }: ConversionInput): readonly string[] {
  const [started = ""] = program?.words ?? [];
  return [...(program?.calls ?? [])].filter(
    (name) =>
      name !== "" &&
      !everywhere.has(name) &&
      !started.endsWith(name) &&
      !(name === "bash" && base.family === "debian") &&
      !setup.some((text) => text.includes(name)),
  );
}

/** Temurin's images have curl on Ubuntu, and the wget of BusyBox on Alpine. */
function healthCheckPackages({ program }: SingleStage, { base, setup }: ConversionInput): readonly string[] {
  const name = base.family === "alpine" ? "curl" : "wget";
  if (!program?.calls.has(name) || setup.some((text) => text.includes(name))) return [];
  return [base.family === "alpine" ? "RUN apk add --no-cache curl" : aptLine([name])];
}

const buildVariables = /^(M2|M2_HOME|(MAVEN|GRADLE|ANT)_\w+|JAVA_HOME|PATH|DEBIAN_FRONTEND)$/;
