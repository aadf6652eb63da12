import type { NodeManifest } from "../facts/packageJson.ts";

/** A program of Node's that hands out files of a folder as they are. */
export interface StaticServer {
  readonly name: string;
  /** As it is given to the program; undefined for the folder that the project's build tool writes. */
  readonly folder: string | undefined;
  /** As it is given to the program; it may hold variables. */
  readonly port: string | undefined;
  /** Where it listens when nobody says, the latest version first. */
  readonly usualPorts: readonly [number, ...number[]];
  /** A file of the project may say where it listens. */
  readonly isConfigured: boolean;
  /** PORT of the environment says where it listens. */
  readonly readsPort: boolean;
  /** A path that is not there is answered with index.html, as applications of a single page want it. */
  readonly fallsBack: boolean;
  /** Pages of other sites may read what it answers. */
  readonly isOpen: boolean;
  /** It builds in memory, for somebody who changes the sources. */
  readonly isDevelopment: boolean;
  /** What it is asked for that a plain web server does not do. */
  readonly problem: string | undefined;
}

interface ServerProgram {
  /** Words behind the program that make it a server; the first one is how it is called by. */
  readonly actions: readonly string[];
  readonly name: string;
  readonly usualPorts: readonly [number, ...number[]];
  readonly isConfigured?: true;
  readonly readsPort?: true;
  readonly fallsBack?: true;
  readonly isDevelopment?: true;
  /** The first operand is the folder. */
  readonly takesFolder?: true;
  /** Options without and with a value that change nothing about what is answered. */
  readonly plain: readonly string[];
  readonly valued: readonly string[];
}

const vite = { plain: ["--strictPort", "--open", "--host"], valued: ["-m", "--mode", "-l", "--logLevel"] };
const development = { isDevelopment: true, fallsBack: true } as const;

const servers: Readonly<Record<string, readonly ServerProgram[]>> = {
  serve: [
    {
      actions: [""],
      name: "serve",
      usualPorts: [3000, 5000],
      readsPort: true,
      takesFolder: true,
      plain:
        "-n --no-clipboard -d --debug -L --no-request-logging -u --no-compression -S --symlinks --no-etag --no-port-switching".split(
          " ",
        ),
      valued: [],
    },
  ],
  "http-server": [
    {
      actions: [""],
      name: "http-server",
      usualPorts: [8080],
      readsPort: true,
      takesFolder: true,
      plain: "-s --silent -g --gzip -b --brotli -o --no-dotfiles".split(" "),
      valued: "-a -c -d -i -e --ext".split(" "),
    },
  ],
  vite: [
    {
      actions: ["preview"],
      name: "vite preview",
      usualPorts: [4173],
      isConfigured: true,
      fallsBack: true,
      ...vite,
    },
    {
      actions: ["", "dev", "serve"],
      name: "vite",
      usualPorts: [5173],
      isConfigured: true,
      ...development,
      ...vite,
    },
  ],
  "react-scripts": [
    {
      actions: ["start"],
      name: "react-scripts start",
      usualPorts: [3000],
      isConfigured: true,
      readsPort: true,
      ...development,
      plain: [],
      valued: [],
    },
  ],
  "vue-cli-service": [
    {
      actions: ["serve"],
      name: "vue-cli-service serve",
      usualPorts: [8080],
      isConfigured: true,
      readsPort: true,
      ...development,
      plain: ["--open"],
      valued: ["--host", "--mode"],
    },
  ],
  ng: [
    {
      actions: ["serve", "s"],
      name: "ng serve",
      usualPorts: [4200],
      isConfigured: true,
      ...development,
      plain: ["--disable-host-check", "--disableHostCheck", "--prod"],
      valued: "--host --poll --configuration -c --live-reload --liveReload --watch --hmr".split(" "),
    },
  ],
};

/** What a command line starts, through npx and the scripts of package.json; undefined for anything else. */
export function staticServer(words: readonly string[], manifest: NodeManifest): StaticServer | undefined {
  const found = behindManagers(words, manifest);
  if (!found) return undefined;
  const [program = "", ...args] = found.words;
  const name = program.slice(program.lastIndexOf("/") + 1).replace(/@[^@]*$/, "");
  const forms = Object.hasOwn(servers, name) ? (servers[name] ?? []) : [];
  const [first = ""] = args;
  const form =
    forms.find(({ actions }) => first !== "" && actions.includes(first)) ??
    forms.find(({ actions }) => actions.includes(""));
  if (!form) return undefined;
  return serverOf(form, form.actions.includes(first) && first !== "" ? args.slice(1) : args, found.port);
}

