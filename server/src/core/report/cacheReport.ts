import { t } from "../../l10n/t.ts";
import type { Change, Rebuild } from "../cache/model.ts";
import { rebuildAfter } from "../cache/rebuild.ts";
import { type Taking, takings } from "../cache/takes.ts";
import { causeInWords, firstLine } from "../cache/words.ts";
import { workOf } from "../cache/work.ts";
import type { Facts } from "../facts/facts.ts";
import type { BuildContext } from "../known.ts";
import type { CacheReport, CacheStrip } from "./model.ts";
import type { Version } from "./places.ts";

/** What a change of the sources makes run again, before and after the fixes. */
export function cacheReport(before: Version, after: Version): CacheReport | null {
  const path = typicalSource(before.facts, after.facts);
  if (path !== undefined) {
    const change: Change = { kind: "path", path };
    return reportOf(path, [before, change], [after, change]);
  }
  const [first, then] = [broadCopy(before.facts), broadCopy(after.facts)];
  if (!first || !then) return null;
  return reportOf(
    t("what {0} takes", firstLine(before.facts, first, 40)),
    [before, textChange(first)],
    [after, textChange(then)],
  );
}

type Question = readonly [version: Version, change: Change];

function reportOf(change: string, before: Question, after: Question): CacheReport | null {
  const [one, two] = [rebuildAfter(before[0].facts, before[1]), rebuildAfter(after[0].facts, after[1])];
  if (!one || !two) return null;
  const whole = workOfAll(before[0].facts, one);
  const ratio = whole === 0 ? 1 : workOfAll(after[0].facts, two) / whole;
  return { change, before: stripOf(before[0], one, 1), after: stripOf(after[0], two, ratio) };
}

function workOfAll(facts: Facts, { steps }: Rebuild): number {
  return steps.reduce((sum, { instruction }) => sum + workOf(facts, instruction), 0);
}

function stripOf(version: Version, rebuild: Rebuild, total: number): CacheStrip {
  const steps = rebuild.steps
    .filter(({ work }) => work > 0)
    .map(({ instruction, stage, isRebuilt, cause, work }) => ({
      ...version.placeOf(instruction, stage),
      isRebuilt,
      work,
      why: cause ? causeInWords(version.facts, cause, version.lineOf) : null,
    }));
  return { steps, work: total, share: rebuild.share };
}

/** How many files are looked at, to find one that stands for the sources. */
const mostFiles = 500;

/**
 * A file that the build takes and that is no manifest, since those change seldom. Of these one that makes least run
 * again after the fixes, which is what the fixes are for: manifests are copied on their own then, sources last.
 */
function typicalSource(before: Facts, after: Facts): string | undefined {
  const { context } = before.known;
  const [taken, takenAfter] = [reachableTakings(before), reachableTakings(after)];
  if (!context || !taken || !takenAfter) return undefined;
  const groups = new Map<string, { readonly path: string; files: number }>();
  let count = 0;
  for (const path of context.files("")) {
    count += 1;
    if (count > mostFiles) break;
    if (isBesideTheCode(path, context) || context.read(path) !== undefined) continue;
    const takers = taken.filter((taking) => taking.takes(path));
    if (takers.length === 0) continue;
    const key = JSON.stringify([indexes(takers), indexes(takenAfter.filter((taking) => taking.takes(path)))]);
    const group = groups.get(key);
    if (group) group.files += 1;
    else groups.set(key, { path, files: 1 });
  }
  return [...groups.values()].toSorted((a, b) => b.files - a.files)[0]?.path;
}

function isBesideTheCode(path: string, context: BuildContext): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    path === context.ignoreFile?.path ||
    name.startsWith(".") ||
    /^(readme|licen[cs]e|\w*dockerfile)\b/i.test(name)
  );
}

function reachableTakings(facts: Facts): readonly Taking[] | undefined {
  const all = takings(facts);
  return all && [...all.values()].filter(({ instruction }) => facts.graph.stageOf(instruction)?.isReachable);
}

function indexes(taken: readonly Taking[]): readonly number[] {
  return taken.map(({ instruction }) => instruction.index);
}

/** Where the context is not known: the COPY of everything, else the last one that takes from the context. */
function broadCopy(facts: Facts) {
  const copies = facts.copies.filter(({ isFromContext, stage }) => isFromContext && stage?.isReachable);
  return (copies.find(({ copiesWholeContext }) => copiesWholeContext) ?? copies.at(-1))?.instruction;
}

function textChange(instruction: NonNullable<ReturnType<typeof broadCopy>>): Change {
  return { kind: "text", instruction };
}
