import type { Instruction } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import { runtimeLibraries, type System } from "../facts/runtimeLibraries.ts";
import { ownerOf, setupOf, userProblem } from "./conversions.ts";
import { filesBeside } from "./goFiles.ts";
import { distrolessWithLibraries, systemBase, systemOf } from "./nativeSystem.ts";
import { type Artifact, type Conversion, not, type Plan, type WhyNot } from "./plan.ts";
import type { BuiltProgram, ProgramBuild } from "./programBuilds.ts";
import { type RuntimeBase, withoutShell } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, type SingleStage, situationAfter } from "./singleStage.ts";
import { aptLine, systemInstalls } from "./systemPackages.ts";

/** A program that a compiler wrote, with what its ecosystem knows of it. */
export interface CompiledProgram {
  readonly built: BuiltProgram;
  readonly builds: readonly ProgramBuild[];
  /** Where sources and toolchain are: what is done there is the build's business. */
  readonly folders: readonly string[];
  readonly buildPrograms: ReadonlySet<string>;
  /** "the Rust toolchain" */
  readonly ships: string;
  /** Further files that the program is known to need. */
  readonly artifacts: readonly Artifact[];
  /** Instructions behind the copies. */
  readonly finish: readonly string[];
  /** Words of the command that starts it which change. */
  readonly rewrites?: readonly Edit[];
  /** Packages that the runtime stage installs in any case. */
  readonly packages: readonly string[];
  /** The image that the runtime stage is built from where it is not the small one of the same release. */
  readonly base: RuntimeBase | undefined;
  /** The build image has /etc/ssl/certs/ca-certificates.crt. */
  readonly hasCertificates: boolean;
  readonly assumptions: readonly string[];
  isBuildVariable(name: string): boolean;
  /** Packages that only the build needs, beside compilers. */
  isBuildPackage(name: string): boolean;
  /** Development packages of the libraries that it may be linked with, out of those that the file installs. */
  linkedWith(installed: readonly string[]): readonly string[];
}

interface Findings {
  readonly program: CompiledProgram;
  readonly work: RuntimeWork;
  readonly split: Instruction;
  readonly setup: readonly string[];
  /** Packages that the runtime stage installs beside those that the file names. */
  readonly packages: readonly string[];
  /** Instructions behind the copies. */
  readonly finish: readonly string[];
}

export function compiledPlan(single: SingleStage, program: CompiledProgram): Plan | WhyNot {
  const { built, folders } = program;
  const system = systemOf(single);
  const installed = systemInstalls(single).flatMap(({ libraries }) => libraries);
  const linked = built.isStatic
    ? []
    : program.linkedWith(installed.filter((name) => !program.isBuildPackage(name)));
  const unknown = linked.find((name) => !runtimeLibraries(name, system));
  if (unknown !== undefined)
    return not(
      `the program may be linked with the library of ${unknown}, whose package for the runtime image is not known`,
    );
  const inPlaceOf = (name: string): readonly string[] =>
    linked.includes(name) ? withCertificates(runtimeLibraries(name, system) ?? [], system) : [];
  const work = runtimeWork({
    single,
    folders,
    artifacts: [built, ...program.artifacts].map(({ to }) => to),
    buildPrograms: program.buildPrograms,
    isProvided: (name) =>
      program.isBuildPackage(name) || (program.hasCertificates && /^ca-certificates(-bundle)?$/.test(name)),
    inPlaceOf,
  });
  const problem = work.problem ?? userProblem(single, work, ["nobody"]);
  if (problem !== undefined) return not(problem);
  const last = program.builds.at(-1)?.run.instruction ?? single.stage.stage.from;
  const split = splitOf(single, last, work);
  if (hasLateSources(single, { last, work, split }))
    return not("files that are copied to the sources behind the build are worked on later");
  const setup = setupOf(single, work, split);
  // Alpine's image has a wget.
  const downloaders = (system.family === "alpine" ? ["curl"] : ["curl", "wget"]).filter(
    (name) => single.program?.calls.has(name) && !setup.some((text) => text.includes(name)),
  );
  const others = linked.filter((name) => !installed.includes(name)).flatMap(inPlaceOf);
  const packages = [...new Set([...others, ...program.packages, ...downloaders])];
  const finish = [...program.finish, ...ownWorkdir(single, split)];
  const findings = { program, work, split, setup, packages, finish };
  const bases = basesFor(single, findings);
  if (bases.length === 0)
    return not(`no small image of the distribution that ${single.image.familiar} is made of is known`);
  return {
    kind: "plan",
    ships: program.ships,
    purpose: "to run one binary",
    conversions: bases.map((base) => conversionOn(single, { ...findings, base })),
  };
}

/** The last instruction that the build needs; the ones behind it are for the container. */
export function splitOf(single: SingleStage, lastBuild: Instruction, work: RuntimeWork): Instruction {
  const isBuild = (instruction: Instruction): boolean =>
    instruction.keyword === "RUN" && !work.isForRuntime(instruction);
  return single.instructions.findLast(isBuild) ?? lastBuild;
}

