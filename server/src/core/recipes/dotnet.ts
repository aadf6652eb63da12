import type { Instruction } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import { hasLateSources, splitOf } from "./compiledProgram.ts";
import { namedFiles, ownerOf, setupOf, userProblem } from "./conversions.ts";
import { type DotnetRuntime, dotnetProjects, runtimeFor } from "./dotnetProject.ts";
import { type PublishedProgram, publishedProgram } from "./dotnetPublish.ts";
import { type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { isAlpine, knownBase, type RuntimeBase } from "./runtimeBase.ts";
import { type RuntimeWork, runtimeWork } from "./runtimeWork.ts";
import { type SingleStage, situationAfter } from "./singleStage.ts";
import { aptLine } from "./systemPackages.ts";

/** The SDK and the sources stay behind; the runtime stage gets what was published. */
export const dotnet: Recipe = {
  name: "a .NET program",
  isFor: ({ image }) => image.registry === "mcr.microsoft.com" && image.repository === "dotnet/sdk",
  plan: planDotnet,
};

function planDotnet(single: SingleStage): Plan | WhyNot {
  const published = publishedProgram(single);
  if (published.kind === "not") return published;
  const { publish, folder, sources, file } = published;
  const projects = dotnetProjects(single);
  const name = file.replace(/\.dll$/i, "");
  if (projects && !projects.has(name)) return not(`no project of the build context makes ${file}`);
  const work = runtimeWork({
    single,
    folders: [sources, folder],
    artifacts: [folder],
    buildPrograms,
    isProvided: (other) => /^(ca-certificates|nodejs|npm|yarn|clang|zlib1g-dev)$/.test(other),
  });
  const [library] = work.libraries;
  if (library !== undefined)
    return not(`the program may load the library of ${library}, which the runtime image lacks`);
  const problem = work.problem ?? userProblem(single, work, ["app", "$APP_UID", "${APP_UID}", "nobody"]);
  if (problem !== undefined) return not(problem);
  const split = splitOf(single, publish.run.instruction, work);
  if (hasLateSources(single, { last: publish.run.instruction, work, split }))
    return not("files that are copied to the sources behind the build are worked on later");
  const findings = { published, work, split, setup: setupOf(single, work, split) };
  const start = startIn(single, findings);
  if (!start)
    return not("the command that starts the program stands above the build, and names a file that moves");
  const runtime = runtimeFor(publish, projects, name);
  const bases = basesFor(single, runtime, findings);
  if (bases.length === 0)
    return not(
      `no image mcr.microsoft.com/dotnet/${runtime} of the line of ${single.image.tag ?? "latest"} is known`,
    );
  return {
    kind: "plan",
    ships: "the .NET SDK",
    purpose: "to run one program",
    conversions: bases.map((base) => conversionOn(single, { ...findings, base, start })),
  };
}

const buildPrograms = new Set("dotnet npm npx node yarn pnpm libman dotnet-ef nuget".split(" "));
const buildVariables =
  /^(NUGET_.*|DOTNET_(CLI_.*|NOLOGO|SKIP_FIRST_TIME_EXPERIENCE|USE_POLLING_FILE_WATCHER|WATCH_.*)|MSBUILD.*|BUILD_CONFIGURATION|CONFIGURATION|DEBIAN_FRONTEND|PATH)$/;

interface Findings {
  readonly published: PublishedProgram;
  readonly work: RuntimeWork;
  readonly split: Instruction;
  readonly setup: readonly string[];
}

interface Start {
  /** Where the published files go, and the program starts: ASP.NET Core reads its settings there. */
  readonly folder: string;
  readonly edits: readonly Edit[];
}

/** A path that leads from the working directory to the program becomes its bare name, and the files move up. */
function startIn(single: SingleStage, { published, split }: Findings): Start | undefined {
  const { folder, word, file } = published;
  const { program, atEnd, instructions, facts } = single;
  const isBelowWorkdir = !word.startsWith("/") && word.replace(/^\.\//, "").includes("/");
  if (!isBelowWorkdir) return { folder, edits: [] };
  const { text } = facts.dockerfile;
  const naming = instructions.findLast(
    ({ keyword, span }) =>
      /^(CMD|ENTRYPOINT)$/.test(keyword) && text.slice(span.start, span.end).includes(word),
  );
  if (!program || !naming || naming.index < split.index || atEnd.workdir === undefined) return undefined;
  const start = text.indexOf(word, naming.span.start);
  const replacement = word === program.words[0] ? `./${file}` : file;
  return { folder: atEnd.workdir, edits: [{ span: { start, end: start + word.length }, text: replacement }] };
}

function basesFor(
  single: SingleStage,
  runtime: DotnetRuntime,
  { setup, split }: Findings,
): readonly RuntimeBase[] {
  const { image, program, atEnd, instructions, stage } = single;
  const [, line, variant = ""] = /^(\d+\.\d+)(?:\.\d+)?(-.*)?$/.exec(image.tag ?? "") ?? [];
  if (line === undefined) return [];
  const name = `mcr.microsoft.com/dotnet/${runtime}`;
  const written = stage.stage.from.image?.text ?? "";
  const family = isAlpine(single) ? "alpine" : "debian";
  const plain = variant.replace(/^(-alpine)[\d.]+$/, "$1");
  const isSame = `${line}${plain}` === image.tag && image.digest === undefined && written.includes("/sdk:");
  const tag = `${line}${plain}`;
  const own = knownBase(
    single,
    `${name}:${tag}`,
    family,
    isSame ? written.replace("/sdk:", `/${runtime}:`) : `${name}:${tag}`,
  );
  const hasRuns =
    setup.some((text) => /^RUN\b/im.test(text)) ||
    instructions.some(({ keyword, index }) => keyword === "RUN" && index > split.index);
  const needsShell = program?.needsShell === true || hasRuns || calledDownloaders(single).length > 0;
  const chiseled =
    needsShell || family === "alpine" || atEnd.user !== undefined
      ? undefined
      : knownBase(single, `${name}:${line}-noble-chiseled`, "distroless");
  return [own, chiseled].filter((base) => base !== undefined);
}

function calledDownloaders({ program }: SingleStage): readonly string[] {
  return ["curl", "wget"].filter((name) => program?.calls.has(name));
}

interface ConversionInput extends Findings {
  readonly base: RuntimeBase;
  readonly start: Start;
}

function conversionOn(
  single: SingleStage,
  { published, work, split, setup, base, start }: ConversionInput,
): Conversion {
  const { folder, sources } = published;
  const missing = calledDownloaders(single).filter((name) => !setup.some((text) => text.includes(name)));
  const tools = base.family === "alpine" ? missing.filter((name) => name !== "wget") : missing;
  const install = base.family === "alpine" ? `RUN apk add --no-cache ${tools.join(" ")}` : aptLine(tools);
  const named = namedFiles(single, sources, split).filter(
    ({ from }) => !from.startsWith(`${folder}/`) && !from.endsWith(`/${published.file}`),
  );
  const needsAdduser = base.family === "debian" && work.usesAdduser;
  const { workdir } = situationAfter(single, split);
  const movesLater = single.instructions.some(
    ({ keyword, index }) => keyword === "WORKDIR" && index > split.index,
  );
  return {
    base,
    split,
    buildEnd: [],
    setup: [...(tools.length > 0 ? [install] : []), ...setup],
    artifacts: [...named, { from: folder, to: start.folder, owner: ownerOf(single, folder, split) }],
    rewrites: start.edits,
    isBuildVariable: (variable) => buildVariables.test(variable),
    workdir: movesLater ? undefined : start.folder,
    assumptions: [
      `the program reads no file of ${sources} that publishing leaves out`,
      ...(!movesLater && workdir !== undefined && workdir !== start.folder && start.edits.length === 0
        ? [`it may start in ${start.folder}`]
        : []),
      ...(saysPorts(single) || !base.text.includes("/aspnet")
        ? []
        : ["it may listen on the port that the runtime image asks for, 8080"]),
      ...named.map(({ from }) => `${from} is there when the build is done`),
      ...work.unknownPrograms.map((name) => `what ${name} does in the build is of no use at run time`),
      ...(needsAdduser ? [`${base.text} has adduser`] : []),
      ...(base.family === "distroless" ? ["it needs no culture data, and may run as the user app"] : []),
    ],
    isDraft: named.length + work.unknownPrograms.length > 0 || needsAdduser,
  };
}

/** The image of the SDK takes back what the runtime's says about ports. */
function saysPorts({ instructions, program }: SingleStage): boolean {
  return (
    program?.words.some((word) => word.startsWith("--urls")) === true ||
    instructions.some(
      (other) =>
        other.keyword === "ENV" &&
        other.properties.some(({ name }) => /^(ASPNETCORE|DOTNET)_(URLS|HTTPS?_PORTS)$/.test(name.value)),
    )
  );
}
