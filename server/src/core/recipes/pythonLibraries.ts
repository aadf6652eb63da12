import { runtimeLibraries } from "../facts/runtimeLibraries.ts";
import { systemOf } from "./runtimeBase.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import type { SingleStage } from "./singleStage.ts";

/** Libraries of Debian's full images that packages without prebuilt form are linked with, by the packages' names. */
const linkedWith: Readonly<Record<string, string>> = {
  psycopg2: "libpq-dev",
  psycopg: "libpq-dev",
  mysqlclient: "libmariadb-dev",
  pycurl: "libcurl4-openssl-dev",
  "python-magic": "libmagic-dev",
  pyyaml: "libyaml-dev",
  lxml: "libxslt1-dev",
  xmlsec: "libxslt1-dev",
};

/** What Python's own modules are linked with is in its small images too. */
const provided =
  /^(libffi|libssl|openssl|libbz2|bzip2|liblzma|xz|zlib1g|zlib|libsqlite3|sqlite|libreadline|readline|libncursesw5|ncurses|libgdbm|gdbm|uuid)-dev$/;

/** Packages to install for what was compiled; a sentence where their names are not known. */
export function neededLibraries(
  single: SingleStage,
  { libraries, buildOnlyPackages }: RuntimeWork,
): readonly string[] | string {
  const system = systemOf(single);
  const isSmall = /alpine|slim/.test(single.image.tag ?? "");
  const found = new Set<string>();
  for (const name of libraries.filter((one) => !provided.test(one))) {
    const needed = runtimeLibraries(name, system);
    if (!needed) return `which library ${name} leaves to the program is not known`;
    for (const one of needed) found.add(one);
  }
  if (!isSmall)
    for (const name of requiredNames(single)) {
      const from = Object.hasOwn(linkedWith, name) ? linkedWith[name] : undefined;
      for (const one of (from && runtimeLibraries(from, system)) ?? []) found.add(one);
    }
  // Debian's smallest image has the libraries of its C++ compiler, Alpine's has not.
  if (
    system.family === "alpine" &&
    buildOnlyPackages.some((name) => /^(g\+\+|build-base|alpine-sdk)$/.test(name))
  )
    found.add("libstdc++");
  if (buildOnlyPackages.some((name) => name === "gfortran"))
    found.add(system.family === "alpine" ? "libgfortran" : "libgfortran5");
  return [...found].sort();
}

/** What is asked for by name, and every word that may be a name in the manifests. */
function requiredNames({ facts }: SingleStage): readonly string[] {
  const named = facts.packages.flatMap(({ manager, operands }) =>
    manager === "pip" || manager === "uv" ? operands.map(({ value }) => value) : [],
  );
  const { context } = facts.known;
  const texts = ["requirements.txt", "pyproject.toml", "Pipfile"].map((name) => context?.read(name) ?? "");
  return [...named, ...texts].flatMap((text) =>
    [...text.matchAll(/(?:^|["'])([a-z][\w.-]*)/gim)].map(([, name = ""]) => name.toLowerCase()),
  );
}
