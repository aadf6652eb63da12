/** Debian's releases that the names below were read in. */
const releases = ["bullseye", "bookworm", "trixie"] as const;
type Release = (typeof releases)[number];

/** The distribution that something is built on. */
export interface System {
  readonly family: "debian" | "ubuntu" | "alpine";
  /** `bookworm`, `24.04`; undefined where the image does not say. */
  readonly release: string | undefined;
}

/**
 * The packages that a program needs when it runs, if it was built with this development package.
 * @returns undefined where their names are not known; an empty list where every image of the system has them
 */
export function runtimeLibraries(name: string, { family, release }: System): readonly string[] | undefined {
  const found =
    family === "alpine"
      ? own(alpine, name)
      : family === "ubuntu"
        ? ubuntuLibraries(name, release)
        : debianLibraries(name, release);
  return found?.split(" ").filter((word) => word !== "");
}

/** Ubuntu takes most packages from Debian, of a release of about the same time; the rest has other numbers or sources. */
function ubuntuLibraries(name: string, release: string | undefined): string | undefined {
  if (notInUbuntu.has(name)) return undefined;
  const sibling = release === undefined ? undefined : own(siblings, release);
  return own(byRelease, name) && !(sibling && sameInUbuntu.has(name))
    ? undefined
    : debianLibraries(name, sibling);
}

const siblings: Readonly<Record<string, Release>> = {
  "20.04": "bullseye",
  "22.04": "bookworm",
  "24.04": "trixie",
};
/** Source: packages.ubuntu.com. */
const sameInUbuntu: ReadonlySet<string> = new Set(
  (
    "libasound2-dev libcurl4-gnutls-dev libcurl4-openssl-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev " +
    "libpcap-dev libpcap0.8-dev libpng-dev libreadline-dev libssl-dev libuv1-dev"
  ).split(" "),
);
const notInUbuntu: ReadonlySet<string> = new Set([
  "default-libmysqlclient-dev",
  "libjpeg-dev",
  "libjpeg62-turbo-dev",
]);

