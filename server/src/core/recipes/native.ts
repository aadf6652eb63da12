import { addAmounts } from "../estimate/amount.ts";
import { aptAmountOf } from "../estimate/aptInstalls.ts";
import { isCompiler, type NativeBuild, nativeBuilds } from "./compileCommands.ts";
import { compiledPlan } from "./compiledProgram.ts";
import { compilerLibraries, type Linking, linkedByNames, linkingOf } from "./linkedLibraries.ts";
import { systemOf } from "./nativeSystem.ts";
import { type Artifact, not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { builtProgram, programBuilds } from "./programBuilds.ts";
import type { RuntimeBase } from "./runtimeBase.ts";
import { isBelow, isOfficial, type SingleStage } from "./singleStage.ts";
import { systemInstalls } from "./systemPackages.ts";

/** Compilers, headers and sources stay behind; the runtime stage gets the program and the libraries of its own release. */
export const native: Recipe = {
  name: "a C or C++ program",
  isFor: (single) => isFull(single) || (isSystem(single) && compilesItself(single)),
  plan: planNative,
};

/** Images that bring a compiler, and the headers of many libraries. */
function isFull({ image }: SingleStage): boolean {
  return (
    isOfficial(image, "gcc") || (isOfficial(image, "buildpack-deps") && !/curl|scm/.test(image.tag ?? ""))
  );
}

function isSystem({ image }: SingleStage): boolean {
  return ["debian", "ubuntu", "alpine"].some((name) => isOfficial(image, name));
}

const builders = /^(g?make|cmake|ninja|meson)$/;
const compilerPackages = /^(build-essential|build-base|alpine-sdk|gcc|g\+\+|clang|gcc-\d+|g\+\+-\d+)$/;
const otherLanguages = /^(cargo|go|npm|yarn|pnpm|pip|mvn|gradle|bundle|composer|dotnet)$/;

/** A compiler is installed, used, and still there. */
function compilesItself(single: SingleStage): boolean {
  const names = single.facts.runs.flatMap(({ script }) => script.commands.map(({ name }) => name));
  return (
    names.some((name) => isCompiler(name) || builders.test(name)) &&
    !names.some((name) => otherLanguages.test(name)) &&
    systemInstalls(single).some(({ buildOnly }) => buildOnly.some((name) => compilerPackages.test(name)))
  );
}

function planNative(single: SingleStage): Plan | WhyNot {
  const { program } = single;
  if (!program) return not("nothing is started");
  const [started] = program.words;
  const name = started.slice(started.lastIndexOf("/") + 1);
  if (builders.test(name) || isCompiler(name))
    return not("the container compiles when it starts: it needs the compiler");
  if (/\.(sh|bash)$/.test(name))
    return not(`${started} is a script, which may call any program of the image`);
  const builds = programBuilds(single, nativeBuilds);
  const built = builtProgram(single, builds, started);
  if (!built) return not(`no compiler, make or cmake in the file is seen to write ${started}`);
  const folders = [...new Set(builds.flatMap(({ folder }) => folder ?? []))];
  if (folders.includes("/")) return not("the sources have no folder of their own, as WORKDIR would give it");
  const linking = linkingOf(single);
  const unusual = ["asan", "ubsan", "tsan", "c++"].find((other) => linking.names.has(other));
  if (unusual !== undefined) return not(`the program is linked with lib${unusual}`);
  const system = systemOf(single);
  const isCxx = usesCxx(single);
  const prefix = prefixOf(builds, built.from);
  const isWhole =
    prefix !== undefined && !isBelow("/usr", prefix) && !(isFull(single) && prefix === "/usr/local");
  const isGuess = built.isGuess
    ? !isKnownFile(single)
    : prefix !== undefined && !started.startsWith("/") && !isSurePrefix(single);
  const ownLibraries = isOfficial(single.image, "gcc") && !built.isStatic ? gccLibraries(linking, isCxx) : [];
  const callsLdconfig = single.facts.runs.some(({ script }) =>
    script.commands.some((command) => command.name === "ldconfig"),
  );
  const withLibraries = ownLibraries.length > 0 || (callsLdconfig && system.family !== "alpine");
  return compiledPlan(single, {
    built: { ...built, isGuess },
    builds,
    folders,
    buildPrograms,
    ships: isOfficial(single.image, "gcc") ? "GCC, headers and sources" : "compilers, headers and sources",
    artifacts: [...(isWhole ? [{ from: prefix, to: prefix }] : []), ...ownLibraries],
    finish: withLibraries ? ["RUN ldconfig"] : [],
    packages: isOfficial(single.image, "gcc") ? [] : compilerLibraries(linking, system, isCxx),
    base: isSystem(single) ? sameBase(single) : undefined,
    // The package brings them for what is linked with a library of TLS.
    hasCertificates: isFull(single) && (built.isStatic || !linking.isKnown),
    assumptions: [
      ...(prefix === undefined || isWhole ? [] : [`it needs nothing else that is installed in ${prefix}`]),
      ...(isFull(single) && !built.isStatic && !linking.isKnown
        ? ["it is linked with no other library of the image"]
        : []),
    ],
    isBuildVariable: (variable) => buildVariables.test(variable),
    isBuildPackage: (other) => buildPackages.test(other),
    linkedWith: (installed) => [
      ...new Set([...installed, ...(isFull(single) ? linkedByNames(linking) : [])]),
    ],
  });
}

const versions = Array.from({ length: 16 }, (_, at) => at + 7);
const buildPrograms = new Set([
  ..."make gmake cmake ctest cpack ninja meson configure config bootstrap autogen.sh bootstrap.sh autoreconf autoconf".split(
    " ",
  ),
  ..."automake aclocal libtoolize ar ranlib ld nm objcopy pkg-config bison flex patch gcc g++ cc c++ clang clang++".split(
    " ",
  ),
  ...["gcc", "g++", "clang", "clang++"].flatMap((name) => versions.map((version) => `${name}-${version}`)),
]);
const buildVariables =
  /^(CC|CXX|LD|AR|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|MAKEFLAGS|CMAKE_.*|PKG_CONFIG_PATH|CCACHE_.*|DEBIAN_FRONTEND)$/;
const buildPackages =
  /^(clang.*|libclang.*|llvm.*|lld.*|mold|ccache|doxygen|gdb|valgrind|cppcheck|nasm|yasm|gettext|autopoint|texinfo|re2c|gperf|libtool-bin|cmake-data|libstdc\+\+-.*-dev|libc-dev|libc6-dev.*|linux-libc-dev|linux-headers.*|ninja-build|samurai|pkgconf|dpkg-dev|debhelper|autotools-dev|libgtest-dev|libboost-dev|libboost-test-dev|gtest|googletest|libgmock-dev|catch2|coreutils)$/;

/** Where `make install` put the program, when that is how it came to be. */
function prefixOf(builds: readonly NativeOrMoved[], from: string): string | undefined {
  return builds.find(({ output, prefix }) => prefix !== undefined && from.startsWith(`${output.path}/`))
    ?.prefix;
}

type NativeOrMoved = Partial<Pick<NativeBuild, "prefix">> & Pick<NativeBuild, "output">;

/** configure, cmake and meson install where they say; a Makefile may have ideas of its own. */
function isSurePrefix({ facts }: SingleStage): boolean {
  const commands = facts.runs.flatMap(({ script }) => script.commands);
  const makefile = facts.known.context?.read("Makefile");
  return (
    commands.some(({ name }) => /^(configure|cmake|meson)$/.test(name)) ||
    commands.some(({ args }) => args.some(({ value }) => /^(PREFIX|prefix)=/.test(value))) ||
    makefile?.includes("/usr/local") === true
  );
}

/** What make leaves under the name that is started does not come from the build context. */
function isKnownFile({ facts }: SingleStage): boolean {
  return facts.known.context?.complete === true;
}

const cxxSources = ["cpp", "cc", "cxx"].flatMap((end) => ["", "*/", "*/*/"].map((at) => `${at}*.${end}`));

/** Only where the sources are known, or each compiler call is one of C, is it sure that C++ has no part in it. */
function usesCxx({ facts }: SingleStage): boolean {
  const { context } = facts.known;
  if (context?.complete && facts.copies.some(({ copiesWholeContext }) => copiesWholeContext))
    return cxxSources.some((pattern) => context.find(pattern).length > 0);
  const commands = facts.runs.flatMap(({ script }) => script.commands);
  return commands.some(
    ({ name, args }) =>
      builders.test(name) ||
      name.includes("++") ||
      (isCompiler(name) && args.some(({ value }) => /\.(cpp|cc|cxx)$|^-lstdc\+\+$/.test(value))),
  );
}

/** GCC's image has newer ones than the Debian that it is made of, in a folder of its own. */
function gccLibraries({ names }: Linking, isCxx: boolean): readonly Artifact[] {
  const files = [
    ...(isCxx ? ["libstdc++.so.6", "libgcc_s.so.1"] : []),
    ...(names.has("gomp") ? ["libgomp.so.1"] : []),
    ...(names.has("atomic") ? ["libatomic.so.1"] : []),
    ...(names.has("gfortran") ? ["libgfortran.so.5", "libquadmath.so.0"] : []),
  ];
  return files.map((file) => ({ from: `/usr/local/lib64/${file}`, to: `/usr/local/lib/${file}` }));
}

/** The distribution's own image once more; what it is smaller by are the packages for the build. */
function sameBase(single: SingleStage): RuntimeBase {
  const { image, stage, facts } = single;
  const amounts = systemInstalls(single).flatMap(
    ({ call, buildOnly, libraries }) => aptAmountOf(facts, call, [...buildOnly, ...libraries]) ?? [],
  );
  return {
    text: stage.stage.from.image?.text ?? image.familiar,
    family: isOfficial(image, "alpine") ? "alpine" : "debian",
    saves: addAmounts(amounts),
  };
}
