import { t } from "../../l10n/t.ts";

/** What a stage is there for, as far as variables care. */
export type Ground = "python" | "node" | "go" | "rust" | "java" | "ruby" | "dotnet" | "php";

export interface UsualVariable {
  readonly name: string;
  readonly value: string;
  /** Why one would set it, in a sentence. */
  readonly says: string;
  /** Where it is of use; everywhere when not said. */
  readonly ground?: Ground;
  /** For what runs in containers, which stages that are left behind do not. */
  readonly isForContainers?: true;
}

/**
 * Variables that programs in images read, with the value that is mostly wanted. DEBIAN_FRONTEND is none of them: as an
 * ENV it would hold for everybody who opens a shell in a container.
 */
export function usualVariables(): readonly UsualVariable[] {
  return [
    ...python(),
    ...node(),
    ...compiled(),
    ...onVirtualMachines(),
    ...ofWebServers(),
    {
      name: "LANG",
      value: "C.UTF-8",
      says: t("programs take text for UTF-8, and no locale has to be installed"),
    },
    { name: "TZ", value: "Etc/UTC", says: t("the time zone of programs; needs the package tzdata") },
  ];
}

const python = (): readonly UsualVariable[] => [
  {
    name: "PYTHONUNBUFFERED",
    value: "1",
    ground: "python",
    isForContainers: true,
    says: t("lines of the log appear at once, also the last ones before a crash"),
  },
  {
    name: "PYTHONDONTWRITEBYTECODE",
    value: "1",
    ground: "python",
    says: t("imports write no .pyc files into the layer"),
  },
  {
    name: "PIP_NO_CACHE_DIR",
    value: "1",
    ground: "python",
    says: t("pip keeps no downloads in the layer"),
  },
  {
    name: "PIP_DISABLE_PIP_VERSION_CHECK",
    value: "1",
    ground: "python",
    says: t("pip does not ask at each call whether there is a newer pip"),
  },
  {
    name: "UV_LINK_MODE",
    value: "copy",
    ground: "python",
    says: t("uv copies out of a cache mount, where it cannot link"),
  },
];

const node = (): readonly UsualVariable[] => [
  {
    name: "NODE_ENV",
    value: "production",
    ground: "node",
    isForContainers: true,
    says: t("servers run as in production, and npm leaves out development packages"),
  },
  {
    name: "NPM_CONFIG_UPDATE_NOTIFIER",
    value: "false",
    ground: "node",
    says: t("npm does not ask whether there is a newer npm"),
  },
  {
    name: "COREPACK_ENABLE_DOWNLOAD_PROMPT",
    value: "0",
    ground: "node",
    says: t("corepack fetches yarn or pnpm without waiting for an answer"),
  },
];

const compiled = (): readonly UsualVariable[] => [
  {
    name: "CGO_ENABLED",
    value: "0",
    ground: "go",
    says: t("programs that need no libc, so that they run on scratch and Alpine too"),
  },
  {
    name: "GOFLAGS",
    value: "-trimpath",
    ground: "go",
    says: t("options of each go command; this one leaves the paths of the build out of programs"),
  },
  {
    name: "CARGO_INCREMENTAL",
    value: "0",
    ground: "rust",
    says: t("cargo keeps nothing for a next build, which an image never has"),
  },
];

const onVirtualMachines = (): readonly UsualVariable[] => [
  {
    name: "JAVA_TOOL_OPTIONS",
    value: "-XX:MaxRAMPercentage=75.0",
    ground: "java",
    isForContainers: true,
    says: t("the heap may take three quarters of the container's memory instead of one"),
  },
  {
    name: "ASPNETCORE_URLS",
    value: "http://+:8080",
    ground: "dotnet",
    isForContainers: true,
    says: t("what ASP.NET Core listens on; ports from 1024 need no root"),
  },
  {
    name: "DOTNET_EnableDiagnostics",
    value: "0",
    ground: "dotnet",
    isForContainers: true,
    says: t("no files for debuggers in /tmp, so that the file system can be read-only"),
  },
  {
    name: "DOTNET_CLI_TELEMETRY_OPTOUT",
    value: "1",
    ground: "dotnet",
    says: t("the dotnet command reports nothing to its makers"),
  },
  {
    name: "DOTNET_NOLOGO",
    value: "1",
    ground: "dotnet",
    says: t("no greeting in the log of the build"),
  },
];

const ofWebServers = (): readonly UsualVariable[] => [
  {
    name: "RAILS_ENV",
    value: "production",
    ground: "ruby",
    isForContainers: true,
    says: t("Rails runs as in production"),
  },
  {
    name: "BUNDLE_WITHOUT",
    value: "development:test",
    ground: "ruby",
    says: t("bundler leaves out the gems that only developers need"),
  },
  {
    name: "BUNDLE_DEPLOYMENT",
    value: "1",
    ground: "ruby",
    says: t("bundler installs what Gemfile.lock says, or fails"),
  },
  {
    name: "COMPOSER_ALLOW_SUPERUSER",
    value: "1",
    ground: "php",
    says: t("composer does not warn that root runs it"),
  },
];
