import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../../core/edits/span.ts";
import type { Manager } from "../../../core/facts/packagePrograms.ts";
import { hasOption } from "../../../core/facts/packages.ts";
import { t } from "../../../l10n/t.ts";
import { itemOf } from "../item.ts";
import type { CompletionRequest } from "../request.ts";
import type { TypedCall } from "./packageWords.ts";

interface ManagerOption {
  readonly option: string;
  readonly says: string;
  /** Sub-commands that take it. */
  readonly actions: readonly string[];
  /** Other ways to say the same, or the opposite. */
  readonly against?: readonly string[];
  /** Of no use where a mount keeps the cache. */
  readonly isAgainstMounts?: true;
}

/** Options of the manager that make the layer smaller, or without which nobody could answer it. */
export function managerOptions(
  request: CompletionRequest<{ readonly span: Span }>,
  { manager, action, args, word, run }: TypedCall,
): readonly CompletionItem[] {
  const others = { args: args.filter((one) => one !== word) };
  const isMounted = run.instruction.mounts.some(({ type }) => type === "cache");
  const isGlobal = hasOption(others, "-g", "--global");
  const open = (optionsOf()[manager] ?? []).filter(
    ({ option, actions, against = [], isAgainstMounts }) =>
      actions.includes(action) &&
      !(isAgainstMounts && isMounted) &&
      !(isGlobal && actions === nodeInstalls) &&
      !hasOption(others, option.replace(/[= ].*$/, ""), ...against),
  );
  return open.map(({ option, says }, order) =>
    itemOf(request, { label: option, kind: CompletionItemKind.Property, detail: says, order }),
  );
}

const installs = ["install"];
const nodeInstalls = ["install", "ci"];

function optionsOf(): Readonly<Partial<Record<Manager, readonly ManagerOption[]>>> {
  const needed = t("only what is needed, without what is merely recommended");
  const production = t("without the packages that only development needs");
  const manuals = t("without manuals");
  const uncached = t("keeps no downloads in the layer");
  const yes: ManagerOption = {
    option: "-y",
    says: t("asks nothing, as nobody could answer"),
    actions: ["install", "upgrade", "remove", "dist-upgrade"],
    against: ["--yes", "--assume-yes", "--assumeyes", "-qq", "--non-interactive", "-n"],
  };
  const without = (option: string, ...against: readonly string[]): ManagerOption => ({
    option,
    says: production,
    actions: nodeInstalls,
    against,
  });
  return {
    apt: [{ option: "--no-install-recommends", says: needed, actions: installs }, yes],
    apk: [
      {
        option: "--no-cache",
        says: t("keeps no list of packages in the layer"),
        actions: ["add", "upgrade"],
        isAgainstMounts: true,
      },
      {
        option: "--virtual .build-deps",
        says: t("a name by which all of them can be removed in the same RUN"),
        actions: ["add"],
        against: ["-t"],
      },
    ],
    dnf: [
      { option: "--setopt=install_weak_deps=False", says: needed, actions: installs, against: ["--setopt"] },
      { option: "--nodocs", says: manuals, actions: installs },
      yes,
    ],
    microdnf: [
      { option: "--setopt=install_weak_deps=0", says: needed, actions: installs, against: ["--setopt"] },
      { option: "--nodocs", says: manuals, actions: installs },
      yes,
    ],
    yum: [
      { option: "--setopt=tsflags=nodocs", says: manuals, actions: installs, against: ["--setopt"] },
      yes,
    ],
    zypper: [{ option: "--no-recommends", says: needed, actions: installs }, yes],
    pip: [
      {
        option: "--no-cache-dir",
        says: uncached,
        actions: installs,
        against: ["--no-cache"],
        isAgainstMounts: true,
      },
      {
        option: "--no-compile",
        says: t("without .pyc files, which the first import makes anew"),
        actions: installs,
      },
    ],
    uv: [
      { option: "--no-dev", says: production, actions: ["sync"] },
      { option: "--no-cache", says: uncached, actions: ["sync", "add"], isAgainstMounts: true },
    ],
    poetry: [
      { option: "--only=main", says: production, actions: ["install", "sync"], against: ["--without"] },
      { option: "--no-cache", says: uncached, actions: ["install", "sync"], isAgainstMounts: true },
    ],
    npm: [without("--omit=dev", "--production", "--only")],
    yarn: [without("--production")],
    pnpm: [without("--prod", "-P", "--production")],
    bun: [without("--production", "-p", "--omit")],
    composer: [
      { option: "--no-dev", says: production, actions: ["install", "update"] },
      {
        option: "--prefer-dist",
        says: t("archives instead of repositories with their history"),
        actions: ["install", "update"],
      },
    ],
    gem: [{ option: "--no-document", says: manuals, actions: installs, against: ["-N", "--no-doc"] }],
    go: [
      {
        option: '-ldflags="-s -w"',
        says: t("programs without what only debuggers read"),
        actions: ["build", "install"],
      },
      {
        option: "-trimpath",
        says: t("programs without the paths of the build"),
        actions: ["build", "install"],
      },
    ],
    cargo: [
      {
        option: "--release",
        says: t("optimized, and without what only debuggers read"),
        actions: ["build"],
        against: ["-r", "--profile"],
      },
    ],
    dotnet: [
      {
        option: "-c Release",
        says: t("optimized, and without what only debuggers read"),
        actions: ["publish", "build"],
        against: ["--configuration"],
      },
    ],
  };
}
