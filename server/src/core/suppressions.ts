import type { Dockerfile } from "./document/dockerfile.ts";
import type { Comment } from "./document/logicalLines.ts";
import type { Span } from "./edits/span.ts";
import type { Finding, Rule } from "./rule.ts";

export type Dialect = "plimsoll" | "hadolint" | "check";

/** One comment that switches rules off, for the whole file or for the instruction below it. */
export interface Suppression {
  readonly dialect: Dialect;
  /** Ids or aliases as written; "all" for every rule. */
  readonly ids: readonly string[];
  readonly span: Span;
  /** Undefined for the whole file. */
  readonly covers: Span | undefined;
}

const patterns: readonly {
  readonly dialect: Dialect;
  readonly pattern: RegExp;
  readonly isGlobal: boolean;
}[] = [
  {
    dialect: "plimsoll",
    pattern: /^plimsoll\s+global\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)/i,
    isGlobal: true,
  },
  { dialect: "plimsoll", pattern: /^plimsoll\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)/i, isGlobal: false },
  {
    dialect: "hadolint",
    pattern: /^hadolint\s+global\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)/i,
    isGlobal: true,
  },
  { dialect: "hadolint", pattern: /^hadolint\s+ignore\s*=\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)/i, isGlobal: false },
  { dialect: "check", pattern: /^check\s*=\s*(?:.*;)?\s*skip\s*=\s*([^;\s]+)/i, isGlobal: false },
];

/** Reads the ignore comments of all three dialects. Takes time linear in the file. */
export function readSuppressions(dockerfile: Dockerfile): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const directive of dockerfile.directives) {
    if (directive.name !== "check") continue;
    const ids = /(?:^|;)\s*skip\s*=\s*([^;]+)/i.exec(directive.value)?.[1];
    if (ids) found.push({ dialect: "check", ids: splitIds(ids), span: directive.span, covers: undefined });
  }
  for (const instruction of dockerfile.instructions) {
    for (const comment of [...instruction.comments, ...instruction.innerComments]) {
      const suppression = readComment(comment, instruction.span);
      if (suppression) found.push(suppression);
    }
  }
  return found;
}

/** Findings that no comment switches off. */
export function unsuppressed(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): readonly Finding[] {
  if (suppressions.length === 0) return findings;
  const global = suppressions.filter((suppression) => !suppression.covers);
  const byStart = new Map<number, Suppression[]>();
  for (const suppression of suppressions) {
    if (!suppression.covers) continue;
    byStart.set(suppression.covers.start, [...(byStart.get(suppression.covers.start) ?? []), suppression]);
  }
  const starts = [...byStart.keys()].sort((a, b) => a - b);
  return findings.filter((finding) => {
    const start = lastAtOrBefore(starts, finding.span.start);
    const local = start === undefined ? [] : (byStart.get(start) ?? []);
    return ![...global, ...local].some(
      (suppression) =>
        (!suppression.covers || finding.span.start < suppression.covers.end) &&
        names(suppression, finding.rule),
    );
  });
}

function names(suppression: Suppression, rule: Rule): boolean {
  return suppression.ids.some((id) => {
    const wanted = id.toLowerCase();
    return (
      wanted === "all" || wanted === rule.id || rule.aliases.some((alias) => alias.toLowerCase() === wanted)
    );
  });
}

function readComment(comment: Comment, covers: Span): Suppression | undefined {
  for (const { dialect, pattern, isGlobal } of patterns) {
    const ids = pattern.exec(comment.text)?.[1];
    if (ids === undefined) continue;
    return { dialect, ids: splitIds(ids), span: comment.span, covers: isGlobal ? undefined : covers };
  }
  return undefined;
}

function splitIds(ids: string): readonly string[] {
  return ids
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
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
