import { compareVersions, readTag, type TagShape } from "./tagShape.ts";

/** A form in which an official image is published for every version from `since` on. */
interface Variant {
  readonly since: readonly number[];
  /** The first version that no longer has it. */
  readonly until?: readonly number[];
  /** Versions in between that never had it. */
  readonly except?: RegExp;
  /** The forms that it is a smaller alternative to; all when not given. */
  readonly of?: RegExp;
  /** The tag of this form for a version. */
  tag(version: string): string;
  /** The tag on a given Debian or Ubuntu release, where every release has this form. */
  tagOn?(version: string, suite: string): string;
}

const slim = (since: readonly number[]): Variant => ({ since, tag: (version) => `${version}-slim` });
const alpine = (since: readonly number[]): Variant => ({ since, tag: (version) => `${version}-alpine` });

/** `3.12-slim`, `3.12-slim-bookworm` */
const slimThenSuite = (since: readonly number[]): Variant => ({
  ...slim(since),
  tagOn: (version, suite) => `${version}-slim-${suite}`,
});

const oddTemurins = /^(?:16|11\.0\.12_7|\d+_)/;

/**
 * Read from the history of docker-library/official-images (2013 to August 2026): from `since` on, every version that
 * got a plain tag also got this form.
 */
const variants: Readonly<Record<string, readonly Variant[]>> = {
  node: [{ ...slim([4]), tagOn: (version, suite) => `${version}-${suite}-slim` }, alpine([8])],
  python: [slimThenSuite([3, 5, 1]), alpine([3, 6])],
  ruby: [slimThenSuite([2, 3]), alpine([2, 3])],
  rust: [slimThenSuite([1, 28]), alpine([1, 37])],
  golang: [alpine([1, 6])],
  elixir: [slim([1, 4]), alpine([1, 5])],
  erlang: [slim([19]), alpine([20])],
  perl: [slim([5, 30])],
  swift: [slim([5, 1])],
  php: [
    { ...alpine([7, 1]), of: /^cli$/ },
    { since: [7, 2], of: /^cli$/, tag: (version) => `${version}-cli-alpine` },
    { since: [7, 1], of: /^fpm$/, tag: (version) => `${version}-fpm-alpine` },
    { since: [8, 2], of: /^zts$/, tag: (version) => `${version}-zts-alpine` },
  ],
  "eclipse-temurin": [
    {
      since: [8],
      except: oddTemurins,
      of: /^jdk$/,
      tag: (version) => `${version}-jre`,
      tagOn: (version, suite) => `${version}-jre-${suite}`,
    },
    { since: [8], except: oddTemurins, of: /^jdk-alpine$|^jre$/, tag: (version) => `${version}-jre-alpine` },
    { since: [8], except: oddTemurins, of: /^jdk$/, tag: (version) => `${version}-jdk-alpine` },
  ],
  // No run-time images since 12, and none at all since 18.
  openjdk: [
    { since: [8], until: [12], of: /^jdk$/, tag: (version) => `${version}-jre` },
    { since: [8], until: [12], of: /^jdk-slim$|^jre$/, tag: (version) => `${version}-jre-slim` },
    { since: [8], until: [12], of: /^jdk$/, tag: (version) => `${version}-jdk-slim` },
    { since: [8], until: [9], of: /^jdk-alpine$/, tag: (version) => `${version}-jre-alpine` },
  ],
  amazoncorretto: [
    { ...alpine([8]), until: [11], of: /^jdk$/ },
    { ...alpine([11, 0, 8]), of: /^jdk$/ },
  ],
  nginx: [alpine([1, 13]), { since: [1, 23, 3], tag: (version) => `${version}-alpine-slim` }],
  postgres: [alpine([10])],
  redis: [alpine([4])],
  httpd: [alpine([2, 4, 21])],
  memcached: [alpine([1, 5])],
};

/** Smaller forms of an official image's tag that are known to exist, for the version and release that the tag names. */
export function publishedVariants(image: string, tag: string | undefined): readonly string[] {
  const own = Object.hasOwn(variants, image) ? variants[image] : undefined;
  const shape = readTag(image, tag);
  const written = tag === undefined ? undefined : versionAsWritten(tag);
  if (!own || !shape.version || written === undefined) return [];
  return own
    .filter((variant) => applies(variant, shape) && !variant.except?.test(written))
    .flatMap((variant) => tags(variant, written, shape.suite));
}

function applies({ since, until, of }: Variant, { version = [], variant }: TagShape): boolean {
  // `python:3` stands for its newest line.
  const lower = version.length < since.length && version[0] === since[0] ? since : version;
  if (compareVersions(lower, since) < 0) return false;
  if (until && compareVersions(version, until) >= 0) return false;
  return !of || of.test(variant);
}

function tags({ tag, tagOn }: Variant, version: string, suite: string | undefined): readonly string[] {
  return tagOn && suite && pairedSuites.has(suite) ? [tag(version), tagOn(version, suite)] : [tag(version)];
}

/** Older releases did not always have both forms. */
const pairedSuites: ReadonlySet<string> = new Set(
  "buster bullseye bookworm trixie jammy noble resolute".split(" "),
);

/** Releases only: no `3.14.0rc1`, and no name such as `lts`. */
function versionAsWritten(tag: string): string | undefined {
  return /^\d+(?:[._]\d+)*(?:u\d+(?:-b\d+)?)?(?=-|$)/.exec(tag)?.[0];
}
