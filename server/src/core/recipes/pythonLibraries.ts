import { linkedLibraries } from "./interpreterLibraries.ts";
import { isSmallVariant } from "./runtimeBase.ts";
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
export function neededLibraries(single: SingleStage, work: RuntimeWork): readonly string[] | string {
  const ofImage = isSmallVariant(single)
    ? []
    : requiredNames(single).flatMap((name) =>
        Object.hasOwn(linkedWith, name) ? (linkedWith[name] ?? []) : [],
      );
  const found = linkedLibraries(single, work, { ofImage, provided });
  return typeof found === "string" ? found : [...found].sort();
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
