import { imageFamily } from "../images/families.ts";
import { officialImage } from "../images/official.ts";
import { readTag } from "../images/tagShape.ts";
import type { ImageFacts, ImageReference } from "../images/types.ts";
import { type Amount, between } from "./amount.ts";
import { aptIndex } from "./aptIndex.ts";
import { aptTable } from "./aptTable.ts";

/** What apt finds when it starts: it depends on the image how much a package brings along. */
export interface AptSystem {
  readonly family: "debian" | "ubuntu";
  /** Slim images leave out documentation, manual pages and translations of what is installed. */
  readonly isSlim: boolean;
  /** Packages that the image has beyond Debian's base, as they were asked for. */
  readonly installed: readonly string[];
}

export interface AptInstall {
  /** What the known ones of the packages add; undefined when none is known. */
  readonly amount: Amount | undefined;
  /** Names that the table does not have. Their size is not in the amount. */
  readonly unknown: readonly string[];
}

/** Tells by its number in the table whether a package is there. */
export interface Presence {
  has(number: number): boolean;
}

export interface AptOptions {
  /** Recommended packages come along, as they do without `--no-install-recommends`. */
  readonly recommends: boolean;
  readonly base: AptSystem;
  /** Packages that earlier steps brought; their bytes are there already. */
  readonly present?: Presence;
}

/**
 * What `apt-get install` of some packages adds to an image, everything that they depend on included.
 * @param packages as written: `curl`, `nginx=1.22.*`, `libc6:amd64`, `git/stable`
 */
export function aptInstallAmount(packages: readonly string[], options: AptOptions): AptInstall {
  const asked = readNames(packages);
  const kind = options.recommends ? "recommended" : "needed";
  const added = aptIndex().closure(asked.known, kind, presentOn(options));
  return { amount: amountOf(added, asked, options.base), unknown: asked.unknown };
}

/** What recommended packages alone add to such an install; undefined when no package is known or nothing is added. */
export function aptRecommendsAmount(
  packages: readonly string[],
  options: Omit<AptOptions, "recommends">,
): Amount | undefined {
  const asked = readNames(packages);
  const present = presentOn(options);
  const needed = aptIndex().closure(asked.known, "needed", present);
  const all = aptIndex().closure(asked.known, "recommended", present);
  const added = [...all].filter((number) => !needed.has(number));
  return added.length === 0 ? undefined : amountOf(added, asked, options.base);
}

/** What apt finds on an image; undefined where there is no apt. */
export function aptSystem(
  reference: ImageReference | undefined,
  image: ImageFacts | undefined,
): AptSystem | undefined {
  const named = reference && imageFamily(reference);
  const family = image?.osFamily ?? named?.osFamily;
  if (family !== "debian" && family !== "ubuntu") return undefined;
  return { family, isSlim: named?.flavour === "slim", installed: reference ? broughtAlong(reference) : [] };
}

interface Asked {
  readonly known: readonly number[];
  readonly unknown: readonly string[];
  /** A package of another version answers for at least one of them. */
  readonly isNear: boolean;
}

function readNames(packages: readonly string[]): Asked {
  const index = aptIndex();
  const known: number[] = [];
  const unknown: string[] = [];
  let isNear = false;
  for (const written of packages) {
    const bare = written.replace(/[=/:].*$/, "");
    // `curl+` is another way to say `curl`, while `g++` is a name.
    const name = index.find(bare) === undefined ? bare.replace(/\+$/, "") : bare;
    // `package-` takes a package away.
    if (name.endsWith("-") || index.isInBase(name)) continue;
    const exact = isLocalFile(written) ? undefined : index.find(name);
    const near = exact === undefined && !isLocalFile(written) ? index.findOtherVersion(name) : undefined;
    isNear ||= near !== undefined;
    const found = exact ?? near;
    if (found === undefined) unknown.push(written);
    else known.push(found);
  }
  return { known, unknown, isNear };
}

function isLocalFile(written: string): boolean {
  return /^[./~$]|\.deb$/.test(written);
}

function presentOn({ base, present }: Omit<AptOptions, "recommends">): Presence {
  const ofBase = presentInBase(base.installed);
  return present ? { has: (number) => ofBase.has(number) || present.has(number) } : ofBase;
}

function presentInBase(installed: readonly string[]): ReadonlySet<number> {
  const known = present.get(installed) ?? broughtBy(installed);
  present.set(installed, known);
  return known;
}

