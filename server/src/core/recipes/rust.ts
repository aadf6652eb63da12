import { hasOption, optionValue, type PackageCommand } from "../facts/packages.ts";
import { normalizePath } from "../facts/situation.ts";
import { cargoPrograms, linkedByCrates } from "./cargoManifest.ts";
import { runByName } from "./cargoRun.ts";
import { folderOf, type Place, pathAt, variableAt } from "./commandPaths.ts";
import { compiledPlan } from "./compiledProgram.ts";
import { systemOf } from "./nativeSystem.ts";
import { not, type Plan, type Recipe, type WhyNot } from "./plan.ts";
import { builtProgram, type ProgramBuild, programBuilds } from "./programBuilds.ts";
import { isOfficial, type SingleStage } from "./singleStage.ts";

/** The toolchain and target/ stay behind; the runtime stage gets the program, its libraries and certificates. */
export const rust: Recipe = {
  name: "a Rust program",
  isFor: ({ image }) => isOfficial(image, "rust"),
  plan: planRust,
};

const developmentTools = /^(cargo-watch|bacon|trunk|watchexec|systemfd)$/;

function planRust(written: SingleStage): Plan | WhyNot {
  const builds = programBuilds(written, cargoBuild);
  const byName = runByName(written, builds);
  const { single, rewrites } = byName ?? { single: written, rewrites: [] };
  if (!single.program) return not("nothing is started");
  const [started] = single.program.words;
  const name = started.slice(started.lastIndexOf("/") + 1);
  if (name === "cargo") return not("the container compiles when it starts: it needs the toolchain");
  if (developmentTools.test(name)) return not(`${name} is for development, and needs the toolchain`);
  if (/\.(sh|bash)$/.test(name))
    return not(`${started} is a script, which may call any program of the image`);
  const built = builtProgram(single, builds, started);
  if (!built) return not(`no cargo build in the file is seen to write ${started}`);
  const names = cargoPrograms(single);
  if (names && built.output.kind === "folder" && !isFromRegistry(single) && !names.has(name))
    return not(`no Cargo.toml of the project names a program ${name}`);
  const folders = builds.flatMap(({ folder }) => folder ?? []);
  if (folders.includes("/")) return not("the sources have no folder of their own, as WORKDIR would give it");
  const system = systemOf(single);
  const isFull = !/slim|alpine/.test(single.image.tag ?? "");
  const byCrates = linkedByCrates(single, system.family);
  const isMusl = system.family === "alpine" && !built.isStatic;
  return compiledPlan(single, {
    built,
    builds,
    folders: [...new Set(folders), "/usr/local/cargo", "/usr/local/rustup"],
    buildPrograms,
    ships: "the Rust toolchain",
    artifacts: [],
    finish: [],
    rewrites,
    packages: isMusl ? ["libgcc"] : [],
    base: undefined,
    hasCertificates: true,
    assumptions: [
      ...(byName ? ["it reads none of the variables that cargo sets"] : []),
      ...(built.isStatic || !isFull || byCrates ? [] : ["it is linked with no other library of the image"]),
    ],
    isBuildVariable: (variable) => buildVariables.test(variable),
    isBuildPackage: (other) => buildPackages.test(other),
    linkedWith: (installed) => [
      ...new Set([...installed, ...(byCrates ?? []).filter((other) => isFull || installed.includes(other))]),
    ],
  });
}

const buildPrograms = new Set(
  "cargo rustup rustc trunk wasm-pack wasm-bindgen diesel sqlx sccache mold npm npx node yarn protoc cmake musl-gcc clang gcc".split(
    " ",
  ),
);
const buildVariables =
  /^(CARGO(_.*)?|RUSTUP_.*|RUSTC(_.*)?|RUSTFLAGS|RUSTDOCFLAGS|RUST_VERSION|CC(_.*)?|CXX(_.*)?|AR(_.*)?|LD|CFLAGS(_.*)?|PKG_CONFIG(_.*)?|OPENSSL_(STATIC|DIR|LIB_DIR|INCLUDE_DIR)|PROTOC|SCCACHE_.*|SQLX_OFFLINE|LIBCLANG_PATH|DEBIAN_FRONTEND|PATH)$/;
const buildPackages =
  /^(musl|musl-tools|musl-dev|nasm|perl|mold|lld(-\d+)?|llvm(-.*)?|clang(-.*)?|libclang.*|libprotobuf-dev|protobuf-dev|gcc-.*|g\+\+-.*|libc6-dev-.*|openssl-libs-static|rustup|cargo|rustc|pkgconf)$/;

function cargoBuild(place: Place): readonly ProgramBuild[] {
  const { single, command, run } = place;
  const call = single.facts.callOf(command);
  if (call?.manager !== "cargo") return [];
  // `cargo +nightly build`
  const action = call.action.startsWith("+") ? call.operands[0]?.value : call.action;
  const isStatic = isStaticallyLinked(call, place);
  const folder = folderOf(place);
  if (action === "install") {
    const given = optionValue(call, "--root") ?? variableAt("CARGO_INSTALL_ROOT", place);
    const root = given === undefined ? "/usr/local/cargo" : pathAt(given, place);
    const sources = optionValue(call, "--path") === undefined ? undefined : folder;
    if (root === undefined) return [];
    return [{ run, output: { kind: "folder", path: `${root}/bin` }, folder: sources, isStatic }];
  }
  if (!/^(build|b|rustc)$/.test(action ?? "") || folder === undefined) return [];
  const target = targetFolder(call, folder, place);
  if (target === undefined) return [];
  const path = [target, tripleOf(call, place), profileOf(call)]
    .filter((part) => part !== undefined)
    .join("/");
  return [{ run, output: { kind: "folder", path }, folder, isStatic }];
}

function targetFolder(call: PackageCommand, folder: string, place: Place): string | undefined {
  const given = optionValue(call, "--target-dir") ?? variableAt("CARGO_TARGET_DIR", place);
  if (given !== undefined) return pathAt(given, place);
  const manifest = optionValue(call, "--manifest-path");
  const project = manifest?.includes("/") ? pathAt(manifest.replace(/\/[^/]*$/, ""), place) : folder;
  return project && normalizePath(`${project}/target`);
}

function profileOf(call: PackageCommand): string {
  if (hasOption(call, "--release", "-r")) return "release";
  const profile = optionValue(call, "--profile") ?? "dev";
  return profile === "dev" || profile === "test" ? "debug" : profile;
}

function tripleOf(call: PackageCommand, place: Place): string | undefined {
  const { run, single } = place;
  const given = optionValue(call, "--target") ?? variableAt("CARGO_BUILD_TARGET", place);
  return given && single.facts.scope.expand(given, run.stage, run.instruction);
}

/** musl is linked into the program unless the flags say otherwise; glibc only where they ask for it. */
function isStaticallyLinked(call: PackageCommand, place: Place): boolean {
  const flags = variableAt("RUSTFLAGS", place) ?? "";
  if (flags.includes("-crt-static")) return false;
  const triple = tripleOf(call, place);
  const isMusl = triple?.includes("musl") ?? systemOf(place.single).family === "alpine";
  return isMusl || flags.includes("+crt-static");
}

function isFromRegistry({ facts }: SingleStage): boolean {
  return facts.packages.some(
    (call) => call.manager === "cargo" && call.action === "install" && call.operands.length > 0,
  );
}
