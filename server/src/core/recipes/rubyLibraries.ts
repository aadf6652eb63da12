import { runtimeLibraries } from "../facts/runtimeLibraries.ts";
import { systemOf } from "./runtimeBase.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import type { SingleStage } from "./singleStage.ts";

/** Development packages of the full image that gems are compiled against, by the gems' names. */
const compiledAgainst: Readonly<Record<string, string>> = {
  pg: "libpq-dev",
  mysql2: "libmariadb-dev",
  "ruby-vips": "libvips-dev",
  curb: "libcurl4-openssl-dev",
  charlock_holmes: "libicu-dev",
  sqlite3: "libsqlite3-dev",
};
/** Gems that call programs of the full image. */
const programs: Readonly<Record<string, string>> = {
  mini_magick: "imagemagick",
  rmagick: "imagemagick",
};

/** Ruby's own modules are linked with these, and its small images have them. */
const provided = /^(libffi|libgmp|gmp|libssl|openssl|libyaml|yaml|zlib1g|zlib)-dev$/;

/** Packages to install for what was compiled; a sentence where their names are not known. */
export function gemLibraries(
  single: SingleStage,
  { libraries, buildOnlyPackages }: RuntimeWork,
): readonly string[] | string {
  const system = systemOf(single);
  const isSmall = /alpine|slim/.test(single.image.tag ?? "");
  const found = new Set<string>();
  const gems = gemNames(single);
  const ofGems = isSmall ? [] : gems.flatMap((gem) => own(compiledAgainst, gem) ?? []);
  for (const name of [...libraries, ...ofGems].filter((one) => !provided.test(one))) {
    const needed = runtimeLibraries(name, system);
    if (!needed) return `which library ${name} leaves to the program is not known`;
    for (const one of needed) found.add(one);
  }
  if (!isSmall) {
    for (const gem of gems) for (const one of own(programs, gem)?.split(" ") ?? []) found.add(one);
    // Time zones come with the full image alone.
    found.add("tzdata");
  }
  if (
    system.family === "alpine" &&
    buildOnlyPackages.some((name) => /^(g\+\+|build-base|alpine-sdk)$/.test(name))
  )
    found.add("libstdc++");
  return [...found].sort();
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What the Gemfile and the commands ask for. */
function gemNames({ facts }: SingleStage): readonly string[] {
  const gemfile = facts.known.context?.read("Gemfile") ?? "";
  const listed = [...gemfile.matchAll(/^\s*gem\s*\(?\s*["']([\w.-]+)/gm)].map(([, name = ""]) => name);
  const named = facts.packages
    .filter(({ manager }) => manager === "gem")
    .flatMap(({ operands }) => operands.map(({ value }) => value));
  return [...listed, ...named];
}
