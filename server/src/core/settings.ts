import type { Budgets } from "./policy.ts";

/** One user setting: its key below `plimsoll.`, what it may be, and one sentence about it. */
export interface Setting {
  readonly key: string;
  readonly type: "boolean" | "string" | "number" | "array" | "object";
  readonly values?: readonly { readonly value: string; readonly meaning: string }[];
  readonly items?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: Readonly<Record<string, unknown>>;
  readonly minimum?: number;
  readonly default: unknown;
  /** Markdown. */
  readonly description: string;
  readonly scope: "resource" | "window" | "machine" | "machine-overridable";
  /** It has a say in what leaves the machine: VS Code marks it so, and takes none from a workspace that is not trusted. */
  readonly isOnline?: boolean;
}

/** The one table of settings. Types, package.json and docs/settings.md follow from it. */
export const settings: readonly Setting[] = [
  {
    key: "enable",
    type: "boolean",
    default: true,
    description: "Analyse Dockerfiles.",
    scope: "resource",
  },
  {
    key: "run",
    type: "string",
    values: [
      { value: "onType", meaning: "while typing" },
      { value: "onSave", meaning: "when the file is opened or saved" },
    ],
    default: "onType",
    description: "When Dockerfiles are analysed:",
    scope: "resource",
  },
  {
    key: "rules",
    type: "object",
    additionalProperties: {
      type: "string",
      enum: ["off", "hint", "information", "warning", "error", "default"],
    },
    default: {},
    description:
      'Severity per rule id: `"apt-recommends": "off"`. The ids are listed in the [rules overview](https://github.com/plimsoll/plimsoll/blob/main/docs/rules/README.md).',
    scope: "resource",
  },
  {
    key: "context",
    type: "string",
    default: "",
    description:
      "Folder that is the build context of Dockerfiles, relative to the workspace folder. When empty, it is found: by compose and bake files, devcontainer.json and GitHub workflows, else it is the nearest folder that has everything the Dockerfile copies.",
    scope: "resource",
  },
  {
    key: "contextMaxFiles",
    type: "number",
    minimum: 0,
    default: 100_000,
    description:
      "Files of a build context that are listed, with their sizes. `0`: the disk is not looked at.",
    scope: "resource",
  },
  {
    key: "budget.image",
    type: "number",
    minimum: 1,
    default: null,
    description:
      "Unpacked size in MB that the image of a Dockerfile may have. What is above it is reported at the last FROM.",
    scope: "resource",
  },
  {
    key: "budget.service",
    type: "number",
    minimum: 1,
    default: null,
    description: "Unpacked size in MB that a Dockerfile may add to its base image.",
    scope: "resource",
  },
  {
    key: "allowedRegistries",
    type: "array",
    items: { type: "string" },
    default: [],
    description:
      "Registries that images may come from, `*` for any run of characters: `docker.io`, `*.example.com`. All of them when empty.",
    scope: "resource",
  },
  {
    key: "platform",
    type: "string",
    default: "auto",
    description:
      "The platform that image sizes are shown for, such as `linux/arm64`. `auto` takes the architecture of the machine that VS Code runs on.",
    scope: "resource",
  },
  {
    key: "hover.image",
    type: "boolean",
    default: true,
    description: "Show sizes, operating system and smaller alternatives when the pointer rests on an image.",
    scope: "resource",
  },
  {
    key: "hover.cache",
    type: "boolean",
    default: true,
    description:
      "Show what COPY, ADD and RUN add, what makes them run again, and what runs again with them, when the pointer rests on them.",
    scope: "resource",
  },
  {
    key: "inlayHints",
    type: "string",
    values: [
      { value: "costly", meaning: "of base images, and of instructions that add 10 MB or more" },
      {
        value: "all",
        meaning: "of base images, and of every instruction that adds something, rough guesses included",
      },
      { value: "base", meaning: "of base images" },
      { value: "off", meaning: "none" },
    ],
    default: "costly",
    description: "Sizes shown at the end of lines, on disk (unpacked), where they are known or estimated:",
    scope: "resource",
  },
  {
    key: "codeLens",
    type: "string",
    values: [
      { value: "file", meaning: "above the first FROM, for the image" },
      { value: "stages", meaning: "for the image, and above each FROM for its stage" },
      { value: "off", meaning: "nowhere" },
    ],
    default: "file",
    description: "Where size, layers and findings are shown above the line:",
    scope: "resource",
  },
  {
    key: "hover.keywords",
    type: "string",
    values: [
      { value: "auto", meaning: "unless Docker DX, Container Tools or the Docker extension explain them" },
      { value: "on", meaning: "always" },
      { value: "off", meaning: "never" },
    ],
    default: "auto",
    description:
      "Explain instructions, flags and variables with their values when the pointer rests on them and there is no figure to show:",
    scope: "resource",
  },
  {
    key: "language",
    type: "string",
    values: [
      {
        value: "auto",
        meaning:
          "all but what stood twice beside Docker DX, Container Tools or the Docker extension, which is the outline",
      },
      { value: "on", meaning: "all of them, whatever else is installed" },
      { value: "off", meaning: "none" },
    ],
    default: "auto",
    description:
      "Outline, folding, definitions, references, highlights, links, renaming and growing selections in Dockerfiles:",
    scope: "window",
  },
  {
    key: "ignoreComment.style",
    type: "string",
    values: [
      { value: "auto", meaning: "the style that the file already uses, else Plimsoll's own" },
      { value: "plimsoll", meaning: "`# plimsoll ignore=pip-cache`" },
      { value: "hadolint", meaning: "`# hadolint ignore=DL3042` where the rule has such a name" },
      { value: "check", meaning: "`# check=skip=JSONArgsRecommended` where the rule has such a name" },
    ],
    default: "auto",
    description: "How ignore comments are written:",
    scope: "resource",
  },
  {
    key: "deduplicate",
    type: "boolean",
    default: true,
    description:
      "Hide what another extension – hadolint, Docker DX, Container Tools – reports for the same instruction. The fixes are offered on its problem.",
    scope: "window",
  },
  {
    key: "shellcheck.enable",
    type: "string",
    values: [
      { value: "auto", meaning: "where the program is found, in trusted workspaces" },
      { value: "off", meaning: "never" },
    ],
    default: "auto",
    description: "Check the shell scripts in Dockerfiles with ShellCheck:",
    scope: "resource",
  },
  {
    key: "shellcheck.path",
    type: "string",
    default: "",
    description:
      "The ShellCheck to run, by its full path. When it is empty, `shellcheck` is looked for on `PATH`.",
    scope: "machine-overridable",
  },
  {
    key: "registry.mode",
    type: "string",
    values: [
      { value: "public", meaning: "the well-known public registries, about the images that they have" },
      { value: "all", meaning: "every registry that a Dockerfile names" },
      {
        value: "offline",
        meaning: "none: figures are those in the package, and those that were asked for before",
      },
    ],
    default: "public",
    description:
      "Which registries are asked for the size and the make-up of images, in trusted workspaces only. Asked is the registry that has the image and nobody else; names of stages and unresolved variables are never sent:",
    scope: "window",
    isOnline: true,
  },
  {
    key: "registry.allowHosts",
    type: "array",
    items: { type: "string" },
    default: [],
    description:
      "Registries that may be asked besides the public ones: `registry.example.com`, `localhost:5000`, or `*.example.com` for all below a domain.",
    scope: "machine-overridable",
    isOnline: true,
  },
  {
    key: "registry.useDockerCredentials",
    type: "boolean",
    default: false,
    description:
      "Log in at registries as Docker or Podman does: with config.json, its credential helpers and auth.json. A login goes to the registry that it is for, and only after that has refused to answer without one.",
    scope: "machine",
    isOnline: true,
  },
  {
    key: "containerEngine",
    type: "string",
    values: [
      { value: "auto", meaning: "the one that `docker` or `podman` speaks to on this machine" },
      { value: "off", meaning: "none" },
    ],
    default: "auto",
    description:
      "The container engine that is asked for the unpacked sizes of its images, and for what the instructions added when the image of a Dockerfile was built. In trusted workspaces only; it is only read from:",
    scope: "machine-overridable",
  },
  {
    key: "format.enable",
    type: "boolean",
    default: false,
    description:
      "Offer *Format Document* for Dockerfiles. It tidies the case of keywords, blanks, blank lines and the indentation of continuation lines, and leaves words, comments and here-documents as they are.",
    scope: "resource",
  },
  {
    key: "format.casing",
    type: "string",
    values: [
      { value: "majority", meaning: "as most instructions of the file are written" },
      { value: "upper", meaning: "upper case" },
    ],
    default: "majority",
    description: "The case of letters that *Format Document* gives to keywords:",
    scope: "resource",
  },
  {
    key: "maxFileLines",
    type: "number",
    minimum: 1,
    default: 5000,
    description: "Files with more lines are not analysed.",
    scope: "resource",
  },
];

