/** Labels that the OCI image specification gives (image-spec, annotations.md). */
export const ociPrefix = "org.opencontainers.image.";

/** What people write behind the prefix → the key that it is, or that they mean. */
export const ociKeys: Readonly<Record<string, string>> = {
  created: "created",
  authors: "authors",
  url: "url",
  documentation: "documentation",
  source: "source",
  version: "version",
  revision: "revision",
  vendor: "vendor",
  licenses: "licenses",
  "ref.name": "ref.name",
  title: "title",
  description: "description",
  "base.digest": "base.digest",
  "base.name": "base.name",
  license: "licenses",
  author: "authors",
  maintainer: "authors",
  maintainers: "authors",
  name: "title",
  docs: "documentation",
  date: "created",
  "build-date": "created",
  commit: "revision",
};

/** What is wrong with the value of a key, as a message; undefined when it can be what it should be. */
export function valueComplaint(key: string, value: string): string | undefined {
  if (value.trim() === "") return `an empty label says nothing about the ${key}`;
  switch (key) {
    case "created":
      return isDateTime(value) ? undefined : "this is no date and time like 2026-10-15T08:30:00Z (RFC 3339)";
    case "licenses":
      return licenseComplaint(value);
    case "url":
    case "source":
    case "documentation":
      return /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value)
        ? undefined
        : "this is no URL: it begins with https:// or another scheme";
    case "revision":
      return /\s|^(head|main|master|latest|dev|develop|trunk)$/i.test(value)
        ? "a revision is what the source was at this build, such as a commit; this one moves on"
        : undefined;
    case "version":
      return /^latest$|\s/i.test(value) ? "this is no version; 1.4.2 or a date would be one" : undefined;
    default:
      return undefined;
  }
}

function isDateTime(value: string): boolean {
  return (
    /^\d{4}-[01]\d-[0-3]\d[Tt ][0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-][0-2]\d:[0-5]\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value.replace(" ", "T").replace(/:60/, ":59")))
  );
}

/** Names that SPDX does not have, and an expression that was probably meant. */
const misnamed: readonly (readonly [RegExp, string])[] = [
  [/^apache([ -]?v?2(\.0)?)?$|^asl ?2(\.0)?$|^apache license/i, "Apache-2.0"],
  [/^mit license$|^the mit license/i, "MIT"],
  [/^a?l?gpl([ -]?v?[123](\.[01])?\+?)?$|^gnu /i, "GPL-3.0-or-later"],
  [/^bsd([ -]?[23])?$/i, "BSD-3-Clause"],
  [/^mpl([ -]?v?[12](\.\d)?)?$/i, "MPL-2.0"],
  [/^(e|c)pl([ -]?v?[12])?$/i, "EPL-2.0"],
];

function licenseComplaint(value: string): string | undefined {
  const spdx = (example: string) => `this is no SPDX license expression, such as ${example}`;
  // `GPL-3.0` is deprecated in SPDX, but it is an identifier.
  if (/^(MPL|LGPL|AGPL|GPL|EPL|CPL)-\d\.\d\+?$/.test(value)) return undefined;
  for (const [pattern, example] of misnamed)
    if (pattern.test(value) && value !== example) return spdx(example);
  const words = value.replace(/[()]/g, " ").trim().split(/\s+/);
  const isExpression =
    words.length % 2 === 1 &&
    words.every((word, at) =>
      at % 2 === 1 ? /^(AND|OR|WITH)$/i.test(word) : /^[A-Za-z0-9][A-Za-z0-9.:+-]*$/.test(word),
    );
  return isExpression ? undefined : spdx("MIT or Apache-2.0 OR MIT");
}
