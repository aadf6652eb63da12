import type { System } from "./nativeSystem.ts";

/** Package names by generation: Debian 11 and Ubuntu 20.04, Debian 12 and Ubuntu 22.04, Debian 13 and Ubuntu 24.04. */
type Names = string | readonly [old: string, current: string, wideTime: string];

/** The libraries of Debian's development packages. Source: packages.debian.org and packages.ubuntu.com. */
const debian: Readonly<Record<string, Names>> = {
  "libssl-dev": ["libssl1.1", "libssl3", "libssl3t64"],
  "libcurl4-openssl-dev": ["libcurl4", "libcurl4", "libcurl4t64"],
  "libcurl4-gnutls-dev": ["libcurl3-gnutls", "libcurl3-gnutls", "libcurl3t64-gnutls"],
  "libffi-dev": ["libffi7", "libffi8", "libffi8"],
  "libreadline-dev": ["libreadline8", "libreadline8", "libreadline8t64"],
  "libpcap-dev": ["libpcap0.8", "libpcap0.8", "libpcap0.8t64"],
  "libpcap0.8-dev": ["libpcap0.8", "libpcap0.8", "libpcap0.8t64"],
  "libuv1-dev": ["libuv1", "libuv1", "libuv1t64"],
  "libpng-dev": ["libpng16-16", "libpng16-16", "libpng16-16t64"],
  "libasound2-dev": ["libasound2", "libasound2", "libasound2t64"],
  "libgdbm-dev": ["libgdbm6", "libgdbm6", "libgdbm6t64"],
  "libglib2.0-dev": ["libglib2.0-0", "libglib2.0-0", "libglib2.0-0t64"],
  "libevent-dev": [
    "libevent-2.1-7 libevent-core-2.1-7 libevent-extra-2.1-7 libevent-openssl-2.1-7 libevent-pthreads-2.1-7",
    "libevent-2.1-7 libevent-core-2.1-7 libevent-extra-2.1-7 libevent-openssl-2.1-7 libevent-pthreads-2.1-7",
    "libevent-2.1-7t64 libevent-core-2.1-7t64 libevent-extra-2.1-7t64 libevent-openssl-2.1-7t64 libevent-pthreads-2.1-7t64",
  ],
  "libpq-dev": "libpq5",
  "libsqlite3-dev": "libsqlite3-0",
  "libmariadb-dev": "libmariadb3",
  "libxml2-dev": "libxml2",
  "libxslt1-dev": "libxslt1.1",
  "libexpat1-dev": "libexpat1",
  "libyaml-dev": "libyaml-0-2",
  "libgmp-dev": "libgmp10",
  "libncurses-dev": "libncurses6 libncursesw6",
  "libncurses5-dev": "libncurses6 libncursesw6",
  "libncursesw5-dev": "libncurses6 libncursesw6",
  "libpcre2-dev": "libpcre2-8-0",
  "libjansson-dev": "libjansson4",
  "libsodium-dev": "libsodium23",
  "libzmq3-dev": "libzmq5",
  "liblua5.3-dev": "liblua5.3-0",
  "liblua5.4-dev": "liblua5.4-0",
  "libusb-1.0-0-dev": "libusb-1.0-0",
  "libbz2-dev": "libbz2-1.0",
  "liblzma-dev": "liblzma5",
  "libzstd-dev": "libzstd1",
  "liblz4-dev": "liblz4-1",
  "libsnappy-dev": "libsnappy1v5",
  "uuid-dev": "libuuid1",
  "libseccomp-dev": "libseccomp2",
  "libcap-dev": "libcap2",
  "libfreetype6-dev": "libfreetype6",
  "libfreetype-dev": "libfreetype6",
  "libsdl2-dev": "libsdl2-2.0-0",
  "libudev-dev": "libudev1",
  "libdbus-1-dev": "libdbus-1-3",
  "libsystemd-dev": "libsystemd0",
  "libedit-dev": "libedit2",
};

/** Ubuntu has another library behind these names. */
const debianAlone: Readonly<Record<string, Names>> = {
  "default-libmysqlclient-dev": "libmariadb3",
  "libjpeg-dev": "libjpeg62-turbo",
  "libjpeg62-turbo-dev": "libjpeg62-turbo",
};

/** The libraries of Alpine's development packages since 3.17. Source: pkgs.alpinelinux.org. */
const alpine: Readonly<Record<string, Names>> = {
  "openssl-dev": "libssl3 libcrypto3",
  "libpq-dev": "libpq",
  "postgresql-dev": "libpq",
  "sqlite-dev": "sqlite-libs",
  "mariadb-connector-c-dev": "mariadb-connector-c",
  "mariadb-dev": "mariadb-connector-c",
  "curl-dev": "libcurl",
  "libxml2-dev": "libxml2",
  "libxslt-dev": "libxslt",
  "expat-dev": "libexpat",
  "libffi-dev": "libffi",
  "yaml-dev": "yaml",
  "gmp-dev": "gmp",
  "ncurses-dev": "ncurses-libs",
  "readline-dev": "readline",
  "pcre-dev": "pcre",
  "pcre2-dev": "pcre2",
  "libsodium-dev": "libsodium",
  "libpcap-dev": "libpcap",
  "libevent-dev": "libevent",
  "libuv-dev": "libuv",
  "jansson-dev": "jansson",
  "json-c-dev": "json-c",
  "bzip2-dev": "libbz2",
  "xz-dev": "xz-libs",
  "zstd-dev": "zstd-libs",
  "lz4-dev": "lz4-libs",
  "libpng-dev": "libpng",
  "libcap-dev": "libcap",
  "libusb-dev": "libusb",
};

/** The packages of the libraries that a development package is linked with; undefined when they are not known. */
export function runtimePackages(
  development: string,
  { family, release }: System,
): readonly string[] | undefined {
  const names = namesOf(development, family);
  if (names === undefined || typeof names === "string") return names?.split(" ");
  const generation = generations.findIndex((releases) => releases.includes(release ?? ""));
  return generation < 0 ? undefined : names[generation]?.split(" ");
}

function namesOf(development: string, family: System["family"]): Names | undefined {
  const table = family === "alpine" ? alpine : family === "debian" ? { ...debian, ...debianAlone } : debian;
  return Object.hasOwn(table, development) ? table[development] : undefined;
}

const generations: readonly (readonly string[])[] = [
  ["bullseye", "20.04"],
  ["bookworm", "22.04"],
  ["trixie", "24.04"],
];