/** The settings as the engine's callers use them. */
export interface SettingValues {
  readonly enable: boolean;
  readonly run: "onType" | "onSave";
  /** Severity per rule id; a rule that is to have its default is not in it. */
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  /** Rules that are to have their default severity, whatever a configuration file says. */
  readonly rulesAtDefault: readonly string[];
  /** Relative to the workspace folder; "" when it is to be found. */
  readonly context: string;
  readonly contextMaxFiles: number;
  /** Unpacked bytes. */
  readonly budgets: Budgets;
  /** Undefined when nothing is said about them. */
  readonly allowedRegistries: readonly string[] | undefined;
  /** `auto`, or a platform such as `linux/arm64`. */
  readonly platform: string;
  readonly hoverImage: boolean;
  readonly hoverCache: boolean;
  readonly inlayHints: "costly" | "all" | "base" | "off";
  readonly codeLens: "file" | "stages" | "off";
  readonly hoverKeywords: AutoOnOff;
  readonly language: AutoOnOff;
  readonly ignoreCommentStyle: "auto" | "plimsoll" | "hadolint" | "check";
  readonly deduplicate: boolean;
  readonly shellcheckEnable: "auto" | "off";
  /** Full path, or "" for the one on PATH. */
  readonly shellcheckPath: string;
  readonly containerEngine: "auto" | "off";
  readonly formatEnable: boolean;
  readonly formatCasing: "majority" | "upper";
  readonly maxFileLines: number;
  readonly registry: RegistrySettings;
}

