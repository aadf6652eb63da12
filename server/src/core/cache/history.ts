import { t } from "../../l10n/t.ts";
import type { BuildContext, ChangeHistory, Known } from "../known.ts";
import type { Taking } from "./takes.ts";

/**
 * What happened to the files of a build context, newest commit first.
 * @param commits the files that each commit touches, relative to the context; those outside of it are left out
 */
export function changeHistory(commits: readonly (readonly string[])[]): ChangeHistory {
  const touchedIn = new Map<string, number[]>();
  for (const [index, files] of commits.entries()) {
    for (const file of files) {
      const known = touchedIn.get(file);
      if (known) known.push(index);
      else touchedIn.set(file, [index]);
    }
  }
  return {
    commits: commits.length,
    touching(isMeant) {
      const found = new Set<number>();
      for (const [file, indexes] of touchedIn) {
        if (indexes.every((index) => found.has(index)) || !isMeant(file)) continue;
        for (const index of indexes) found.add(index);
      }
      return found.size;
    },
  };
}

/** Fewer commits say nothing about a habit. */
const fewestCommits = 10;

/** In how many of the last commits something changed that an instruction takes. */
export interface Changes {
  readonly count: number;
  readonly commits: number;
}

/** Undefined when nobody knows, or when there are too few commits to speak of. */
export function changesOf(taking: Taking, { history, context }: Known): Changes | undefined {
  if (!history || !context || history.commits < fewestCommits || taking.isUnknown) return undefined;
  const counts = countsOf(history, context);
  let count = counts.get(taking.key);
  if (count === undefined) {
    count = history.touching((file) => taking.takes(file) && !context.isIgnored(file));
    if (counts.size > mostKept) counts.clear();
    counts.set(taking.key, count);
  }
  return { count, commits: history.commits };
}

/** "83 of the last 100 commits" */
export function changesInWords({ count, commits }: Changes): string {
  return t("{0} of the last {1} commits", count, commits);
}

/** Kept from one analysis to the next: while somebody types, neither history nor context changes. */
const kept = new WeakMap<ChangeHistory, WeakMap<BuildContext, Map<string, number>>>();

function countsOf(history: ChangeHistory, context: BuildContext): Map<string, number> {
  const ofHistory = kept.get(history) ?? new WeakMap<BuildContext, Map<string, number>>();
  kept.set(history, ofHistory);
  const counts = ofHistory.get(context) ?? new Map<string, number>();
  ofHistory.set(context, counts);
  return counts;
}

const mostKept = 200;
