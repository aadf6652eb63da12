import type { System } from "./nativeSystem.ts";
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
  const files = [
    "Makefile",
    "makefile",
    "GNUmakefile",
    "CMakeLists.txt",
    "src/Makefile",
    "src/CMakeLists.txt",
  ];
  const listed = files.filter((path) => context?.has(path));
  const texts = listed.flatMap((path) => context?.read(path) ?? []);
  const words = [
    ...facts.runs.flatMap(({ script }) =>
      script.commands.flatMap(({ args }) => args.map(({ value }) => value)),
    ),
    ...texts.flatMap((text) => text.split(/[\s"'();,]+/)),
  ];
  const names = new Set<string>();
  for (const word of words) {
    const name = /^(?:\w+=)?-l([\w.+-]+)$/.exec(word)?.[1];
    if (name !== undefined) names.add(name);
    if (word === "-fopenmp") names.add("gomp");
    if (word === "OpenSSL::SSL" || word === "OpenSSL") names.add("ssl");
    if (word === "CURL::libcurl" || word === "CURL") names.add("curl");
  }
  const usesMake = facts.runs.some(({ script }) =>
    script.commands.some(({ name }) => /^(g?make|cmake|ninja|meson)$/.test(name)),
  );
  return { names, isKnown: !usesMake || (texts.length > 0 && texts.length === listed.length) };
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
