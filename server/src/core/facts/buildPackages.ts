import type { PackageCommand } from "./packages.ts";

/** Compilers, build systems and what they come with, under the names of the distributions. */
const tools: ReadonlySet<string> = new Set(
  (
    "build-essential build-base alpine-sdk gcc g++ gcc-c++ gfortran gcc-gfortran clang cmake make ninja-build ninja " +
    "samurai meson scons autoconf automake libtool bison flex nasm yasm swig m4 patch dpkg-dev debhelper devscripts " +
    "fakeroot rpm-build pkg-config pkgconf pkgconfig binutils-dev musl-dev musl-tools linux-headers kernel-headers " +
    "maven gradle ant sbt golang golang-go go rustc rust cargo ghc cabal-install valac nodejs-dev ccache"
  ).split(" "),
);
const versioned =
  /^(gcc|g\+\+|gfortran|clang|golang|rust|rustc|cargo|ghc|linux-headers|kernel-headers)-[\d.]+/;
/** As dnf and yum write them: `@development-tools`, `"Development Tools"`. */
const groups = /^@?development[- ]tools$/i;
const headers = /-(dev|devel|headers)$/;

/** A package that is there to build programs with; JDKs are not among them, as programs run on those. */
export function isBuildPackageName(name: string): boolean {
  if (tools.has(name) || versioned.test(name) || groups.test(name)) return true;
  return headers.test(name) && !/^(java|openjdk)-?\d/.test(name);
}

/** Headers alone: libraries of their own come with them, which stay needed. */
export function isHeaderPackage(name: string): boolean {
  return headers.test(name);
}

/** Takes a hundred megabytes and more, whatever the distribution. */
export function isToolchain(name: string): boolean {
  return (
    groups.test(name) ||
    /^(build-essential|build-base|alpine-sdk|maven|gradle|sbt|ghc|(gcc|g\+\+|gcc-c\+\+|gfortran|clang|golang|golang-go|go|rust|rustc|cargo)(-[\d.]+)?)$/.test(
      name,
    )
  );
}

/**
 * Debian's packages of headers, with what programs built with them need when they run, where its name is the same in
 * every release. `openssl` brings its library, which has another name in each.
 */
const libraries: Readonly<Record<string, readonly string[]>> = {
  "default-libmysqlclient-dev": ["libmariadb3"],
  "libc6-dev": [],
  "libc-dev": [],
  "libmariadb-dev": ["libmariadb3"],
  "libpq-dev": ["libpq5"],
  "libssl-dev": ["openssl"],
  "libxslt1-dev": ["libxslt1.1"],
  "libyaml-dev": ["libyaml-0-2"],
  "linux-libc-dev": [],
  "python3-dev": ["python3"],
  "zlib1g-dev": [],
};

/** The libraries that stay when packages go from Debian or Ubuntu; undefined when those of one are not known. */
export function aptLibrariesBehind(names: readonly string[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const name of names) {
    const own = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
    if (headers.test(name) && !own) return undefined;
    found.push(...(own ?? []));
  }
  return [...new Set(found)].filter((name) => !names.includes(name)).sort();
}

const removing: ReadonlySet<string> = new Set(["remove", "purge", "autoremove", "erase", "del"]);

export function isRemoval({ action }: PackageCommand): boolean {
  return removing.has(action);
}
