import type { CacheHabit } from "./leftCaches.ts";
import { hasOption, type PackageCommand } from "./packages.ts";

const rpmFills: ReadonlySet<string> = new Set([
  "install",
  "upgrade",
  "reinstall",
  "downgrade",
  "update-minimal",
  "upgrade-minimal",
  "distro-sync",
  "distribution-synchronization",
  "swap",
  "group",
  "groups",
  "module",
  "builddep",
  "makecache",
  "check-update",
]);

function emptiesRpm({ action, operands }: PackageCommand): boolean {
  return action === "clean" && operands.some(({ value }) => value === "all" || value === "metadata");
}

const rpm = {
  cleaners: ["yum", "dnf", "microdnf"],
  fills: rpmFills,
  folders: ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"],
  without: ["--installroot", "--cacheonly", "-C"],
  empties: emptiesRpm,
} as const satisfies Partial<CacheHabit>;

export const yumHabit: CacheHabit = { ...rpm, managers: ["yum"] };
export const dnfHabit: CacheHabit = { ...rpm, managers: ["dnf", "microdnf"] };

export const zypperHabit: CacheHabit = {
  managers: ["zypper"],
  fills: new Set([
    "install",
    "update",
    "dist-upgrade",
    "patch",
    "refresh",
    "source-install",
    "si",
    "install-new-recommends",
  ]),
  folders: ["/var/cache/zypp", "/var/cache/zypp/raw"],
  without: ["--root", "-R", "--installroot"],
  empties: (call) => call.action === "clean",
};

/** Without it, `zypper clean` removes downloaded packages, of which zypper keeps none, and leaves the metadata. */
export function cleansZypperMetadata(call: PackageCommand): boolean {
  return (
    call.action === "clean" && hasOption(call, "-a", "--all", "-m", "--metadata", "-M", "--raw-metadata")
  );
}

const nodeVerbs: ReadonlySet<string> = new Set(["clean", "clear", "rm", "remove", "purge"]);

function emptiesNode({ action, operands }: PackageCommand): boolean {
  return action === "cache" && nodeVerbs.has(operands[0]?.value ?? "");
}

export const npmHabit: CacheHabit = {
  managers: ["npm"],
  fills: new Set(["install", "add", "ci", "update", "upgrade"]),
  folders: ["~/.npm", "~/.npm/_cacache"],
  without: ["--cache", "--offline", "--dry-run", "--package-lock-only"],
  empties: emptiesNode,
};

export const yarnHabit: CacheHabit = {
  managers: ["yarn"],
  fills: new Set(["install", "add", "upgrade", "global"]),
  folders: ["/usr/local/share/.cache/yarn", "/usr/local/share/.cache/yarn/v6", "~/.cache/yarn", "~/.yarn"],
  without: ["--cache-folder", "--offline", "--help", "--version", "-v"],
  empties: emptiesNode,
};

export const composerHabit: CacheHabit = {
  managers: ["composer"],
  fills: new Set(["install", "update", "require", "create-project", "global"]),
  folders: ["~/.composer/cache", "~/.cache/composer", "/tmp/cache"],
  without: ["--no-cache", "--dry-run"],
  empties: ({ action }) => ["clear-cache", "clearcache", "cc"].includes(action),
};

export const condaHabit: CacheHabit = {
  managers: ["conda"],
  fills: new Set(["install", "create", "update", "upgrade", "env"]),
  folders: ["/opt/conda/pkgs", "~/miniconda3/pkgs", "~/micromamba/pkgs"],
  without: ["--offline", "--dry-run", "--help"],
  empties: (call) => {
    if (call.action !== "clean") return false;
    return hasOption(call, "-a", "--all", "-t", "--tarballs", "-p", "--packages", "-f", "--force-pkgs-dirs");
  },
};