/** `auto` depends on which other extensions there are. */
type AutoOnOff = "auto" | "on" | "off";

/** Whom image figures may be asked from. */
export interface RegistrySettings {
  readonly mode: "public" | "all" | "offline";
  /** Hosts as references name them, with their port; `*.` in front for all below a domain. */
  readonly allowHosts: readonly string[];
  readonly useDockerCredentials: boolean;
}

type RuleSeverity = "off" | "hint" | "information" | "warning" | "error";

export interface ReadSettings {
  readonly values: SettingValues;
  /** One sentence without a full stop for each value that could not be used; its default holds then. */
  readonly problems: readonly string[];
}

/** Reads what a user or an editor gave for `plimsoll`, nested or with dotted keys. Takes any value, never fails. */
export function readSettings(given: unknown): ReadSettings {
  const problems: string[] = [];
  const value = (key: string): unknown => {
    const setting = settings.find((candidate) => candidate.key === key);
    const found = valueAt(given, key);
    if (!setting || found === undefined || found === null) return setting?.default;
    const complaint = complaintAbout(found, setting);
    if (complaint === undefined) return found;
    problems.push(`plimsoll.${key} ${complaint}; ${JSON.stringify(setting.default)} is used`);
    return setting.default;
  };
  const values: SettingValues = {
    enable: value("enable") !== false,
    run: oneOf(["onType", "onSave"], value("run")),
    ...ruleSeverities(value("rules"), problems),
    context: String(value("context")),
    contextMaxFiles: Number(value("contextMaxFiles")),
    budgets: {
      ...withBytes("image", value("budget.image")),
      ...withBytes("service", value("budget.service")),
    },
    allowedRegistries: nonEmptyStrings(value("allowedRegistries")),
    platform: String(value("platform")),
    hoverImage: value("hover.image") !== false,
    hoverCache: value("hover.cache") !== false,
    inlayHints: oneOf(["costly", "all", "base", "off"], value("inlayHints")),
    codeLens: oneOf(["file", "stages", "off"], value("codeLens")),
    hoverKeywords: oneOf(["auto", "on", "off"], value("hover.keywords")),
    language: oneOf(["auto", "on", "off"], value("language")),
    ignoreCommentStyle: oneOf(["auto", "plimsoll", "hadolint", "check"], value("ignoreComment.style")),
    deduplicate: value("deduplicate") !== false,
    shellcheckEnable: oneOf(["auto", "off"], value("shellcheck.enable")),
    shellcheckPath: String(value("shellcheck.path")),
    containerEngine: oneOf(["auto", "off"], value("containerEngine")),
    formatEnable: value("format.enable") === true,
    formatCasing: oneOf(["majority", "upper"], value("format.casing")),
    maxFileLines: Number(value("maxFileLines")),
    registry: {
      mode: oneOf(["public", "all", "offline"], value("registry.mode")),
      allowHosts: nonEmptyStrings(value("registry.allowHosts")) ?? [],
      useDockerCredentials: value("registry.useDockerCredentials") === true,
    },
  };
  return { values, problems };
}

