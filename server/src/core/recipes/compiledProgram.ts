import type { Instruction } from "../document/dockerfile.ts";
import { namedFiles, setupOf, userProblem } from "./conversions.ts";
import { comesFromContext, runtimeFiles } from "./goFiles.ts";
import { distrolessWithLibraries, systemBase, systemOf } from "./nativeSystem.ts";
import { type Artifact, type Conversion, not, type Plan, type WhyNot } from "./plan.ts";
import type { BuiltProgram, ProgramBuild } from "./programBuilds.ts";
import { type RuntimeBase, withoutShell } from "./runtimeBase.ts";
import { runtimePackages } from "./runtimeLibraries.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { isBelow, type SingleStage, situationAfter } from "./singleStage.ts";
import { aptLine } from "./systemPackages.ts";

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
  /** Packages with the libraries that it is linked with. */
  readonly libraries: readonly string[];
  /** Packages that the runtime stage installs for the program. */
  readonly packages: readonly string[];
}

export function compiledPlan(single: SingleStage, program: CompiledProgram): Plan | WhyNot {
  const { built, folders } = program;
  const work = runtimeWork({
    single,
    folders,
    artifacts: [built, ...program.artifacts].map(({ to }) => to),
    buildPrograms: program.buildPrograms,
    isProvided: (name) =>
      program.isBuildPackage(name) || (program.hasCertificates && /^ca-certificates(-bundle)?$/.test(name)),
  });
  const problem = work.problem ?? userProblem(single, work, ["nobody"]);
  if (problem !== undefined) return not(problem);
  const linked = built.isStatic
    ? []
    : program.linkedWith(work.libraries.filter((name) => !program.isBuildPackage(name)));
  const system = systemOf(single);
  const libraries: string[] = [];
  for (const name of linked) {
    const packages = runtimePackages(name, system);
    if (!packages)
      return not(
        `the program may be linked with the library of ${name}, whose package for the runtime image is not known`,
      );
    libraries.push(...packages.filter((other) => !libraries.includes(other)));
  }
  const split = splitOf(single, program, work);
  if (hasLateSources(single, { program, work, split }))
    return not("files that are copied to the sources behind the build are worked on later");
  const setup = setupOf(single, work, split);
  const downloaders = ["curl", "wget"].filter(
    (name) => single.program?.calls.has(name) && !setup.some((text) => text.includes(name)),
  );
  const packages = [...program.packages, ...libraries, ...downloaders];
  const findings = { program, work, split, setup, libraries, packages };
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
function splitOf(single: SingleStage, { builds }: CompiledProgram, work: RuntimeWork): Instruction {
  const isBuild = (instruction: Instruction): boolean =>
    instruction.keyword === "RUN" && !work.isForRuntime(instruction);
  return single.instructions.findLast(isBuild) ?? builds.at(-1)?.run.instruction ?? single.stage.stage.from;
}

/** A copy into the sources behind the last build is for the container, but a later RUN kept it in the build stage. */
function hasLateSources(
  { facts }: SingleStage,
  { program, work, split }: Pick<Findings, "program" | "work" | "split">,
): boolean {
  const last = program.builds.at(-1)?.run.instruction.index ?? split.index;
  return facts.copies.some(
    ({ instruction }) =>
      instruction.index > last && instruction.index < split.index && !work.isForRuntime(instruction),
  );
}

function basesFor(single: SingleStage, findings: Findings): readonly RuntimeBase[] {
  const { program, setup, split, packages } = findings;
  const { built, finish } = program;
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
  { program, work, split, setup, packages, base }: Findings & { readonly base: RuntimeBase },
): Conversion {
  const { built, folders } = program;
  const [folder = "/"] = folders;
  const { workdir, hasWorkdir } = situationAfter(single, split);
  const started = single.program?.words[0] ?? "";
  const isRelative = started.includes("/") && !started.startsWith("/");
  const named = namedFiles(single, folder, split).filter(({ from }) => from !== built.to);
  const read = [
    ...runtimeFiles(single),
    ...named.filter(({ from }) => comesFromContext(single, from) === true),
  ];
  const unsure = named.filter(({ from }) => comesFromContext(single, from) === undefined);
  const files = distinct([...program.artifacts, ...read, ...unsure]);
  const others = read.length + unsure.length > 0 ? `no other file of ${folder}` : `no file of ${folder}`;
  const needsAdduser = work.usesAdduser && base.family === "debian";
  const isCovered = files.some(({ to }) => isBelow(built.to, to));
  // Programs that look for certificates in the system's own way find those that the package puts there.
  const installs = [
    ...(packages.length > 0 && program.hasCertificates ? ["ca-certificates"] : []),
    ...packages,
  ];
  const copiesCertificates =
    program.hasCertificates && installs.length === 0 && /debian|scratch/.test(base.family);
  return {
    base,
    split,
    buildEnd: [],
    setup: [...(installs.length > 0 ? [installRun(single, installs)] : []), ...setup],
    artifacts: [
      ...(copiesCertificates ? [{ from: "/etc/ssl/certs/ca-certificates.crt", to: "/etc/ssl/certs/" }] : []),
      ...files,
      ...(isCovered ? [] : [{ from: built.from, to: built.to }]),
    ],
    finish: program.finish,
    isBuildVariable: (name) => program.isBuildVariable(name),
    workdir: hasWorkdir ? (workdir ?? folder) : isRelative ? folder : undefined,
    assumptions: [
      ...(built.isGuess ? [`the build writes ${built.from}`] : []),
      `the program reads ${others} and calls no program of the build image`,
      ...program.assumptions,
      ...unsure.map(({ from }) => `${from} comes from the build context`),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
      ...(needsAdduser ? [`${base.text} has adduser`] : []),
      ...(base.family === "scratch" ? ["it needs no /tmp and looks up no user name"] : []),
    ],
    isDraft: built.isGuess || unsure.length + work.unknownPrograms.length > 0 || needsAdduser,
  };
}

function distinct(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ to }, at) => !artifacts.slice(0, at).some((other) => isBelow(to, other.to.replace(/\/$/, ""))),
  );
}

function installRun(single: SingleStage, names: readonly string[]): string {
  if (systemOf(single).family === "alpine") return `RUN apk add --no-cache ${names.join(" ")}`;
  return aptLine(names);
}
