import { optionValue } from "../facts/packages.ts";
import { normalizePath } from "../facts/situation.ts";
import { folderOf, type Place, pathAt, variableAt } from "./commandPaths.ts";
import type { ProgramBuild } from "./programBuilds.ts";

/** A build in C or C++; where it installs, with the folder that everything goes to. */
export interface NativeBuild extends ProgramBuild {
  readonly prefix: string | undefined;
}

const compiler = /^([\w]+-linux-\w+-)?(gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(-\d+(\.\d+)?)?$/;

export function isCompiler(name: string): boolean {
  return compiler.test(name);
}

/** The programs that a command compiles, links or installs. */
export function nativeBuilds(place: Place): readonly NativeBuild[] {
  const { name } = place.command;
  if (isCompiler(name)) return linked(place);
  switch (name) {
    case "make":
    case "gmake":
    case "ninja":
      return madeIn(optionValue(place.command, "-C", "--directory"), place);
    case "cmake":
      return byCmake(place);
    case "meson":
      return byMeson(place);
    default:
      return [];
  }
}

/** `gcc -O2 -o app main.c` */
function linked(place: Place): readonly NativeBuild[] {
  const { command, run } = place;
  const words = command.args.map(({ value }) => value);
  if (words.some((word) => /^(-c|-E|-S|-M|-MM|-shared|--version|-v)$/.test(word))) return [];
  const joined = words.find((word) => /^-o./.test(word))?.slice(2);
  const path = pathAt(optionValue(command, "-o") ?? joined ?? "a.out", place);
  if (path === undefined) return [];
  const isStatic = words.includes("-static") || hasStaticFlags(place);
  return [{ run, output: { kind: "file", path }, folder: folderOf(place), isStatic, prefix: undefined }];
}

/** `make`, `make -C src install PREFIX=/opt/app`, `ninja install` */
function madeIn(directory: string | undefined, place: Place): readonly NativeBuild[] {
  const { command, run } = place;
  const folder = directory === undefined ? folderOf(place) : pathAt(directory, place);
  const isStatic =
    hasStaticFlags(place) || command.args.some(({ value }) => /FLAGS\+?=.*-static\b/.test(value));
  if (!command.args.some(({ value }) => /^install(-strip|\/strip)?$/.test(value)))
    return folder === undefined
      ? []
      : [{ run, output: { kind: "tree", path: folder }, folder, isStatic, prefix: undefined }];
  const destination = command.args.find(({ value }) => value.startsWith("DESTDIR="))?.text.slice(8);
  const given = command.args.find(({ value }) => /^(PREFIX|prefix)=/.test(value))?.text.slice(7);
  const prefix = given === undefined ? configuredPrefix(place) : pathAt(given, place);
  const root = destination === undefined ? "" : pathAt(destination, place);
  return prefix === undefined || root === undefined
    ? []
    : installed(normalizePath(`${root}${prefix}`), { place, folder, isStatic });
}

/** `cmake --build build --target install`, `cmake --install build --prefix /opt/app` */
function byCmake(place: Place): readonly NativeBuild[] {
  const { command, run } = place;
  const isStatic = hasStaticFlags(place);
  const install = optionValue(command, "--install");
  const build = optionValue(command, "--build");
  const isInstall =
    install !== undefined ||
    optionValue(command, "--target", "-t") === "install" ||
    hasWord(place, "install");
  const tree = pathAt(install ?? build, place);
  if (tree === undefined) return [];
  const folder = folderOf(place);
  if (!isInstall) return [{ run, output: { kind: "tree", path: tree }, folder, isStatic, prefix: undefined }];
  const given = optionValue(command, "--prefix");
  const prefix = given === undefined ? configuredPrefix(place) : pathAt(given, place);
  return prefix === undefined ? [] : installed(prefix, { place, folder, isStatic });
}

function byMeson(place: Place): readonly NativeBuild[] {
  const { command, run } = place;
  const [action] = command.args;
  const tree = pathAt(optionValue(command, "-C") ?? ".", place);
  if (tree === undefined) return [];
  const isStatic = hasStaticFlags(place);
  const folder = folderOf(place);
  if (action?.value === "compile")
    return [{ run, output: { kind: "tree", path: tree }, folder, isStatic, prefix: undefined }];
  const prefix = configuredPrefix(place);
  return action?.value === "install" && prefix !== undefined
    ? installed(prefix, { place, folder, isStatic })
    : [];
}

interface Install {
  readonly place: Place;
  readonly folder: string | undefined;
  readonly isStatic: boolean;
}

function installed(prefix: string, { place, folder, isStatic }: Install): readonly NativeBuild[] {
  const base = prefix === "/" ? "" : prefix;
  return ["sbin", "bin"].map((part) => ({
    run: place.run,
    output: { kind: "folder", path: `${base}/${part}` },
    folder,
    isStatic,
    prefix,
  }));
}

/** What `configure`, `cmake` or `meson` was told before; /usr/local is what all of them, and most Makefiles, take. */
function configuredPrefix(place: Place): string | undefined {
  const { single, command: last } = place;
  let prefix: string | undefined = "/usr/local";
  for (const run of single.facts.runs)
    for (const command of run.script.commands) {
      if (command === last) return prefix;
      if (!/^(configure|config|Configure|cmake|meson)$/.test(command.name)) continue;
      const given = command.args.find(({ value }) => prefixOption.test(value));
      if (given) prefix = pathAt(given.text.replace(prefixOption, ""), { command, run, single });
    }
  return prefix;
}

const prefixOption = /^(--prefix=|-DCMAKE_INSTALL_PREFIX(:\w+)?=)/;

function hasWord({ command }: Place, word: string): boolean {
  return command.args.some(({ value }) => value === word);
}

function hasStaticFlags(place: Place): boolean {
  return ["LDFLAGS", "CFLAGS", "CXXFLAGS"].some((name) =>
    /-static(?!-)\b/.test(variableAt(name, place) ?? ""),
  );
}