/** For the lists at the end of this file, of which there are a dozen. */
const present = new WeakMap<readonly string[], ReadonlySet<number>>();

/** The packages of the table that come with some packages, themselves included and those left out that are there. */
export function broughtBy(packages: readonly string[], present?: Presence): ReadonlySet<number> {
  return aptIndex().closure(readNames(packages).known, "needed", present);
}

/**
 * Measured on nine layers of python and buildpack-deps on Debian 12 and 13: the compressed layer is 0.357 to 0.507 of
 * the installed sizes, the middle one 0.41.
 */
const compression = { low: 0.35, likely: 0.41, high: 0.51 };
/** Installed sizes are rounded up per file; slim images drop 5 to 60 % of them. */
const kept = { full: { low: 0.9, likely: 1, high: 1.05 }, slim: { low: 0.4, likely: 0.9, high: 1.02 } };
/** The table is Debian's. Ubuntu, and other versions of a package, split and build things differently. */
const likeDebian = { low: 0.75, high: 1.3 };

function amountOf(
  numbers: Iterable<number>,
  asked: Asked,
  { family, isSlim }: AptSystem,
): Amount | undefined {
  if (asked.known.length === 0 && asked.unknown.length > 0) return undefined;
  const index = aptIndex();
  const bytes = [...numbers].reduce((sum, number) => sum + index.kibibytes(number), 0) * 1024;
  const share = isSlim ? kept.slim : kept.full;
  const isForeign = family === "ubuntu" || asked.isNear;
  const down = isForeign ? likeDebian.low : 1;
  const up = isForeign ? likeDebian.high : 1;
  return {
    download: between(
      bytes * compression.low * down,
      bytes * compression.likely * share.likely,
      bytes * compression.high * up,
    ),
    unpacked: between(bytes * share.low * down, bytes * share.likely, bytes * share.high * up),
    source: "package-index",
    reasons: [`${aptTable.release} package index of ${aptTable.date}`],
  };
}

const fetching = "ca-certificates curl gnupg netbase sq tzdata wget".split(" ");
const versionControl = [...fetching, ..."git mercurial openssh-client procps subversion".split(" ")];
const building = [
  ...versionControl,
  ...(
    "autoconf automake bzip2 default-libmysqlclient-dev dpkg-dev file g++ gcc imagemagick libbz2-dev libc6-dev " +
    "libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev libjpeg-dev " +
    "libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev " +
    "libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt1-dev " +
    "libyaml-dev make patch unzip xz-utils zlib1g-dev"
  ).split(" "),
];

/** What official images install, from docker-library/buildpack-deps and their own Dockerfiles. */
const broughtByImage: Readonly<
  Record<string, { readonly full: readonly string[]; readonly slim: readonly string[] }>
> = {
  node: { full: building, slim: [] },
  python: { full: [...building, "tk-dev", "uuid-dev"], slim: ["ca-certificates", "netbase", "tzdata"] },
  ruby: {
    full: building,
    slim: [
      "bzip2",
      "ca-certificates",
      "libffi-dev",
      "libgmp-dev",
      "libssl-dev",
      "libyaml-dev",
      "procps",
      "zlib1g-dev",
    ],
  },
  rust: { full: building, slim: ["ca-certificates", "gcc", "libc6-dev", "wget"] },
  golang: { full: [...versionControl, "g++", "gcc", "libc6-dev", "make", "pkg-config"], slim: [] },
  perl: { full: building, slim: [] },
  gcc: { full: building, slim: [] },
  erlang: { full: building, slim: [] },
  elixir: { full: building, slim: [] },
  php: {
    full: "autoconf ca-certificates curl dpkg-dev file g++ gcc libc-dev-bin libc6-dev make pkg-config re2c xz-utils".split(
      " ",
    ),
    slim: [],
  },
  nginx: { full: ["ca-certificates", "curl", "gettext-base"], slim: [] },
};

function broughtAlong(reference: ImageReference): readonly string[] {
  const name = officialImage(reference)?.name;
  if (name === undefined) return [];
  const words = readTag(name, reference.tag).variant.split("-");
  if (name === "buildpack-deps") {
    if (words.includes("curl")) return fetching;
    return words.includes("scm") ? versionControl : building;
  }
  const brought = Object.hasOwn(broughtByImage, name) ? broughtByImage[name] : undefined;
  return brought?.[words.includes("slim") ? "slim" : "full"] ?? [];
}