interface Order {
  /** The last build. */
  readonly last: Instruction;
  readonly split: Instruction;
  readonly work: RuntimeWork;
}

/** A copy into the sources behind the last build is for the container, but a later RUN kept it in the build stage. */
export function hasLateSources({ facts }: SingleStage, { last, split, work }: Order): boolean {
  return facts.copies.some(
    ({ instruction }) =>
      instruction.index > last.index && instruction.index < split.index && !work.isForRuntime(instruction),
  );
}

function basesFor(single: SingleStage, findings: Findings): readonly RuntimeBase[] {
  const { program, setup, split, packages, finish } = findings;
  const { built } = program;
  const hasRuns =
    setup.some((text) => /^RUN\b/im.test(text)) ||
    single.instructions.some(({ keyword, index }) => keyword === "RUN" && index > split.index);
  const needsShell =
    single.program?.needsShell === true || hasRuns || packages.length + finish.length > 0 || built.isGuess;
  const base = program.base ?? systemBase(single);
  if (needsShell) return base ? [base] : [];
  if (built.isStatic) {
    const [first, ...others] = withoutShell(single);
    const own = base ? [base] : [];
    return first?.family === "distroless" ? [first, ...own, ...others] : [...own, ...(first ? [first] : [])];
  }
  const distroless = program.artifacts.length > 0 ? undefined : distrolessWithLibraries(single);
  return [base, distroless].filter((found) => found !== undefined);
}

function conversionOn(
  single: SingleStage,
  { program, work, split, setup, packages, finish, base }: Findings & { readonly base: RuntimeBase },
): Conversion {
  const { built, folders } = program;
  const [folder = "/"] = folders;
  const { workdir, hasWorkdir } = situationAfter(single, split);
  const started = single.program?.words[0] ?? "";
  const isRelative = started.includes("/") && !started.startsWith("/");
  const { read, unsure } = filesBeside(single, { program: built.to, folder, split });
  const files = distinct([...program.artifacts, ...read, ...unsure]);
  const others = read.length + unsure.length > 0 ? `no other file of ${folder}` : `no file of ${folder}`;
  const needsAdduser = work.usesAdduser && base.family === "debian";
  const isCovered = files.some(({ to }) => isBelow(built.to, to));
  const hasPackage = [...packages, ...setup].some((text) => text.includes("ca-certificates"));
  const copiesCertificates = program.hasCertificates && !hasPackage && /debian|scratch/.test(base.family);
  return {
    base,
    split,
    buildEnd: [],
    setup: [...(packages.length > 0 ? [installRun(single, packages)] : []), ...setup],
    artifacts: [
      ...(copiesCertificates ? [{ from: "/etc/ssl/certs/ca-certificates.crt", to: "/etc/ssl/certs/" }] : []),
      ...files,
      ...(isCovered ? [] : [{ from: built.from, to: built.to }]),
    ],
    finish,
    rewrites: program.rewrites ?? [],
    isBuildVariable: (name) => program.isBuildVariable(name),
    workdir: hasWorkdir ? (workdir ?? folder) : isRelative ? folder : undefined,
    assumptions: [
      ...(built.isGuess ? [`the build writes ${built.from}`] : []),
      `the program reads ${others} and calls no program of the build image`,
      ...program.assumptions,
      ...unsure.map(({ from }) => `${from} is there when the build is done`),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
      ...(needsAdduser ? [`${base.text} has adduser`] : []),
      ...(base.family === "scratch" ? ["it needs no /tmp and looks up no user name"] : []),
    ],
    isDraft: built.isGuess || unsure.length + work.unknownPrograms.length > 0 || needsAdduser,
  };
}

/** Who was given the working directory may write there. */
function ownWorkdir(single: SingleStage, split: Instruction): readonly string[] {
  const { workdir } = situationAfter(single, split);
  const isRoot = /^(root|0)(:|$)/.test(single.atEnd.user ?? "root");
  const owner = workdir === undefined || isRoot ? undefined : ownerOf(single, workdir, split);
  return owner === undefined ? [] : [`RUN chown ${owner} ${workdir}`];
}

function distinct(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ to }, at) => !artifacts.slice(0, at).some((other) => isBelow(to, other.to.replace(/\/$/, ""))),
  );
}

/** OpenSSL looks for certificates in its own way, so that the package has to put them there; Alpine's image has it. */
function withCertificates(packages: readonly string[], { family }: System): readonly string[] {
  const usesTls = family !== "alpine" && packages.some((name) => /^lib(ssl|curl)/.test(name));
  return usesTls ? ["ca-certificates", ...packages] : packages;
}

function installRun(single: SingleStage, names: readonly string[]): string {
  if (systemOf(single).family === "alpine") return `RUN apk add --no-cache ${names.join(" ")}`;
  return aptLine(names);
}
