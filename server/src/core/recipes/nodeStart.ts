import { developmentPrograms, developmentScripts } from "../facts/developmentStart.ts";
import { manifestOf, type NodeManifest } from "../facts/packageJson.ts";
import { nodeManager } from "./nodeProject.ts";
import { not, type WhyNot } from "./plan.ts";
import type { SingleStage } from "./singleStage.ts";

/** How the server is started. */
export interface NodeStart {
  readonly kind: "started";
  /** By a shell script, which may call other programs of the image. */
  readonly isScript: boolean;
  /** By a package that package.json lists for development. */
  readonly needsDevelopment: boolean;
}

export function nodeStart(single: SingleStage): NodeStart | WhyNot {
  const [program = "", ...args] = single.program?.words ?? [];
  const name = program.slice(program.lastIndexOf("/") + 1);
  const manifest = manifestOf(single.facts.known.context?.read("package.json"));
  const started: NodeStart = { kind: "started", isScript: false, needsDevelopment: false };
  if (developmentPrograms.test(name)) return development(name);
  if (/\.(sh|bash)$/.test(name)) return { ...started, isScript: true };
  if (/^(sh|bash|ash)$/.test(name))
    return /\.(sh|bash)$/.test(args[0] ?? "")
      ? { ...started, isScript: true }
      : not("a shell line starts the server");
  switch (name) {
    case "node":
      return args.some((arg) => /^--watch|\b(ts-node|tsx|nodemon)\b/.test(arg))
        ? development(`node ${args[0] ?? ""}`)
        : started;
    case "npm":
    case "yarn":
    case "pnpm":
      return startedByManager(single, name, { args, manifest });
    case "npx":
    case "pnpx": {
      const tool = args.find((arg) => !arg.startsWith("-")) ?? "";
      if (developmentPrograms.test(tool) || args.includes("dev")) return development(tool);
      return { ...started, needsDevelopment: manifest.devDependencies.has(tool) };
    }
    default:
      if (args[0] === "dev") return development(`${name} dev`);
      return { ...started, needsDevelopment: manifest.devDependencies.has(name) };
  }
}

interface ManagerCall {
  readonly args: readonly string[];
  readonly manifest: NodeManifest;
}

function startedByManager(
  single: SingleStage,
  manager: string,
  { args, manifest }: ManagerCall,
): NodeStart | WhyNot {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const isRun = words[0] === "run" || words[0] === "run-script";
  const script = (isRun ? words[1] : words[0]) ?? "";
  if (script === "" || developmentScripts.test(script)) return development(`${manager} ${words.join(" ")}`);
  if (isFetchedAtStart(single, manager))
    return not(`${manager} comes by corepack, which would download it again at the start`);
  const text = manifest.scripts.get(script) ?? "";
  const [first = ""] = text.split(/\s+/).filter((word) => !/=|^(cross-env|npx|exec)$/.test(word));
  if (
    text.split(/[\s&;|]+/).some((word) => developmentPrograms.test(word) || word === "dev") ||
    text.startsWith("react-scripts start")
  )
    return development(`${manager} ${words.join(" ")}`);
  if (manifest.scripts.has(`pre${script}`) || /\b(tsc|build)\b(?!\/)/.test(text))
    return not(
      `${manager} ${words.join(" ")} builds before it starts, so it needs the packages for development`,
    );
  return { kind: "started", isScript: false, needsDevelopment: manifest.devDependencies.has(first) };
}

/** corepack keeps what it downloaded in the home directory of the build stage. */
function isFetchedAtStart({ facts }: SingleStage, manager: string): boolean {
  if (manager !== "pnpm") return false;
  const isInstalled = facts.packages.some(
    (call) => nodeManager(call) && call.operands.some(({ value }) => /^pnpm(@|$)/.test(value)),
  );
  return !isInstalled;
}

function development(what: string): WhyNot {
  return not(`${what.trim()} is for development, not for a server that ships`);
}