function debianLibraries(name: string, release: string | undefined): string | undefined {
  const known = releases.find((candidate) => candidate === release);
  const changing = own(byRelease, name);
  if (!changing) return own(everywhere, name);
  if (known) return changing[known];
  const [first, ...others] = releases.map((candidate) => changing[candidate].replace(/t64\b/g, ""));
  // A library whose name got a "t64" still answers to the old one on machines of 64 bits.
  return others.every((other) => other === first) ? first : undefined;
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

// From the field Depends of Debian's own indexes of bullseye, bookworm and trixie (`apt-cache show`), amd64.
const everywhere: Readonly<Record<string, string>> = {
  "default-libmysqlclient-dev": "libmariadb3",
  "freetds-dev": "libct4 libsybdb5",
  "libargon2-dev": "libargon2-1",
  "libblas-dev": "libblas3",
  "libbluetooth-dev": "libbluetooth3",
  "libbsd-dev": "libbsd0",
  "libbz2-dev": "",
  "libc-dev": "",
  "libc6-dev": "",
  "libcairo2-dev": "libcairo2 libcairo-gobject2",
  "libcap-dev": "libcap2",
  "libdbus-1-dev": "libdbus-1-3",
  "libedit-dev": "libedit2",
  "libexif-dev": "libexif12",
  "libexpat1-dev": "libexpat1",
  "liblua5.3-dev": "liblua5.3-0",
  "liblua5.4-dev": "liblua5.4-0",
  "libpcre2-dev": "libpcre2-8-0",
  "libsdl2-dev": "libsdl2-2.0-0",
  "libfontconfig1-dev": "libfontconfig1",
  "libfreetype-dev": "libfreetype6",
  "libfreetype6-dev": "libfreetype6",
  "libfribidi-dev": "libfribidi0",
  "libgdk-pixbuf-2.0-dev": "libgdk-pixbuf-2.0-0",
  "libgdk-pixbuf2.0-dev": "libgdk-pixbuf-2.0-0",
  "libgif-dev": "libgif7",
  "libgmp-dev": "libgmp10 libgmpxx4ldbl",
  "libharfbuzz-dev": "libharfbuzz0b",
  "libjansson-dev": "libjansson4",
  "libjemalloc-dev": "libjemalloc2",
  "libjpeg-dev": "libjpeg62-turbo",
  "libjpeg62-turbo-dev": "libjpeg62-turbo",
  "libkrb5-dev": "libgssapi-krb5-2 libkrb5-3",
  "liblapack-dev": "liblapack3",
  "liblcms2-dev": "liblcms2-2",
  "liblmdb-dev": "liblmdb0",
  "liblz4-dev": "liblz4-1",
  "liblzma-dev": "",
  "libmariadb-dev": "libmariadb3",
  "libmariadb-dev-compat": "libmariadb3",
  "libmaxminddb-dev": "libmaxminddb0",
  "libmcrypt-dev": "libmcrypt4",
  "libmnl-dev": "libmnl0",
  "libmpc-dev": "libmpc3",
  "libmpfr-dev": "libmpfr6",
  "libncurses-dev": "libncurses6 libncursesw6",
  "libncurses5-dev": "libncurses6",
  "libncursesw5-dev": "libncursesw6",
  "libnghttp2-dev": "libnghttp2-14",
  "libnss3-dev": "libnss3",
  "libnuma-dev": "libnuma1",
  "libonig-dev": "libonig5",
  "libopenblas-dev": "libopenblas0",
  "libopenjp2-7-dev": "libopenjp2-7",
  "libpam0g-dev": "",
  "libpango1.0-dev": "libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0",
  "libpq-dev": "libpq5",
  "libpulse-dev": "libpulse0",
  "librabbitmq-dev": "librabbitmq4",
  "librdkafka-dev": "librdkafka1 librdkafka++1",
  "librsvg2-dev": "librsvg2-2",
  "libsasl2-dev": "libsasl2-2",
  "libseccomp-dev": "libseccomp2",
  "libsnappy-dev": "libsnappy1v5",
  "libsndfile1-dev": "libsndfile1",
  "libsodium-dev": "libsodium23",
  "libsqlite3-dev": "libsqlite3-0",
  "libssh-dev": "libssh-4",
  "libsystemd-dev": "libsystemd0",
  "libudev-dev": "libudev1",
  "libunwind-dev": "libunwind8",
  "libusb-1.0-0-dev": "libusb-1.0-0",
  "libx11-dev": "libx11-6",
  "libxcb1-dev": "libxcb1",
  "libxml2-dev": "libxml2",
  "libxslt-dev": "libxslt1.1",
  "libxslt1-dev": "libxslt1.1",
  "libyajl-dev": "libyajl2",
  "libyaml-dev": "libyaml-0-2",
  "libzmq3-dev": "libzmq5",
  "libzstd-dev": "libzstd1",
  "linux-libc-dev": "",
  "portaudio19-dev": "libportaudio2",
  "python3-dev": "",
  "uuid-dev": "",
  "zlib1g-dev": "",
};

const event = "libevent-2.1-7 libevent-core-2.1-7 libevent-extra-2.1-7 libevent-openssl-2.1-7";

const byRelease: Readonly<Record<string, Readonly<Record<Release, string>>>> = {
  "libpcap0.8-dev": names("libpcap0.8", "libpcap0.8", "libpcap0.8t64"),
  "libaio-dev": names("libaio1", "libaio1", "libaio1t64"),
  "libasound2-dev": names("libasound2", "libasound2", "libasound2t64"),
  "libc-ares-dev": names("libc-ares2", "libc-ares2", "libcares2"),
  "libcurl4-gnutls-dev": names("libcurl3-gnutls", "libcurl3-gnutls", "libcurl3t64-gnutls"),
  "libcurl4-openssl-dev": names("libcurl4", "libcurl4", "libcurl4t64"),
  "libev-dev": names("libev4", "libev4", "libev4t64"),
  "libevent-dev": names(event, event, event.replaceAll("2.1-7", "2.1-7t64")),
  "libffi-dev": names("libffi7", "libffi8", "libffi8"),
  "libfuse-dev": names("libfuse2", "libfuse2", "libfuse2t64"),
  "libfuse3-dev": names("libfuse3-3", "libfuse3-3", "libfuse3-4"),
  "libgdal-dev": names("libgdal28", "libgdal32", "libgdal36"),
  "libgdbm-dev": names("libgdbm6", "libgdbm6", "libgdbm6t64"),
  "libgeos-dev": names("libgeos-c1v5", "libgeos-c1v5", "libgeos-c1t64"),
  "libgit2-dev": names("libgit2-1.1", "libgit2-1.5", "libgit2-1.9"),
  "libglib2.0-dev": names("libglib2.0-0", "libglib2.0-0", "libglib2.0-0t64"),
  "libgnutls28-dev": names("libgnutls30", "libgnutls30", "libgnutls30t64"),
  "libgpgme-dev": names("libgpgme11", "libgpgme11", "libgpgme11t64"),
  "libhdf5-dev": names(
    "libhdf5-103-1 libhdf5-hl-100",
    "libhdf5-103-1 libhdf5-hl-100",
    "libhdf5-310 libhdf5-hl-310",
  ),
  "libhiredis-dev": names("libhiredis0.14", "libhiredis0.14", "libhiredis1.1.0"),
  "libicu-dev": names("libicu67", "libicu72", "libicu76"),
  "libldap-dev": names("libldap-2.4-2", "libldap-2.5-0", "libldap2"),
  "libldap2-dev": names("libldap-2.4-2", "libldap-2.5-0", "libldap2"),
  "libmagic-dev": names("libmagic1", "libmagic1", "libmagic1t64"),
  "libmemcached-dev": names("libmemcached11", "libmemcached11", "libmemcached11t64"),
  "libmicrohttpd-dev": names("libmicrohttpd12", "libmicrohttpd12", "libmicrohttpd12t64"),
  "libpcap-dev": names("libpcap0.8", "libpcap0.8", "libpcap0.8t64"),
  "libpng-dev": names("libpng16-16", "libpng16-16", "libpng16-16t64"),
  "libpoppler-cpp-dev": names("libpoppler-cpp0v5", "libpoppler-cpp0v5", "libpoppler-cpp2"),
  "libproj-dev": names("libproj19", "libproj25", "libproj25"),
  "libprotobuf-dev": names("libprotobuf23", "libprotobuf32", "libprotobuf32t64"),
  "libre2-dev": names("libre2-9", "libre2-9", "libre2-11"),
  "libreadline-dev": names("libreadline8", "libreadline8", "libreadline8t64"),
  "libsecp256k1-dev": names("libsecp256k1-0", "libsecp256k1-1", "libsecp256k1-2"),
  "libssh2-1-dev": names("libssh2-1", "libssh2-1", "libssh2-1t64"),
  "libssl-dev": names("libssl1.1", "libssl3", "libssl3t64"),
  "libtesseract-dev": names("libtesseract4", "libtesseract5", "libtesseract5"),
  "libtidy-dev": names("libtidy5deb1", "libtidy5deb1", "libtidy58"),
  "libtiff-dev": names("libtiff5", "libtiff6", "libtiff6"),
  "libtiff5-dev": names("libtiff5", "libtiff6", "libtiff6"),
  "libuv1-dev": names("libuv1", "libuv1", "libuv1t64"),
  "libvips-dev": names("libvips42", "libvips42", "libvips42t64"),
  "libwebp-dev": names(
    "libwebp6 libwebpmux3 libwebpdemux2",
    "libwebp7 libwebpmux3 libwebpdemux2",
    "libwebp7 libwebpmux3 libwebpdemux2",
  ),
  "libzip-dev": names("libzip4", "libzip4", "libzip5"),
  "unixodbc-dev": names("libodbc1", "libodbc2", "libodbc2"),
};

function names(bullseye: string, bookworm: string, trixie: string): Readonly<Record<Release, string>> {
  return { bullseye, bookworm, trixie };
}

// From Alpine's package tree (aports), 3.18 and newer. What apk itself is linked with is in every image.
const alpine: Readonly<Record<string, string>> = {
  "expat-dev": "libexpat",
  "jansson-dev": "jansson",
  "json-c-dev": "json-c",
  "libcap-dev": "libcap",
  "libevent-dev": "libevent",
  "libpcap-dev": "libpcap",
  "libusb-dev": "libusb",
  "brotli-dev": "brotli-libs",
  "bzip2-dev": "libbz2",
  "cairo-dev": "cairo",
  "curl-dev": "libcurl",
  "freetds-dev": "freetds",
  "freetype-dev": "freetype",
  "fribidi-dev": "fribidi",
  "gdbm-dev": "gdbm",
  "gdk-pixbuf-dev": "gdk-pixbuf",
  "geos-dev": "geos",
  "gettext-dev": "libintl",
  "glib-dev": "glib",
  "gmp-dev": "gmp",
  "harfbuzz-dev": "harfbuzz",
  "icu-dev": "icu-libs",
  "jpeg-dev": "libjpeg-turbo",
  "krb5-dev": "krb5-libs",
  "lcms2-dev": "lcms2",
  "libc-dev": "",
  "libffi-dev": "libffi",
  "libjpeg-turbo-dev": "libjpeg-turbo",
  "libmemcached-dev": "libmemcached-libs",
  "libpng-dev": "libpng",
  "libpq-dev": "libpq",
  "libsodium-dev": "libsodium",
  "libuv-dev": "libuv",
  "libwebp-dev": "libwebp",
  "libxcb-dev": "libxcb",
  "libxml2-dev": "libxml2",
  "libxslt-dev": "libxslt",
  "libzip-dev": "libzip",
  "linux-headers": "",
  "lz4-dev": "lz4-libs",
  "mariadb-connector-c-dev": "mariadb-connector-c",
  "mariadb-dev": "mariadb-connector-c",
  "musl-dev": "",
  "ncurses-dev": "ncurses-libs",
  "oniguruma-dev": "oniguruma",
  "openblas-dev": "openblas",
  "openjpeg-dev": "openjpeg",
  "openldap-dev": "libldap",
  "openssl-dev": "",
  "pango-dev": "pango",
  "pcre-dev": "pcre",
  "pcre2-dev": "pcre2",
  "postgresql-dev": "libpq",
  "python3-dev": "",
  "readline-dev": "readline",
  "sqlite-dev": "sqlite-libs",
  "tiff-dev": "tiff",
  "unixodbc-dev": "unixodbc",
  "vips-dev": "vips",
  "xz-dev": "xz-libs",
  "yaml-dev": "yaml",
  "zlib-dev": "",
  "zstd-dev": "zstd-libs",
};
