import type { Rebuild } from "../core/cache/model.ts";
import { rebuildAfter } from "../core/cache/rebuild.ts";
import { whyNothing } from "../core/cache/unaffected.ts";
import { causeInWords, firstLine, percentsInWords, stageInWords } from "../core/cache/words.ts";
import { placeInFolder } from "../host/paths.ts";
import { t } from "../l10n/t.ts";
import type { RebuildGroup, Rebuilds } from "../protocol/messages.ts";
import { pathOf } from "./fileUris.ts";
import { lineOf, rangeOf } from "./positions.ts";
import type { Surveyed } from "./surveys.ts";

/** What builds run again when a file or folder changes, or why they do not. */
export function rebuilds(surveyed: readonly Surveyed[], uri: string): Rebuilds {
  const path = pathOf(uri);
  if (path === undefined) return { groups: [], reason: t("only files on this machine can be looked at") };
  if (surveyed.length === 0)
    return { groups: [], reason: t("there is no Dockerfile whose build context is known") };
  const groups: RebuildGroup[] = [];
  const reasons: string[] = [];
  // The closer the build context lies around the file, the likelier it is the one that is meant.
  for (const dockerfile of surveyed.toSorted((a, b) => b.folder.length - a.folder.length)) {
    const place = placeInFolder(dockerfile.folder, path);
    if (place === undefined) continue;
    const rebuild = rebuildAfter(dockerfile.facts, { kind: "path", path: place });
    const group = rebuild && groupOf(dockerfile, rebuild);
    if (group && group.items.length > 0) groups.push(group);
    else reasons.push(t("{0} ({1})", whyNothing(dockerfile.facts, place), dockerfile.name));
  }
  if (groups.length > 0) return { groups };
  return { groups, reason: reasons[0] ?? t("it is in no build context of a Dockerfile") };
}

function groupOf(dockerfile: Surveyed, rebuild: Rebuild): RebuildGroup {
  const { document, facts, name } = dockerfile;
  const line = (offset: number): number => lineOf(document, offset) + 1;
  const isDivided = facts.stages.length > 1;
  const items = rebuild.steps.flatMap(({ instruction, stage, isRebuilt, cause }) =>
    isRebuilt === "no" || !cause
      ? []
      : {
          range: rangeOf(document, instruction.span),
          label: firstLine(facts, instruction),
          place: isDivided
            ? t("{0}, line {1}", stageInWords(stage), line(instruction.span.start))
            : t("line {0}", line(instruction.span.start)),
          why: why(causeInWords(facts, cause, line), isRebuilt === "certain"),
        },
  );
  return { uri: document.uri, title: t("{0}: {1} of the build work", name, percentsInWords(rebuild)), items };
}

function why(cause: string, isCertain: boolean): string {
  return isCertain ? cause : t("perhaps: {0}", cause);
}
