import type { Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { isCheckedOutBehind } from "./goCheckouts.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";

/** The words of an install that name a package without its version; empty when the command installs nothing by name. */
export function unpinnedPackages(facts: Facts, call: PackageCommand): readonly Word[] {
  const grammar = grammars[call.manager];
  const words = grammar?.packages(call, facts) ?? [];
  return words.filter((word) => isKnown(word) && !grammar?.isPinned(word.value));
}

/** How a manager names packages and their versions. */
interface Grammar {
  /** The words that name packages. */
  packages(call: PackageCommand, facts: Facts): readonly Word[];
  /** Also for what has no version: a file, a folder, an address with a revision. */
  isPinned(word: string): boolean;
}

const rpm: Grammar = {
  packages: (call) =>
    call.action === "install" && call.actionWord?.value !== "groupinstall" ? call.operands : [],
  // `httpd-2.4.6`, `nodejs:18`; a path is found in whichever package has it, and groups have no version.
  isPinned: (word) => /-\d|[:/]|^@/.test(word) || word.endsWith(".rpm"),
};

const node: Grammar = {
  packages: ({ action, operands }) => {
    if (action === "install" || action === "add") return operands;
    const [verb, ...rest] = operands;
    return action === "global" && verb?.value === "add" ? rest : [];
  },
  isPinned: (word) => {
    if (/^(git\b|git\+|ssh:)/.test(word) || /\.git$/.test(word)) return word.includes("#");
    if (/^[./~]|:\/\/|\.(tgz|tar\.gz)$/.test(word) || (word.includes("/") && !word.startsWith("@")))
      return true;
    return /.@(?!latest$)./.test(word);
  },
};

const pip: Grammar = {
  packages: (call, facts) => {
    const isUv = call.manager === "uv";
    const [verb, ...rest] = call.operands;
    const isInstall = isUv ? call.action === "pip" && verb?.value === "install" : call.action === "install";
    if (!isInstall || hasOption(call, "-r", "--requirement", "-c", "--constraint", "--no-index")) return [];
    const { stage, instruction } = call.run;
    const constraint = isUv ? "UV_CONSTRAINT" : "PIP_CONSTRAINT";
    if (facts.scope.definition(constraint, stage, instruction)) return [];
    return call.args.some(({ value }) => /^-[rc]./.test(value))
      ? []
      : named(call, isUv ? rest : call.operands);
  },
  isPinned: (word) => {
    // `pip install git+ssh://git@host/x@v1`: only the second @ names a revision.
    const address = /(?:git|hg|svn|bzr)\+\w+:\/\/([^/]*)(.*)$/.exec(word);
    if (address) return /@[^/]+$/.test((address[2] ?? "").replace(/#.*/, ""));
    return /[=<>!~]=?|\/|\.(whl|tar\.gz|zip)$/.test(word) || word.startsWith(".");
  },
};

/** Who upgrades the installer itself asks for the newest. */
function named(call: PackageCommand, words: readonly Word[]): readonly Word[] {
  return hasOption(call, "-U", "--upgrade")
    ? words.filter(({ value }) => !/^(pip|setuptools|wheel)$/.test(value))
    : words;
}

const grammars: Readonly<Partial<Record<Manager, Grammar>>> = {
  apt: {
    packages: ({ action, operands }) => (action === "install" ? operands : []),
    // `package-` takes one away, and `task^` stands for many.
    isPinned: (word) => /[=/]/.test(word) || word.endsWith(".deb") || /[-^]$/.test(word),
  },
  apk: {
    packages: ({ action, operands }) => (action === "add" ? operands : []),
    isPinned: (word) => /[=~<>/]/.test(word) || word.endsWith(".apk") || word.startsWith("!"),
  },
  yum: rpm,
  dnf: rpm,
  microdnf: rpm,
  zypper: {
    packages: (call) => (call.action === "install" && !hasOption(call, "-t", "--type") ? call.operands : []),
    isPinned: (word) => /[=<>:/]|-\d|^[-!+@]/.test(word) || word.endsWith(".rpm"),
  },
  pip,
  uv: pip,
  npm: node,
  yarn: node,
  pnpm: node,
  bun: node,
  gem: {
    packages: (call) => {
      const isInstall = call.action === "install" || call.action === "i";
      if (!isInstall || hasOption(call, "-v", "--version", "-g", "--file")) return [];
      // Behind `--` stand options of the compiler.
      const end = call.args.findIndex(({ value }) => value === "--");
      return call.operands.filter((word) => end < 0 || call.args.indexOf(word) < end);
    },
    isPinned: (word) => /[:/]/.test(word) || word.endsWith(".gem"),
  },
  go: {
    // Without @, install and run take what go.mod states; only get takes the newest.
    packages: (call, facts) => {
      const { action, operands } = call;
      if (action === "get")
        return operands.filter(({ value }) => isGoPackage(value) && !isCheckedOutBehind(facts, call, value));
      if (action !== "install" && action !== "run") return [];
      const all = action === "run" ? operands.slice(0, 1) : operands;
      return all.filter(({ value }) => isGoPackage(value) && value.includes("@"));
    },
    isPinned: (word) => /@(?!(latest|upgrade|patch|master|main|HEAD)$)./.test(word),
  },
};

/** A host and a path: not `./cmd`, and not the value of an option. */
function isGoPackage(word: string): boolean {
  return /^[\w-]+(\.[\w-]+)+\/\S/.test(word);
}

/** What a variable stands for may well have a version. */
function isKnown({ value }: Word): boolean {
  return value !== "" && !/[$`*]/.test(value);
}
