import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { SingleStage } from "./singleStage.ts";

/** The packages of the distribution that one command installs, and that stay in the layer. */
export interface SystemInstall {
  readonly call: PackageCommand;
  /** What the running program may call or load. */
  readonly runtime: readonly string[];
  /** Compilers, build systems, version control: of no use behind the build. */
  readonly buildOnly: readonly string[];
  /** Development packages of libraries; what was linked against them needs the library at run time. */
  readonly libraries: readonly string[];
  /** Packages come from another repository than the base image's, or their names are not literal. */
  readonly isUnusual: boolean;
}

const toolchain =
  /^(build-essential|build-base|alpine-sdk|gcc|g\+\+|gcc-\d+|g\+\+-\d+|clang|llvm|lld|binutils|make|cmake|ninja|ninja-build|meson|autoconf|automake|libtool|pkg-config|pkgconfig|pkgconf|patch|m4|bison|flex|libc6-dev|libc-dev|musl-dev|linux-headers|libstdc\+\+-\d*-?dev|zlib1g-dev|zlib-dev|python3-dev|python3-pip|python3-setuptools|py3-pip|py3-setuptools|node-gyp|git|git-lfs|mercurial|subversion|gfortran|cargo|rust|rustc|swig|nasm|yasm|patchelf|dpkg-dev|ccache|upx|upx-ucl|protobuf-compiler|protoc|protobuf|gnupg|gnupg2|dirmngr|apt-transport-https|software-properties-common|lsb-release|xz-utils)$/;
const compilers = /^(build-essential|build-base|alpine-sdk|gcc|g\+\+|make)$/;
/** node-gyp's Python: of use to the build where a compiler comes with it. */
const besideCompilers = /^(python|python2|python3|python3-minimal|python-is-python3)$/;
/** Of use to the build where a RUN calls them; else a health check or the program may. */
const downloaders = /^(curl|wget|unzip|zip|jq|bzip2|tar|gzip|xz|file|bash)$/;

/** Every install of distribution packages in the stage. */
export function systemInstalls(single: SingleStage): readonly SystemInstall[] {
  const { facts, program } = single;
  const calls = facts.packages.filter(({ manager }) => manager === "apt" || manager === "apk");
  const installs = calls.filter((call) => isInstall(call) && !isTemporary(call, calls));
  const all = installs.flatMap((call) => packageNames(call));
  const called = new Set(facts.runs.flatMap(({ script }) => script.commands.map(({ name }) => name)));
  const isBuildOnly = (name: string): boolean => {
    if (program?.calls.has(name)) return false;
    if (toolchain.test(name)) return true;
    if (besideCompilers.test(name)) return all.some((other) => compilers.test(other));
    return downloaders.test(name) && called.has(name);
  };
  return installs.map((call) => {
    const names = packageNames(call).filter((name) => !isRemoved(name, call, calls));
    const isLibrary = (name: string): boolean => name.endsWith("-dev") && !toolchain.test(name);
    return {
      call,
      buildOnly: names.filter(isBuildOnly),
      libraries: names.filter((name) => isLibrary(name) && !isBuildOnly(name)),
      runtime: names.filter((name) => !isLibrary(name) && !isBuildOnly(name)),
      isUnusual:
        call.operands.some(({ isLiteral }) => !isLiteral) ||
        hasOption(call, "-t", "--target-release", "-o", "-X", "--repository", "--repositories-file"),
    };
  });
}

/** The RUN that installs packages in a runtime stage, as frugal as the original was asked to be. */
export function installLine({ call }: SystemInstall, names: readonly string[]): string {
  if (call.manager === "apk") return installNames("apk", names);
  const recommends = hasOption(call, "--no-install-recommends") ? " --no-install-recommends" : "";
  return aptLine(names, recommends);
}

function installNames(manager: "apt" | "apk", names: readonly string[]): string {
  return manager === "apk" ? `RUN apk add --no-cache ${names.join(" ")}` : aptLine(names);
}

/** Packages that the runtime stage needs besides its setup: in a RUN of its own kind that is there, else in front. */
export function withPackages(
  setup: readonly string[],
  manager: "apt" | "apk",
  names: readonly string[],
): readonly string[] {
  const missing = names.filter((name) => !setup.some((line) => line.split(/\s+/).includes(name)));
  if (missing.length === 0) return setup;
  const [before = "", after = ""] = installNames(manager, ["?"]).split("?");
  const at = setup.findIndex(
    (line) => line.startsWith(before) && line.endsWith(after) && !/[|;\n]/.test(line),
  );
  const own = setup[at]?.slice(before.length, setup[at].length - after.length);
  if (own === undefined || /&&|--/.test(own)) return [installNames(manager, missing), ...setup];
  return setup.with(at, `${before}${own} ${missing.join(" ")}${after}`);
}

export function aptLine(names: readonly string[], options = " --no-install-recommends"): string {
  return `RUN apt-get update && apt-get install -y${options} ${names.join(" ")} && rm -rf /var/lib/apt/lists/*`;
}

function isInstall({ manager, action }: PackageCommand): boolean {
  return action === (manager === "apk" ? "add" : "install");
}

/** `curl=8.1-r0`, `libssl3:amd64` and `bash/stable` by their bare names are what the tables know. */
function packageNames({ operands }: PackageCommand): readonly string[] {
  return operands.map(({ value }) => value.replace(/[=<>~:/].*$/, ""));
}

/** `apk add --virtual .build …` and `apk del .build` in one RUN. */
function isTemporary(install: PackageCommand, calls: readonly PackageCommand[]): boolean {
  const at = install.args.findIndex(({ value }) => value === "-t" || value === "--virtual");
  const joined = install.args
    .find(({ value }) => value.startsWith("--virtual="))
    ?.value.slice("--virtual=".length);
  const name =
    install.manager === "apk" ? (joined ?? (at < 0 ? undefined : install.args[at + 1]?.value)) : undefined;
  return name !== undefined && isRemoved(name, install, calls);
}

function isRemoved(name: string, { run }: PackageCommand, calls: readonly PackageCommand[]): boolean {
  return calls.some(
    (other) =>
      other.run === run &&
      /^(del|remove|purge|autoremove)$/.test(other.action) &&
      other.operands.some(({ value }) => value === name),
  );
}
