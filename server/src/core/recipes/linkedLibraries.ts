import type { System } from "../facts/runtimeLibraries.ts";
import type { SingleStage } from "./singleStage.ts";

/** Development packages by the name that stands behind `-l`. */
const byName: Readonly<Record<string, string>> = {
  ssl: "libssl-dev",
  crypto: "libssl-dev",
  curl: "libcurl4-openssl-dev",
  pq: "libpq-dev",
  sqlite3: "libsqlite3-dev",
  xml2: "libxml2-dev",
  xslt: "libxslt1-dev",
  ncurses: "libncurses-dev",
  ncursesw: "libncurses-dev",
  curses: "libncurses-dev",
  readline: "libreadline-dev",
  gmp: "libgmp-dev",
  yaml: "libyaml-dev",
  ffi: "libffi-dev",
  png: "libpng-dev",
  png16: "libpng-dev",
  jpeg: "libjpeg-dev",
  mysqlclient: "default-libmysqlclient-dev",
  mariadb: "default-libmysqlclient-dev",
  gdbm: "libgdbm-dev",
  event: "libevent-dev",
  event_core: "libevent-dev",
  "glib-2.0": "libglib2.0-dev",
};

/** What the commands and the project's own files say about linking: every `-lname` and OpenMP. */
export interface Linking {
  readonly names: ReadonlySet<string>;
  /** The project's build files are known, so that nothing else is linked. */
  readonly isKnown: boolean;
}

export function linkingOf({ facts }: SingleStage): Linking {
  const { context } = facts.known;
  const listed = buildFiles.filter((path) => context?.has(path));
  const texts = listed.flatMap((path) => context?.read(path) ?? []);
  const commands = facts.runs.flatMap(({ script }) => script.commands);
  const args = commands.flatMap((command) => command.args.map(({ value }) => value));
  const names = new Set([...args, ...texts.flatMap(wordsOf)].flatMap(linkedBy));
  for (const text of texts) for (const name of linkedByCmake(text)) names.add(name);
  // What a build file says about sanitizers may be for its tests.
  if (args.some((word) => word.startsWith("-fsanitize="))) names.add("asan");
  const usesBuildFile = commands.some(({ name }) => /^(g?make|cmake|ninja|meson)$/.test(name));
  return { names, isKnown: !usesBuildFile || (texts.length > 0 && texts.length === listed.length) };
}

const buildFiles = ["", "src/"].flatMap((folder) =>
  ["Makefile", "makefile", "GNUmakefile", "CMakeLists.txt"].map((name) => folder + name),
);

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s"'();,]+/);
}

/** `-lcurl`, `LDLIBS=-lcurl`, `-fopenmp`, `OpenSSL::SSL` */
function linkedBy(word: string): readonly string[] {
  if (word === "-fopenmp" || word === "OpenMP::OpenMP_CXX" || word === "OpenMP::OpenMP_C") return ["gomp"];
  if (word.startsWith("OpenSSL")) return ["ssl"];
  if (word.startsWith("CURL")) return ["curl"];
  const at = word.startsWith("-l") ? 0 : word.indexOf("=-l") + 1;
  return at > 0 || word.startsWith("-l") ? [word.slice(at + 2)] : [];
}

/** `target_link_libraries(shop PRIVATE sqlite3 pthread)` */
function linkedByCmake(text: string): readonly string[] {
  const [, ...calls] = text.split("target_link_libraries");
  return calls.flatMap((call) => wordsOf(call.slice(0, Math.max(0, call.indexOf(")")))));
}

/** Development packages of full images that the program is linked with. */
export function linkedByNames({ names }: Linking): readonly string[] {
  return [
    ...new Set([...names].flatMap((name) => (Object.hasOwn(byName, name) ? (byName[name] ?? []) : []))),
  ];
}

/** Packages with GCC's own libraries; the one of C++ is in every image of Debian and Ubuntu. */
export function compilerLibraries({ names }: Linking, { family }: System, isCxx: boolean): readonly string[] {
  if (family === "alpine")
    return [...(isCxx ? ["libstdc++"] : []), ...(names.has("gomp") ? ["libgomp"] : [])];
  return [
    ...(names.has("gomp") ? ["libgomp1"] : []),
    ...(names.has("atomic") ? ["libatomic1"] : []),
    ...(names.has("gfortran") ? ["libgfortran5"] : []),
  ];
}
