import type { Dockerfile } from "./document/dockerfile.ts";
import type { Comment } from "./document/logicalLines.ts";
import type { Span } from "./edits/span.ts";
import type { Finding, Rule } from "./rule.ts";

export type Dialect = "plimsoll" | "hadolint" | "check" | "shellcheck";

/** The name of a rule in an ignore comment: its id, an alias, or "all". */
export interface IgnoredId {
  readonly id: string;
  readonly span: Span;
}

/** One comment that switches rules off, for the whole file or for the instruction below it. */
export interface Suppression {
  readonly dialect: Dialect;
  readonly ids: readonly IgnoredId[];
  /** The whole comment. */
  readonly span: Span;
  /** What of the comment states the ids: `hadolint ignore=…`, `skip=…`. */
  readonly statement: Span;
  /** Undefined for the whole file. */
  readonly covers: Span | undefined;
}

/** Each with two groups: what states the ids, and in it, at its end, their list. */
const patterns: readonly {
  readonly dialect: Dialect;
  readonly pattern: RegExp;
  readonly isGlobal: boolean;
}[] = [
  {
    dialect: "plimsoll",
    pattern: /^(plimsoll\s+global\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*))/i,
    isGlobal: true,
  },
  {
    dialect: "plimsoll",
    pattern: /^(plimsoll\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*))/i,
    isGlobal: false,
  },
  {
    dialect: "hadolint",
    pattern: /^(hadolint\s+global\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*))/i,
    isGlobal: true,
  },
  {
    dialect: "hadolint",
    pattern: /^(hadolint\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*))/i,
    isGlobal: false,
  },
  {
    dialect: "shellcheck",
    pattern: /^(shellcheck\s+disable\s*=\s*([^\s,]+(?:,[^\s,]+)*))/i,
    isGlobal: false,
  },
  { dialect: "check", pattern: /^check\s*=\s*(?:.*;)?\s*(skip\s*=\s*([^;\s]+))/i, isGlobal: false },
];

/** `# check=error=true`: Docker is to stop at what its own checks find. */
export function stopsAtChecks({ directives }: Dockerfile): boolean {
  return directives.some(
    ({ name, value }) => name === "check" && /(?:^|;)\s*error\s*=\s*true\s*(?:;|$)/i.test(value),
  );
}

/** Reads the ignore comments of all dialects. Takes time linear in the file. */
export function readSuppressions(dockerfile: Dockerfile): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const directive of dockerfile.directives) {
    if (directive.name !== "check") continue;
    const match = /(?:^|;)\s*(skip\s*=\s*([^;]+))/i.exec(directive.value);
    if (!match) continue;
    const statement = readStatement(match, directive.valueSpan.start);
    found.push({ dialect: "check", span: directive.span, covers: undefined, ...statement });
  }
  for (const instruction of dockerfile.instructions) {
    for (const comment of [...instruction.comments, ...instruction.innerComments]) {
      const suppression = readComment(dockerfile.text, comment, instruction.span);
      if (suppression) found.push(suppression);
    }
  }
  return found;
}

export interface Suppressed {
  /** Findings that no comment switches off. */
  readonly visible: readonly Finding[];
  /** Ids that switched a finding off; when several do, all of them count. */
  readonly used: ReadonlySet<IgnoredId>;
}

export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[]): Suppressed {
  const used = new Set<IgnoredId>();
  if (suppressions.length === 0) return { visible: findings, used };
  const global = suppressions.filter((suppression) => !suppression.covers);
  const byStart = new Map<number, Suppression[]>();
  for (const suppression of suppressions) {
    if (!suppression.covers) continue;
    byStart.set(suppression.covers.start, [...(byStart.get(suppression.covers.start) ?? []), suppression]);
  }
  const starts = [...byStart.keys()].sort((a, b) => a - b);
  const visible = findings.filter((finding) => {
    const start = lastAtOrBefore(starts, finding.span.start);
    const local = start === undefined ? [] : (byStart.get(start) ?? []);
    const matching = [...global, ...local]
      .filter(({ covers }) => !covers || finding.span.start < covers.end)
      .flatMap(({ dialect, ids }) => ids.filter(({ id }) => switchesOff(dialect, id, finding)));
    for (const id of matching) used.add(id);
    return matching.length === 0;
  });
  return { visible, used };
}

/** An id in an ignore comment that switched nothing off. */
export interface UnusedIgnore {
  readonly suppression: Suppression;
  readonly id: IgnoredId;
  /** The rule that it names. */
  readonly rule: Rule;
}

/**
 * Ids that switched nothing off although every rule that they name ran. Left out are ids that only another tool
 * knows, those of rules that are switched off, failed or lack knowledge, and "all": nobody can tell that these are of no use.
 */
export function unusedIgnores(
  suppressions: readonly Suppression[],
  { used, rules, ran }: Pick<Suppressed, "used"> & Readonly<Record<"rules" | "ran", readonly Rule[]>>,
): readonly UnusedIgnore[] {
  return suppressions.flatMap((suppression) =>
    suppression.ids.flatMap((id) => {
      if (used.has(id) || id.id.toLowerCase() === all) return [];
      const named = rules.filter((rule) => names(id.id, rule) || rule.knowsCode?.(id.id));
      const [rule] = named;
      return rule && named.every((each) => ran.includes(each)) ? [{ suppression, id, rule }] : [];
    }),
  );
}

/** True when the ignore comment of `unused` is itself taken out of a rule's sight, by this comment or one like it. */
export function isIgnoredFor(
  rule: Rule,
  { suppression }: UnusedIgnore,
  suppressions: readonly Suppression[],
): boolean {
  return suppressions.some(
    ({ covers, ids }) => (!covers || covers === suppression.covers) && ids.some(({ id }) => names(id, rule)),
  );
}

const all = "all";

function switchesOff(dialect: Dialect, id: string, { rule, code }: Finding): boolean {
  if (dialect === "shellcheck" && !code) return false;
  return names(id, rule) || code?.id.toLowerCase() === id.toLowerCase();
}

function names(id: string, rule: Rule): boolean {
  const wanted = id.toLowerCase();
  return wanted === all || wanted === rule.id || rule.aliases.some((alias) => alias.toLowerCase() === wanted);
}

function readComment(text: string, { span, text: content }: Comment, covers: Span): Suppression | undefined {
  for (const { dialect, pattern, isGlobal } of patterns) {
    const match = pattern.exec(content);
    if (!match) continue;
    const statement = readStatement(match, text.indexOf(content, span.start + 1));
    return { dialect, span, covers: isGlobal ? undefined : covers, ...statement };
  }
  return undefined;
}

function readStatement(match: RegExpExecArray, offset: number): Pick<Suppression, "ids" | "statement"> {
  const [whole, statement = "", list = ""] = match;
  const end = offset + match.index + whole.length;
  const ids = [...list.matchAll(/[^\s,][^,]*/g)].map((match) => {
    const start = end - list.length + match.index;
    const id = match[0].trimEnd();
    return { id, span: { start, end: start + id.length } };
  });
  return { ids, statement: { start: end - statement.length, end: ids.at(-1)?.span.end ?? end } };
}

function lastAtOrBefore(sorted: readonly number[], value: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}
