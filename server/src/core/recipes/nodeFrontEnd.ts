import type { Instruction } from "../document/dockerfile.ts";
import { isNamedForDevelopment } from "../facts/developmentStart.ts";
import { exposedPorts } from "../facts/ports.ts";
import { normalizePath } from "../facts/situation.ts";
import { officialWorkdir } from "../images/workdirs.ts";
import { type FrontEnd, frontEndIn, isForBrowsersAlone, outputFolder } from "./frontEndOutput.ts";
import { nodeInstalls } from "./nodeProject.ts";
import { type Conversion, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { knownBase, type RuntimeBase, registryPrefix } from "./runtimeBase.ts";
import { isBelow, isOfficial, type SingleStage } from "./singleStage.ts";
import { keyword } from "./stageText.ts";
import { type StaticServer, staticServer } from "./staticServer.ts";

/** Node and all packages stay behind; nginx hands out what the build wrote. */
export const nodeFrontEnd: Recipe = {
  name: "a front end of static files",
  isFor: (single) => isOfficial(single.image, "node") && serverOf(single) !== undefined,
  plan: planFrontEnd,
};

const documentRoot = "/usr/share/nginx/html";

interface Served extends StaticServer {
  readonly project: FrontEnd;
}

/** A development server is a static one only where the whole project is known to be made for browsers. */
function serverOf(single: SingleStage): Served | undefined {
  const { program, atEnd, stage } = single;
  if (!program) return undefined;
  const project = frontEndIn(single, atEnd.workdir);
  const server = staticServer(program.words, project.manifest);
  const isMeant = !server?.isDevelopment || (isForBrowsersAlone(project) && !isNamedForDevelopment(stage));
  return server && isMeant ? { ...server, project } : undefined;
}

function planFrontEnd(single: SingleStage): Plan | WhyNot {
  const server = serverOf(single);
  if (!server) return not("no server of static files is started");
  if (server.problem !== undefined) return not(`${server.problem}, which nginx has no counterpart for`);
  const folder = servedFolder(single, server);
  if (folder === undefined) return not(`the folder that ${server.name} takes its files from is not seen`);
  const port = portOf(single, server);
  if (port === undefined) return not(`the port that ${server.name} listens on is not seen`);
  const { project } = server;
  const settings = ["serve.json", "public/serve.json"].find((path) =>
    project.context?.has(`${project.place}${path}`),
  );
  if (server.name === "serve" && settings !== undefined)
    return not(`${settings} has settings of serve, which nginx does not read`);
  const caller = single.program?.checks.find((name) => !checkPrograms.has(name));
  if (caller !== undefined) return not(`the health check runs ${caller}, which the nginx image lacks`);
  const build = server.isDevelopment ? missingBuild(single) : [];
  if (!build) return not("no npm, yarn or pnpm install of the project is seen");
  return conversionsOf(single, { server, folder, port, build });
}

interface Findings {
  readonly server: Served;
  readonly folder: string;
  readonly port: number;
  readonly build: readonly string[];
}

function conversionsOf(single: SingleStage, findings: Findings): Plan | WhyNot {
  const bases = runtimeImages(single);
  if (bases.length === 0) return not("no nginx image for this registry and user is known");
  const dropped = droppedFrom(single, findings);
  const split = single.instructions.findLast(
    (other) => /^(RUN|COPY|ADD)$/.test(other.keyword) && !dropped.has(other),
  );
  if (!split) return not("nothing is copied or built in the file");
  return {
    kind: "plan",
    ships: "Node and the packages of the build",
    purpose: "to serve static files",
    conversions: bases.map((base) => conversionOn(single, base, { ...findings, split, dropped })),
  };
}

interface ConversionInput extends Findings {
  readonly split: Instruction;
  readonly dropped: ReadonlySet<Instruction>;
}

function conversionOn(
  single: SingleStage,
  base: RuntimeBase,
  { server, folder, port, build, split, dropped }: ConversionInput,
): Conversion {
  const isGuess = server.folder === undefined && server.project.context === undefined;
  return {
    base,
    split,
    dropped,
    buildEnd: build,
    setup: [serverSettings(single, server, port)],
    artifacts: [{ from: folder, to: documentRoot }],
    isBuildVariable: (name) => name !== "TZ",
    workdir: undefined,
    assumptions: [
      `nginx may answer in place of ${server.name} on port ${port}, with nothing but the files of ${folder}`,
      "nothing reads variables of the container when it starts",
      ...(asksLocalhost(single) ? ["containers have IPv6, by which the health check asks"] : []),
      ...(isGuess ? [`the build writes to ${folder}`] : []),
      ...(server.isDevelopment ? ["nobody changes sources in the running container"] : []),
    ],
    isDraft: isGuess || server.isDevelopment,
  };
}

function servedFolder(single: SingleStage, server: Served): string | undefined {
  const { hasWorkdir } = single.atEnd;
  const workdir = hasWorkdir ? single.atEnd.workdir : officialWorkdir(single.image);
  const given = server.folder ?? outputFolder(server.project, server.name);
  const path = given === undefined ? undefined : expanded(single, given);
  if (path === undefined || (workdir === undefined && !path.startsWith("/"))) return undefined;
  const folder = normalizePath(path.startsWith("/") ? path : `${workdir}/${path}`);
  return folder === "/" ? undefined : folder;
}

/** With the variables that the file gives a value; undefined where one is left, or a blank. */
function expanded({ facts, stage, program }: SingleStage, text: string): string | undefined {
  const value = program && facts.scope.expand(text, stage, program.instruction);
  return value === undefined || value === "" || /[\s$`*?'"]/.test(value) ? undefined : value;
}

/** What the program is told, else the one port that the file exposes where it can be, else the program's usual one. */
function portOf(single: SingleStage, server: Served): number | undefined {
  const { facts, stage, program } = single;
  const variable =
    server.readsPort && program ? facts.scope.value("PORT", stage, program.instruction) : undefined;
  const told = server.port ?? variable;
  const exposed = [...exposedPorts(facts)].map(({ text }) => text?.replace(/\/tcp$/, ""));
  const text = told === undefined ? usualPort(server, exposed) : expanded(single, told);
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

function usualPort(
  { usualPorts, isConfigured }: Served,
  [exposed, second]: readonly (string | undefined)[],
): string | undefined {
  const isOnlyOne = exposed !== undefined && second === undefined;
  const isMeant = isOnlyOne && (isConfigured || usualPorts.includes(Number(exposed)));
  return isMeant ? exposed : String(usualPorts[0]);
}

/** The build that a development server does without; none where a RUN does it already, undefined where none can be. */
function missingBuild(single: SingleStage): readonly string[] | undefined {
  const install = nodeInstalls(single).at(-1);
  if (!install) return undefined;
  const isBuilt = single.facts.packages.some(
    ({ manager, action, operands }) =>
      manager === install.manager && (action === "build" || operands.some(({ value }) => value === "build")),
  );
  return isBuilt ? [] : [`RUN ${install.manager} run build`];
}

/** nginx as the file's user: the official image starts as root and steps down, the other one never is root. */
function runtimeImages(single: SingleStage): readonly RuntimeBase[] {
  const { user } = single.atEnd;
  const isRoot = user === undefined || /^(root|0)(:|$)/.test(user);
  const prefix = registryPrefix(single);
  const name = isRoot ? `${prefix}nginx` : "nginxinc/nginx-unprivileged";
  if (!isRoot && prefix !== "") return [];
  const tags = single.program?.checks.includes("curl")
    ? ["stable-alpine"]
    : ["stable-alpine", "stable-alpine-slim"];
  return tags.flatMap((tag) => knownBase(single, `${name}:${tag}`, "alpine") ?? []);
}

const checkPrograms: ReadonlySet<string> = new Set("curl wget exit true test [ grep echo sh nc".split(" "));

/** Node's server is not there to be started, nor its user to run as it, nor its package to be installed. */
function droppedFrom(single: SingleStage, { server, folder }: Findings): ReadonlySet<Instruction> {
  const { facts } = single;
  const isDropped = (instruction: Instruction): boolean => {
    switch (instruction.keyword) {
      case "CMD":
      case "ENTRYPOINT":
      case "USER":
        return true;
      case "VOLUME":
        return instruction.words.some(({ value }) => isBelow(value, single.atEnd.workdir ?? folder));
      case "RUN": {
        const commands = facts.run(instruction)?.script.commands ?? [];
        const calls = commands.map((command) => facts.callOf(command));
        // `npm cache clean --force` behind it cleans up after it.
        const isServerInstall = calls.every((call) => {
          if (call?.action === "cache") return true;
          const isGlobal = call?.args.some(({ value }) => /^(-g|--global|global)$/.test(value)) === true;
          const names = call?.operands.map(({ value }) => value.replace(/(.)@.*$/, "$1")) ?? [];
          return isGlobal && names.every((name) => name === server.name || name === "add");
        });
        return isServerInstall && calls.some((call) => call?.action !== "cache");
      }
      default:
        return false;
    }
  };
  return new Set(single.instructions.filter(isDropped));
}

/** busybox wget asks localhost by its IPv6 address and nothing else. */
function asksLocalhost({ program, instructions }: SingleStage): boolean {
  const check = instructions.findLast(({ keyword }) => keyword === "HEALTHCHECK");
  return program?.checks.includes("wget") === true && check?.body.text.includes("localhost") === true;
}

function serverSettings(single: SingleStage, { fallsBack, isOpen }: Served, port: number): string {
  const { dockerfile } = single.facts;
  return [
    `${keyword(dockerfile, "COPY")} <<'EOF' /etc/nginx/conf.d/default.conf`,
    "server {",
    `    listen ${port};`,
    ...(asksLocalhost(single) ? [`    listen [::]:${port};`] : []),
    `    root ${documentRoot};`,
    ...(isOpen ? ["    add_header Access-Control-Allow-Origin * always;"] : []),
    "    location / {",
    fallsBack
      ? "        try_files $uri $uri/index.html /index.html;"
      : "        try_files $uri $uri.html $uri/index.html =404;",
    "    }",
    ...(fallsBack ? [] : ["    error_page 404 /404.html;"]),
    "}",
    "EOF",
  ].join(dockerfile.eol);
}
