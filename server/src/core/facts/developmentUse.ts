import type { ShellCommand } from "../shell/script.ts";
import { shippedRuns } from "./chain.ts";
import type { DependencyInstall, Ecosystem } from "./dependencyInstall.ts";
import type { Facts } from "./facts.ts";
import { systemManagers } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";

/** A later command of what ships may need packages for development: it builds, tests, or is not known. */
export function isDevelopmentUsed(facts: Facts, { call, ecosystem }: DependencyInstall): boolean {
  const { node, other } = lastUses(facts);
  return (nodeEcosystems.has(ecosystem) ? node : other) > call.command.span.start;
}

/** The later command, in this RUN or another, that takes packages for development out again. */
export function laterPrune(facts: Facts, { call }: DependencyInstall): PackageCommand | undefined {
  return prunes(facts).find(
    ({ manager, command }) => manager === call.manager && command.span.start > call.command.span.start,
  );
}

const nodeEcosystems: ReadonlySet<Ecosystem> = new Set<Ecosystem>(["npm", "yarn", "pnpm", "bun"]);

const prunes = perFacts((facts: Facts): readonly PackageCommand[] =>
  shippedRuns(facts)
    .flatMap((run) => facts.packagesOf(run))
    .filter(
      (call) =>
        call.action === "prune" ||
        (/^(install|ci|sync)$/.test(call.action) &&
          hasOption(call, "--production", "--prod", "--omit", "--only", "--no-dev")),
    ),
);

/** Source offsets of the last commands that may need such packages; -1 where there is none. */
const lastUses = perFacts((facts: Facts) => {
  let node = -1;
  let other = -1;
  for (const run of shippedRuns(facts)) {
    if (!run.script.isUnderstood) node = other = run.instruction.span.end;
    const calls = new Map(facts.packagesOf(run).map((call) => [call.command, call]));
    for (const command of run.script.commands) {
      const call = calls.get(command);
      if (mayUseNodePackages(command, call)) node = command.span.start;
      if (usesOtherPackages(command, call)) other = command.span.start;
    }
  }
  return { node, other };
});

const harmless: ReadonlySet<string> = new Set(
  (
    "rm rmdir mv cp mkdir chown chgrp chmod ln echo printf cat ls find touch sed grep awk xargs true : test [ [[ set " +
    "export cd pushd popd curl wget tar unzip useradd adduser usermod userdel groupadd addgroup groupmod deluser id " +
    "passwd git apt-key dpkg rpm update-ca-certificates setcap locale-gen corepack n nvm sync sleep date which whoami " +
    "exit umask sha256sum gpg tee du head tail sort"
  ).split(" "),
);
const harmlessActions: ReadonlySet<string> = new Set(
  "install ci add cache config set prune store global autoclean dedupe rebuild link login remove uninstall un rm clean pkg version -v".split(
    " ",
  ),
);

/** What is not known to leave the project alone may build it. */
function mayUseNodePackages({ name, nameWord }: ShellCommand, call: PackageCommand | undefined): boolean {
  if (!call) return !harmless.has(name) && !(name === "" && nameWord.text === "");
  switch (call.manager) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
      return !harmlessActions.has(call.action) && call.action !== "";
    default:
      return !systemManagers.has(call.manager) && call.manager !== "pip";
  }
}

const tools =
  /^(pytest|py\.test|tox|nox|mypy|ruff|black|flake8|pylint|isort|coverage|pre-commit|sphinx-build|mkdocs|phpunit|phpstan|phpcs|php-cs-fixer|psalm|pest|rector|rspec|rubocop|minitest|make|just|invoke|task)$/;

/** Programs in Python, PHP and Ruby mostly run as they are; it is tests and checks that need more. */
function usesOtherPackages({ name, args }: ShellCommand, call: PackageCommand | undefined): boolean {
  const words = [name, ...args.map(({ value }) => value)].map((word) =>
    word.slice(word.lastIndexOf("/") + 1),
  );
  if (/\.(sh|bash)$/.test(name)) return true;
  if (call && systemManagers.has(call.manager)) return false;
  if (call?.manager === "composer")
    return /^(run|run-script|exec|test|check|lint|[\w-]*:[\w:-]*)$/.test(call.action);
  return words.some((word) => tools.test(word) || /^(test|tests|lint)$/.test(word));
}
