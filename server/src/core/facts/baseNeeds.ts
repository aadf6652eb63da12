import type { ShellCommand } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { systemManagers } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** Programs of the full images that the slim ones of the same version lack. */
const fullOnly: ReadonlySet<string> = new Set([
  "gcc",
  "g++",
  "cc",
  "c++",
  "make",
  "cmake",
  "autoconf",
  "automake",
  "libtool",
  "pkg-config",
  "patch",
  "ld",
  "strip",
  "git",
  "hg",
  "svn",
  "bzr",
  "ssh",
  "scp",
  "ssh-keyscan",
  "curl",
  "wget",
  "gpg",
  "unzip",
  "file",
  "mysql_config",
  "pg_config",
  "node-gyp",
]);
/** Packages with sources in C that have no prebuilt form, or often none for Alpine. */
const compiledFromSource =
  /^(psycopg2|psycopg|mysqlclient|uwsgi|python-ldap|pycairo|pygraphviz|pyodbc|gevent|node-sass|node-gyp|canvas|zeromq|re2|leveldown|bcrypt|sqlite3|better-sqlite3|libpq|node-rdkafka)$/i;

/** Stages whose instructions end up in the image, the RUNs of the final one included. */
function shippedRuns({ runs }: Facts): readonly RunFacts[] {
  return runs.filter(({ stage, instruction }) => stage?.isShipped && !instruction.isOnbuildTrigger);
}

/** The file uses tools of a full image without installing them. */
export function needsFullImage(facts: Facts): boolean {
  const runs = shippedRuns(facts);
  const installed = installedNames(facts, runs);
  // Compilers come with packages of other names.
  const hasTools = ["build-essential", "gcc", "g++", "build-base", "alpine-sdk", "make"].some((name) =>
    installed.has(name),
  );
  if (runs.some(({ script }) => !script.isUnderstood)) return true;
  const isMissing = (name: string) =>
    fullOnly.has(name) &&
    !installed.has(name) &&
    !(hasTools && /^(gcc|g\+\+|cc|c\+\+|make|ld|strip|patch)$/.test(name));
  if (runs.some(({ script }) => script.commands.some((command) => isMissing(command.name)))) return true;
  if (startsWith(facts).some(isMissing)) return true;
  const calls = runs.flatMap((run) => facts.packagesOf(run));
  const comesBare =
    calls.some((call) => hasOption(call, "--no-install-recommends")) && !installed.has("ca-certificates");
  if (
    comesBare &&
    runs.some(({ script }) => script.commands.some(({ name }) => /^(curl|wget|git)$/.test(name)))
  )
    return true;
  if (
    !installed.has("git") &&
    calls.some(({ args }) => args.some(({ value }) => /^git\+|^git:|github:/.test(value)))
  )
    return true;
  return !hasTools && calls.some((call) => compiles(facts, call));
}

/** Something in the file only works with glibc, apt or the tools of a Debian image. */
export function needsGlibc(facts: Facts): boolean {
  const stages = facts.stages.filter(({ isShipped }) => isShipped);
  if (stages.some((stage) => copiesFromGlibc(facts, stage))) return true;
  const runs = shippedRuns(facts);
  if (
    runs.some(
      ({ script, situation }) =>
        situation.shellWords?.[0]?.endsWith("bash") || script.commands.some(isOfDebian),
    )
  )
    return true;
  if (startsWith(facts).some((name) => name === "bash")) return true;
  return runs
    .flatMap((run) => facts.packagesOf(run))
    .some((call) => {
      const { manager } = call;
      if (["apt", "yum", "dnf", "microdnf", "zypper", "conda", "gem", "bundler"].includes(manager))
        return true;
      // Wheels are mostly made for glibc; without one, every package is compiled.
      return ["pip", "uv", "poetry", "pipenv"].includes(manager) || compiles(facts, call);
    });
}

const debianPrograms: ReadonlySet<string> = new Set([
  "dpkg",
  "useradd",
  "groupadd",
  "usermod",
  "bash",
  "update-rc.d",
  "debconf-set-selections",
  "locale-gen",
  "a2enmod",
  "ldconfig",
]);

function isOfDebian({ name, args }: ShellCommand): boolean {
  return (
    debianPrograms.has(name) ||
    args.some(({ value }) => value.endsWith(".deb") || /linux[-_](gnu|glibc)|glibc/.test(value))
  );
}

/** Programs that other stages made were linked to the library of those stages. */
function copiesFromGlibc({ copies, graph }: Facts, stage: StageFacts): boolean {
  return copies.some(({ stage: into, instruction, sources }) => {
    if (into !== stage) return false;
    if (sources.some(({ path }) => path?.endsWith(".deb"))) return true;
    if (!instruction.from) return false;
    const from = graph.resolve(instruction.from.value, stage);
    return from?.root.image?.libc !== "musl";
  });
}

function installedNames({ packagesOf }: Facts, runs: readonly RunFacts[]): ReadonlySet<string> {
  const names = runs.flatMap((run) =>
    packagesOf(run).flatMap(({ manager, operands }) =>
      systemManagers.has(manager) ? operands.map(({ value }) => value.replace(/=.*$/, "")) : [],
    ),
  );
  return new Set(names);
}

/** The programs that the container starts with, and its health check. */
function startsWith({ finalStage, dockerfile }: Facts): readonly string[] {
  const instructions = finalStage?.stage.instructions ?? [];
  return instructions.flatMap((instruction) => {
    if (
      instruction.keyword !== "CMD" &&
      instruction.keyword !== "ENTRYPOINT" &&
      instruction.keyword !== "HEALTHCHECK"
    )
      return [];
    const text = dockerfile.text.slice(instruction.span.start, instruction.span.end);
    return text.split(/[\s"',[\]|&;()]+/).map((word) => word.slice(word.lastIndexOf("/") + 1));
  });
}

/** By the names on the command line, and by the manifest where the build context is known. */
function compiles({ known: { context } }: Facts, { manager, operands, action }: PackageCommand): boolean {
  if (manager === "bundler" || (manager === "gem" && action === "install")) return true;
  const names = operands.map(({ value }) => value.replace(/(?<=.)[@=<>~![].*$/, ""));
  if (names.some((name) => compiledFromSource.test(name))) return true;
  const manifest =
    manager === "pip" || manager === "uv"
      ? "requirements.txt"
      : manager === "npm" || manager === "yarn" || manager === "pnpm"
        ? "package.json"
        : undefined;
  const text = manifest === undefined ? undefined : context?.read(manifest);
  const words = text?.split(/[\s"',;:@=<>~![\]]+/) ?? [];
  return words.some((name) => compiledFromSource.test(name));
}
