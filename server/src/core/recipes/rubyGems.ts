import type { CopyFacts } from "../facts/copies.ts";
import { hasOption, optionValue, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { Artifact } from "./plan.ts";
import type { SingleStage } from "./singleStage.ts";
import { writtenPaths } from "./writtenFiles.ts";

/** Where gems, their programs and Bundler's settings are in the official images. */
export const gemHome = "/usr/local/bundle";

export function rubyInstalls({ facts }: SingleStage): readonly PackageCommand[] {
  return facts.packages.filter(
    ({ manager, action }) => (manager === "bundler" || manager === "gem") && action === "install",
  );
}

/** The folders that gems are installed to; a sentence where that is not known. */
export function gemFolders(
  single: SingleStage,
  installs: readonly PackageCommand[],
): readonly string[] | string {
  const found = new Set([gemHome]);
  for (const call of installs) {
    const { run } = call;
    const { workdir } = run.situation;
    const value = (name: string) => single.facts.scope.value(name, run.stage, run.instruction);
    if (value("GEM_HOME") !== undefined || hasOption(call, "--user-install", "--install-dir"))
      return "gems are installed to a folder of their own";
    if (call.manager !== "bundler") continue;
    const isVendored =
      (value("BUNDLE_DEPLOYMENT") ?? "") !== "" ||
      hasOption(call, "--deployment") ||
      isSet(single, "deployment");
    const path =
      value("BUNDLE_PATH") ??
      optionValue(call, "--path") ??
      pathSetting(single) ??
      (isVendored ? "vendor/bundle" : undefined);
    if (path !== undefined && /[$`*]/.test(path)) return "the folder of the gems is not known";
    if (path === undefined) continue;
    if (!path.startsWith("/") && workdir === undefined)
      return "the folder of the gems depends on the base image";
    found.add(normalizePath(path.startsWith("/") ? path : `${workdir}/${path}`));
  }
  return [...found];
}

function isSet(single: SingleStage, setting: string): boolean {
  return configCalls(single).some(({ args }) => args.some(({ value }) => value === setting));
}

/** `bundle config set --local path vendor/bundle` */
function pathSetting(single: SingleStage): string | undefined {
  for (const { args } of configCalls(single)) {
    const at = args.findIndex(({ value }) => value === "path");
    if (at >= 0) return args[at + 1]?.value;
  }
  return undefined;
}

function configCalls({ facts }: SingleStage): readonly PackageCommand[] {
  return facts.packages.filter(({ manager, action }) => manager === "bundler" && action === "config");
}

/** Settings that are not the project's own are written below the home directory. */
export function bundleConfig(single: SingleStage): readonly Artifact[] {
  const isOfUser = configCalls(single).some(
    (call) => !hasOption(call, "--local") && /^(root|0)?(:.*)?$/.test(call.run.situation.user ?? ""),
  );
  return isOfUser ? [{ from: "/root/.bundle", to: "/root/.bundle" }] : [];
}

const manifests =
  /(^|\/)(Gemfile[\w.*]*|\.ruby-version\*?|\.tool-versions\*?|[\w.*-]+\.gemspec|vendor\/cache|package[\w.*-]*\.json|yarn\.lock\*?)$/;

export const rubyFiles = {
  isManifest({ sources, isFromContext }: CopyFacts): boolean {
    return (
      isFromContext &&
      sources.length > 0 &&
      sources.every(({ path }) => path !== undefined && manifests.test(path))
    );
  },
  /** Tasks and installs of packages write below the project. */
  made(command: ShellCommand, run: RunFacts): readonly string[] {
    const isTask = /^(rails|rake|ruby|npm|npx|yarn|yarnpkg|pnpm|bootsnap)$/.test(taskOf(command));
    return isTask || command.name === "mkdir" || command.name === "touch"
      ? [run.situation.workdir ?? "/"]
      : writtenPaths(command, run);
  },
};

/** `bundle exec rake …` → `rake` */
function taskOf({ name, args }: ShellCommand): string {
  return name === "bundle" && args[0]?.value === "exec" ? (args[1]?.value.replace(/^.*\//, "") ?? "") : name;
}

/** `rails assets:precompile`, `bundle exec rake assets:precompile` */
export function isAssetBuild({ args }: ShellCommand): boolean {
  return args.some(({ value }) =>
    /^(assets|webpacker|vite):(precompile|compile|build_all|build)/.test(value),
  );
}

const assetPackages = /^(nodejs|npm|yarn|yarnpkg)(-current)?$/;
const downloadAddress = /nodesource\.com|dl\.yarnpkg\.com|rubygems\.org|pnpm\.io/;

/** Packages that the assets need alone; a sentence where a download may be of use at run time. */
export function assetTools(single: SingleStage): ReadonlySet<string> | string {
  const commands = single.facts.runs.flatMap(({ script }) => script.commands);
  const download = commands.find(
    ({ name, args }) => /^(curl|wget)$/.test(name) && !args.some(({ value }) => downloadAddress.test(value)),
  );
  if (download) return `what ${download.name} downloads may be needed at run time`;
  const isMade = commands.some(isAssetBuild);
  const fetches = commands.some(({ name }) => name === "curl" || name === "wget");
  const names = single.facts.packages
    .filter(({ manager }) => manager === "apt" || manager === "apk")
    .flatMap(({ operands }) => operands.map(({ value }) => value.replace(/[=~<>].*$/, "")))
    .filter((name) => assetPackages.test(name));
  if (isMade) return new Set(names);
  return names.length > 0 && fetches
    ? `${names[0]} comes from a repository that the runtime image does not have`
    : new Set<string>();
}
