import type { Analysis } from "../core/analyze.ts";
import type { Finding } from "../core/rule.ts";
import type { Peer } from "../protocol/peers.ts";
import { type Elsewhere, elsewhereInHadolint, placeOf } from "./twinPlaces.ts";

/** What another extension reports. */
export interface Twin {
  /** Undefined for one that we know nothing about. */
  readonly peer: Peer | undefined;
  readonly code: string;
  /** Offset of the line that it begins in. */
  readonly lineStart: number;
}

/** The findings that nobody else reports for the same instruction. */
export function withoutTwins(
  { findings, facts }: Pick<Analysis, "findings" | "facts">,
  others: readonly Twin[],
): readonly Finding[] {
  if (others.length === 0) return findings;
  const byPlace = new Map<number, Twin[]>();
  for (const other of others) {
    const place = placeOf(facts, other.lineStart);
    byPlace.set(place, [...(byPlace.get(place) ?? []), other]);
  }
  const meantByRule = new Map<string, ReadonlySet<number>>();
  /** What hadolint means with all that it calls by the name of the rule. */
  const meant = (finding: Finding, { theirs }: Elsewhere): ReadonlySet<number> => {
    const known = meantByRule.get(finding.rule.id);
    if (known) return known;
    const named = others.filter((other) => other.peer === "hadolint" && isNamed(finding, other));
    const places = new Set(named.flatMap(({ lineStart }) => theirs(facts, lineStart) ?? []));
    meantByRule.set(finding.rule.id, places);
    return places;
  };
  return findings.filter((finding) => {
    const elsewhere = elsewhereInHadolint.get(finding.rule.id);
    if (elsewhere) {
      const places = meant(finding, elsewhere);
      if (places.size > 0 && elsewhere.ours(facts, finding).some((place) => places.has(place))) return false;
    }
    const twins = byPlace.get(placeOf(facts, finding.span.start)) ?? [];
    return !twins.some((twin) => isNamed(finding, twin) && !(elsewhere && twin.peer === "hadolint"));
  });
}

/** True when both speak about the same smell at the same place. */
export function isTwin({ facts }: Pick<Analysis, "facts">, finding: Finding, other: Twin): boolean {
  if (!isNamed(finding, other)) return false;
  const elsewhere = other.peer === "hadolint" ? elsewhereInHadolint.get(finding.rule.id) : undefined;
  if (!elsewhere) return placeOf(facts, finding.span.start) === placeOf(facts, other.lineStart);
  const meant = elsewhere.theirs(facts, other.lineStart);
  return meant !== undefined && elsewhere.ours(facts, finding).includes(meant);
}

/** True when the code is the peer's name for what the finding says. */
function isNamed({ rule, code }: Finding, other: Twin): boolean {
  if (other.peer === "dockerfile-utils") return dockerfileUtils.get(other.code)?.includes(rule.id) === true;
  const wanted = other.code.toLowerCase();
  return (
    (other.peer === "docker" && scout.get(wanted) === rule.id) ||
    wanted === rule.id ||
    wanted === code?.id.toLowerCase() ||
    rule.aliases.some((alias) => alias.toLowerCase() === wanted)
  );
}

/** What Docker Scout says of images through Docker DX, and a rule of ours says too. */
const scout: ReadonlyMap<string, string> = new Map([["not_pinned_digest", "digest-not-pinned"]]);

/**
 * The numbers of dockerfile-utils 0.16, which are no promise of its authors, and our rules for the same. Source:
 * ValidationCode in its src/main.ts.
 */
const dockerfileUtils: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["0", ["instruction-casing"]],
  ["10", ["duplicate-stage"]],
  ["11", ["empty-continuation"]],
  ["23", ["many-sources-to-file", "invalid-syntax"]],
  ["24", ["invalid-port"]],
  ["25", ["invalid-port"]],
  ["29", ["invalid-onbuild"]],
  ["30", ["invalid-onbuild"]],
  ["37", ["repeated-cmd", "repeated-entrypoint", "repeated-healthcheck"]],
  ["45", ["maintainer"]],
  ["49", ["malformed-exec-form"]],
  ["50", ["relative-workdir"]],
  ["51", ["undefined-from-arg"]],
  // Missing, unnecessary and unknown words; flags, quotes, directives.
  ...[
    2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 26, 27, 28, 31, 32, 33, 34, 35, 36,
  ].map(ofSyntax),
  ...[38, 39, 40, 41, 42, 43, 44, 46, 47, 48, 52].map(ofSyntax),
]);

function ofSyntax(code: number): readonly [string, readonly string[]] {
  return [String(code), ["invalid-syntax"]];
}
