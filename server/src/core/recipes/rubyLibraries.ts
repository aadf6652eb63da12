import { linkedLibraries } from "./interpreterLibraries.ts";
import { isSmallVariant } from "./runtimeBase.ts";
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
export function gemLibraries(single: SingleStage, work: RuntimeWork): readonly string[] | string {
  const isSmall = isSmallVariant(single);
  const gems = isSmall ? [] : gemNames(single);
  const ofImage = gems.flatMap((gem) => own(compiledAgainst, gem) ?? []);
  const found = linkedLibraries(single, work, { ofImage, provided });
  if (typeof found === "string") return found;
  const called = gems.flatMap((gem) => own(programs, gem) ?? []);
  // Time zones come with the full image alone.
  return [...new Set([...found, ...called, ...(isSmall ? [] : ["tzdata"])])].sort();
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