function serverOf(form: ServerProgram, args: readonly string[], assigned: string | undefined): StaticServer {
  let folder: string | undefined;
  let port = form.readsPort ? assigned : undefined;
  let fallsBack = form.fallsBack === true;
  let isOpen = false;
  let problem: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    const [option = "", joined] = arg.startsWith("--") ? arg.split("=", 2) : [arg];
    const value = joined ?? args[at + 1] ?? "";
    const isAlone = joined === undefined;
    if (!arg.startsWith("-")) {
      if (form.takesFolder && folder === undefined) folder = arg;
      else problem ??= `${form.name} is started with ${arg}`;
    } else if (isPortOption(option, form)) {
      port = value.replace(/^tcp:\/\/[\d.]+:/, "");
      if (isAlone) at += 1;
    } else if (option === "--outDir" && form.name === "vite preview") {
      folder = value;
      if (isAlone) at += 1;
    } else if (form.name === "serve" && (option === "-s" || option === "--single")) fallsBack = true;
    else if (form.takesFolder && /^(--cors|-C)$/.test(arg)) isOpen = true;
    else if (form.valued.includes(option)) {
      if (isAlone) at += 1;
    } else if (form.plain.includes(option)) {
      // `--host` of Vite takes an address or nothing.
      if (option === "--host" && isAlone && /^[\d.:]+$|^localhost$/.test(value)) at += 1;
    } else if (!/^-c-?\d+$/.test(option)) problem ??= `${form.name} is started with ${option}`;
  }
  if (form.takesFolder && folder === undefined) problem ??= `${form.name} is given no folder`;
  const { name, usualPorts, isConfigured = false, readsPort = false, isDevelopment = false } = form;
  return {
    name,
    folder,
    port,
    usualPorts,
    isConfigured,
    readsPort,
    fallsBack,
    isOpen,
    isDevelopment,
    problem,
  };
}

function isPortOption(option: string, { name }: ServerProgram): boolean {
  if (option === "--port") return true;
  if (option === "-p") return name === "serve" || name === "http-server";
  return name === "serve" && (option === "-l" || option === "--listen");
}

interface Line {
  readonly words: readonly string[];
  /** `PORT=8080` in front of the command. */
  readonly port: string | undefined;
}

/** Scripts call scripts; nobody nests them deeper. */
const deepest = 4;

function behindManagers(words: readonly string[], manifest: NodeManifest, depth = 0): Line | undefined {
  const [program = "", ...args] = words;
  if (depth > deepest) return undefined;
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (/^(npx|pnpx|bunx)$/.test(name)) {
    const at = args.findIndex((arg) => !arg.startsWith("-"));
    const isPlain = args.slice(0, Math.max(at, 0)).every((arg) => /^(-y|--yes|--no-install)$/.test(arg));
    return at >= 0 && isPlain ? { words: args.slice(at), port: undefined } : undefined;
  }
  if (!/^(npm|yarn|pnpm)$/.test(name)) return { words, port: undefined };
  const isRun = /^(run|run-script)$/.test(args[0] ?? "");
  const [script = "", ...rest] = isRun ? args.slice(1) : args;
  const passed = rest[0] === "--" ? rest.slice(1) : rest;
  if (!isRun && /^(exec|dlx)$/.test(script)) return { words: passed, port: undefined };
  const line = manifest.scripts.get(script);
  if (line === undefined)
    return name !== "npm" && !isRun ? { words: [script, ...rest], port: undefined } : undefined;
  if (manifest.scripts.has(`pre${script}`) || (name === "npm" && !isRun && script !== "start"))
    return undefined;
  const called = plainLine(line);
  const inner = called && behindManagers([...called.words, ...passed], manifest, depth + 1);
  return inner && { words: inner.words, port: called.port ?? inner.port };
}

/** A script that is one command without quotes and variables. */
function plainLine(line: string): Line | undefined {
  if (/[&|;<>$`'"\\()]/.test(line)) return undefined;
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((word) => word !== "cross-env" && !/^\w+=/.test(word));
  const port = words.slice(0, at).find((word) => word.startsWith("PORT="));
  return { words: words.slice(at), port: port?.slice("PORT=".length) };
}
