import type { ShellCommand } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import type { RunFacts } from "./runs.ts";

/** Alpine packages that only a build needs. */
const tools: ReadonlySet<string> = new Set(
  (
    "build-base alpine-sdk gcc g++ make musl-dev libc-dev linux-headers cmake autoconf automake libtool pkgconf " +
    "pkgconfig ninja ninja-build samurai bison flex nasm yasm patch cargo rust go python3-dev python2-dev ruby-dev " +
    "perl-dev lua-dev $PHPIZE_DEPS ${PHPIZE_DEPS}"
  ).split(" "),
);

/** Development packages, with the libraries that programs built with them need when they run. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  "bzip2-dev": ["libbz2"],
  "cairo-dev": ["cairo"],
  "curl-dev": ["libcurl"],
  "freetype-dev": ["freetype"],
  "geos-dev": ["geos"],
  "gmp-dev": ["gmp"],
  "icu-dev": ["icu-libs"],
  "imagemagick-dev": ["imagemagick"],
  "jpeg-dev": ["libjpeg-turbo"],
  "libffi-dev": ["libffi"],
  "libevent-dev": ["libevent"],
  "libjpeg-turbo-dev": ["libjpeg-turbo"],
  "libpng-dev": ["libpng"],
  "libpq-dev": ["libpq"],
  "libsodium-dev": ["libsodium"],
  "libwebp-dev": ["libwebp"],
  "libxml2-dev": ["libxml2"],
  "libxslt-dev": ["libxslt"],
  "libzip-dev": ["libzip"],
  "mariadb-connector-c-dev": ["mariadb-connector-c"],
  "mariadb-dev": ["mariadb-connector-c"],
  "ncurses-dev": ["ncurses-libs"],
  "oniguruma-dev": ["oniguruma"],
  "openssl-dev": [],
  "pango-dev": ["pango"],
  "postgresql-dev": ["libpq"],
  "readline-dev": ["readline"],
  "sqlite-dev": ["sqlite-libs"],
  "vips-dev": ["vips"],
  "yaml-dev": ["yaml"],
  "zlib-dev": [],
};

export function isBuildPackage(name: string): boolean {
  return tools.has(name) || Object.hasOwn(libraries, name);
}

/** The libraries that stay when the development packages go. */
export function librariesBehind(names: readonly string[]): readonly string[] {
  const found = names.flatMap((name) => (Object.hasOwn(libraries, name) ? (libraries[name] ?? []) : []));
  return [...new Set(found)].filter((name) => !names.includes(name)).sort();
}

const compilers: ReadonlySet<string> = new Set(
  (
    "make cmake gcc g++ cc c++ configure phpize pecl docker-php-ext-install docker-php-ext-configure autoreconf " +
    "ninja meson"
  ).split(" "),
);
const installers: ReadonlySet<string> = new Set([
  "pip",
  "uv",
  "poetry",
  "pipenv",
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "cargo",
  "go",
  "gem",
  "bundler",
]);

/** The RUN compiles, or installs what may have to be compiled, behind a place in it. */
export function compilesBehind(facts: Facts, run: RunFacts, start: number): boolean {
  return compileCommands(facts, run).some(({ span }) => span.start > start);
}

/** The commands of a RUN that compile, or install what may have to be compiled. */
export function compileCommands(facts: Facts, run: RunFacts): readonly ShellCommand[] {
  const installing = facts.packagesOf(run).filter((call) => installers.has(call.manager));
  const calls = new Set(installing.map(({ command }) => command));
  return run.script.commands.filter(
    (command) =>
      calls.has(command) ||
      compilers.has(command.name) ||
      (command.name.startsWith("python") && command.args.some(({ value }) => value.endsWith("setup.py"))),
  );
}
