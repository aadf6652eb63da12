import { officialImage } from "../images/official.ts";
import { imageUsers } from "../images/users.ts";
import type { Facts } from "./facts.ts";
import type { Manager } from "./packagePrograms.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** Where a package manager keeps its downloads in a RUN. */
export interface CacheFolders {
  readonly folders: readonly string[];
  /** Who writes there, when it is not root. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Two builds at once would disturb each other, so one has to wait. */
  readonly isLocked: boolean;
  /** Options that switch the cache off. */
  readonly offSwitches: readonly string[];
}

interface Folder {
  /** Absolute, or below the home folder as `~/…`; undefined where the place is only known from a variable. */
  readonly path: string | undefined;
  /** Variables that move it, the strongest first, with what comes behind their value. */
  readonly variables?: readonly (readonly [name: string, behind: string])[];
}

interface Cache {
  readonly folders: readonly Folder[];
  readonly isLocked?: boolean;
  /** Variables that switch the cache off, or configure it in ways that are not followed here. */
  readonly unclear?: readonly string[];
  readonly offSwitches?: readonly string[];
}

const nodeOff = ["npm_config_cache", "NPM_CONFIG_CACHE"] as const;

const caches: Readonly<Partial<Record<Manager, Cache>>> = {
  apt: {
    folders: [{ path: "/var/cache/apt" }, { path: "/var/lib/apt" }],
    isLocked: true,
    unclear: ["APT_CONFIG"],
  },
  pip: {
    folders: [
      {
        path: "~/.cache/pip",
        variables: [
          ["PIP_CACHE_DIR", ""],
          ["XDG_CACHE_HOME", "/pip"],
        ],
      },
    ],
    unclear: ["PIP_NO_CACHE_DIR"],
    offSwitches: ["--no-cache-dir"],
  },
  uv: {
    folders: [
      {
        path: "~/.cache/uv",
        variables: [
          ["UV_CACHE_DIR", ""],
          ["XDG_CACHE_HOME", "/uv"],
        ],
      },
    ],
    unclear: ["UV_NO_CACHE"],
    offSwitches: ["--no-cache", "--no-cache-dir", "-n"],
  },
  // The folder around these two holds virtual environments, too.
  poetry: {
    folders: ["/cache", "/artifacts"].map((part) => ({
      path: `~/.cache/pypoetry${part}`,
      variables: [
        ["POETRY_CACHE_DIR", part],
        ["XDG_CACHE_HOME", `/pypoetry${part}`],
      ],
    })),
    unclear: ["POETRY_NO_CACHE"],
    offSwitches: ["--no-cache"],
  },
  npm: {
    folders: [{ path: "~/.npm", variables: nodeOff.map((name) => [name, ""]) }],
  },
  yarn: {
    folders: [{ path: "/usr/local/share/.cache/yarn", variables: [["YARN_CACHE_FOLDER", ""]] }],
  },
  pnpm: {
    folders: [
      {
        path: "~/.local/share/pnpm/store",
        variables: [
          ["PNPM_HOME", "/store"],
          ["XDG_DATA_HOME", "/pnpm/store"],
        ],
      },
    ],
    unclear: ["npm_config_store_dir", "NPM_CONFIG_STORE_DIR"],
  },
  bun: {
    folders: [
      {
        path: "~/.bun/install/cache",
        variables: [
          ["BUN_INSTALL_CACHE_DIR", ""],
          ["BUN_INSTALL", "/install/cache"],
        ],
      },
    ],
    offSwitches: ["--no-cache"],
  },
  go: {
    folders: [
      {
        path: "~/go/pkg/mod",
        variables: [
          ["GOMODCACHE", ""],
          ["GOPATH", "/pkg/mod"],
        ],
      },
      {
        path: "~/.cache/go-build",
        variables: [
          ["GOCACHE", ""],
          ["XDG_CACHE_HOME", "/go-build"],
        ],
      },
    ],
  },
  cargo: {
    folders: ["/registry", "/git/db"].map((part) => ({
      path: `~/.cargo${part}`,
      variables: [["CARGO_HOME", part]],
    })),
  },
  maven: {
    folders: [{ path: "~/.m2/repository" }],
    isLocked: true,
    unclear: ["MAVEN_OPTS", "MAVEN_ARGS", "MAVEN_CONFIG", "MAVEN_USER_HOME"],
  },
  gradle: {
    folders: [{ path: "~/.gradle", variables: [["GRADLE_USER_HOME", ""]] }],
    isLocked: true,
    unclear: ["GRADLE_OPTS"],
  },
  dotnet: { folders: [{ path: "~/.nuget/packages", variables: [["NUGET_PACKAGES", ""]] }] },
  composer: {
    // Which of the two it takes depends on what else is in the home folder.
    folders: ["~/.composer/cache", "~/.cache/composer"].map((path) => ({
      path,
      variables: [
        ["COMPOSER_CACHE_DIR", ""],
        ["COMPOSER_HOME", "/cache"],
      ],
    })),
    offSwitches: ["--no-cache"],
  },
  bundler: {
    folders: [{ path: undefined, variables: [["GEM_HOME", "/cache"]] }],
    unclear: ["BUNDLE_PATH", "BUNDLE_DEPLOYMENT"],
  },
  dnf: { folders: [{ path: "/var/cache/dnf" }], isLocked: true },
  yum: { folders: [{ path: "/var/cache/yum" }], isLocked: true },
  zypper: { folders: [{ path: "/var/cache/zypp" }], isLocked: true },
};