function complaintAbout(value: unknown, { type, values, minimum }: Setting): string | undefined {
  const actual = Array.isArray(value) ? "array" : typeof value;
  if (actual !== type) return `must be of type ${type}`;
  if (values && !values.some((allowed) => allowed.value === value))
    return `must be one of ${values.map((allowed) => `"${allowed.value}"`).join(", ")}`;
  if (minimum !== undefined && typeof value === "number" && !(value >= minimum))
    return `must be at least ${minimum}`;
  return undefined;
}

const ruleSeverityNames: readonly RuleSeverity[] = ["off", "hint", "information", "warning", "error"];

function ruleSeverities(given: unknown, problems: string[]): Pick<SettingValues, "rules" | "rulesAtDefault"> {
  const rules: Record<string, RuleSeverity> = {};
  const rulesAtDefault: string[] = [];
  for (const [id, wanted] of Object.entries(isRecord(given) ? given : {})) {
    const severity = ruleSeverityNames.find((name) => name === wanted);
    if (severity) rules[id] = severity;
    else if (wanted === "default") rulesAtDefault.push(id);
    else
      problems.push(
        `plimsoll.rules: "${id}" must be one of "${ruleSeverityNames.join('", "')}", "default"; its default is used`,
      );
  }
  return { rules, rulesAtDefault };
}

function withBytes(name: keyof Budgets, megabytes: unknown): Budgets {
  return typeof megabytes === "number" ? { [name]: megabytes * 1e6 } : {};
}

/** An empty list is what an editor sends when the user said nothing. */
function nonEmptyStrings(given: unknown): readonly string[] | undefined {
  const strings = Array.isArray(given) ? given.filter((item) => typeof item === "string") : [];
  return strings.length > 0 ? strings : undefined;
}

/** The first of the allowed values is the one that the table has as its default. */
function oneOf<T extends string>(allowed: readonly [T, ...T[]], value: unknown): T {
  return allowed.find((candidate) => candidate === value) ?? allowed[0];
}

function valueAt(given: unknown, key: string): unknown {
  if (isRecord(given) && Object.hasOwn(given, key)) return given[key];
  let at = given;
  for (const name of key.split(".")) at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