/**
 * The folders of the manager's cache, for the user and the variables in force.
 * @returns undefined where they are not known: an unknown user or variable, or a command that sets its own
 */
export function cacheFolders(facts: Facts, run: RunFacts, manager: Manager): CacheFolders | undefined {
  const cache = caches[manager];
  const user = cache && userOf(facts, run);
  if (!cache || !user) return undefined;
  const { folders, unclear = [], offSwitches = [], isLocked = false } = cache;
  const names = [
    ...unclear,
    "HOME",
    ...folders.flatMap(({ variables = [] }) => variables.map(([name]) => name)),
  ];
  if (isSetInScript(run, names) || unclear.some((name) => isSet(facts, run, name))) return undefined;
  const found: string[] = [];
  for (const folder of manager === "go" && !compilesGo(facts, run) ? folders.slice(0, 1) : folders) {
    const path = placeOf(facts, run, manager, folder, user.home);
    if (path === undefined || !path.startsWith("/")) return undefined;
    if (!found.includes(path)) found.push(path);
  }
  // Folders of the system belong to root.
  if (user.owner && !found.every((path) => path.startsWith(`${user.home}/`) || path.startsWith("/go/")))
    return undefined;
  return { folders: found, owner: user.owner, isLocked, offSwitches };
}

/** `go mod download` fills the modules alone. */
function compilesGo(facts: Facts, run: RunFacts): boolean {
  return facts.packagesOf(run).some(({ manager, action }) => manager === "go" && action !== "mod");
}

/** The home folder of the user in force, by ENV, by what is known of the base image, or root's. */
export function homeFolder(facts: Facts, run: RunFacts): string | undefined {
  return userOf(facts, run)?.home;
}

interface User {
  readonly home: string;
  readonly owner: CacheFolders["owner"];
}

function userOf({ scope }: Facts, { situation, stage, instruction }: RunFacts): User | undefined {
  const home = scope.value("HOME", stage, instruction);
  if (home === undefined && scope.definition("HOME", stage, instruction)) return undefined;
  const reference = stage?.root.reference;
  const known = reference && imageUsers(reference);
  const user = situation.user ?? stage?.root.image?.user;
  const isRoot = user === undefined ? known?.runsAs !== "non-root" : /^(root|0)(:|$)/.test(user);
  if (isRoot) return { home: home ?? "/root", owner: undefined };
  const existing = known?.existing;
  const name = user?.split(":")[0] ?? existing?.name;
  if (existing?.home === undefined || (name !== existing.name && name !== `${existing.uid}`))
    return undefined;
  return { home: home ?? existing.home, owner: { uid: existing.uid, gid: existing.gid } };
}

function isSet({ scope }: Facts, { stage, instruction }: RunFacts, name: string): boolean {
  return scope.definition(name, stage, instruction) !== undefined;
}

function isSetInScript({ script }: RunFacts, names: readonly string[]): boolean {
  return script.commands.some(
    ({ assignments, args }) =>
      assignments.some(({ name }) => names.includes(name)) ||
      args.some(({ value }) => names.some((name) => value.startsWith(`${name}=`))),
  );
}

function placeOf(
  facts: Facts,
  run: RunFacts,
  manager: Manager,
  { path, variables = [] }: Folder,
  home: string,
): string | undefined {
  const inImage = imageVariables(run.stage);
  for (const [name, behind] of variables) {
    const value = facts.scope.value(name, run.stage, run.instruction);
    if (value !== undefined) return `${value}${behind}`;
    if (isSet(facts, run, name)) return undefined;
    const preset = Object.hasOwn(inImage, name) ? inImage[name] : undefined;
    if (preset !== undefined) return `${preset}${behind}`;
  }
  if ((manager === "go" || manager === "cargo") && path?.startsWith("~/.cache") !== true) {
    // Images with a toolchain set these variables, each to a place of its own.
    if (!isPlainImage(run.stage)) return undefined;
  }
  if (manager === "dnf" && usesDnf5(run.stage)) return "/var/cache/libdnf5";
  if (manager === "yarn" && home !== "/root") return `${home}/.cache/yarn`;
  return path?.replace(/^~/, home);
}

/** Variables that official images bring along, as far as they move a cache. */
function imageVariables(stage: StageFacts | undefined): Readonly<Record<string, string>> {
  const reference = stage?.root.reference;
  if (!reference) return {};
  if (reference.repository === "lukemathwalker/cargo-chef") return presets.rust ?? {};
  const name = officialImage(reference)?.name ?? "";
  return Object.hasOwn(presets, name) ? (presets[name] ?? {}) : {};
}

const presets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  golang: { GOPATH: "/go" },
  rust: { CARGO_HOME: "/usr/local/cargo" },
  composer: { COMPOSER_CACHE_DIR: "/tmp/cache" },
  gradle: { GRADLE_USER_HOME: "/home/gradle/.gradle" },
  ruby: { GEM_HOME: "/usr/local/bundle" },
};

const plainImages: ReadonlySet<string> = new Set(
  "debian ubuntu alpine fedora centos rockylinux almalinux amazonlinux buildpack-deps".split(" "),
);

function isPlainImage(stage: StageFacts | undefined): boolean {
  const reference = stage?.root.reference;
  return reference !== undefined && plainImages.has(officialImage(reference)?.name ?? "");
}

/** Fedora has it from release 41. */
function usesDnf5(stage: StageFacts | undefined): boolean {
  const reference = stage?.root.reference;
  if (!reference || officialImage(reference)?.name !== "fedora") return false;
  return !(Number.parseInt(reference.tag ?? "latest", 10) < 41);
}
