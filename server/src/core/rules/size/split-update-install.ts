import type { Edit, Fix } from "../../edits/fix.ts";
import { isMoveCertain, moveUpdate } from "../../edits/moveUpdate.ts";
import type { Facts } from "../../facts/facts.ts";
import { isMounted } from "../../facts/mounts.ts";
import { listFolders, listReaders, readsLists, refreshesLists } from "../../facts/packageLists.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "split-update-install",
  group: "size",
  summary: "Package lists are fetched in one RUN and used by an install in another.",
  why: "Docker caches each RUN by its text. When the list of packages to install changes, the RUN with the install is executed again, but the one with the update comes from the cache, perhaps from months ago: the install then gets old versions, or fails because the mirror has them no more. In one RUN both are executed together. It also lets the lists be removed in the layer that they are written to.",
  severity: "warning",
  phase: "order",
  safety: ["safe", "review"],
  aliases: ["DS-0017", "CKV_DOCKER_5"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      const update = loneUpdate(facts, run);
      if (!update?.actionWord) continue;
      const readers = listReaders(facts, run, update.manager).certain;
      if (readers.length === 0 || readers.some(({ instruction }) => instruction.isOnbuildTrigger)) continue;
      const edits = moveUpdate(facts, update, readers);
      yield {
        span: { start: update.command.nameWord.span.start, end: update.actionWord.span.end },
        message: `${update.program} ${update.actionWord.value} is cached apart from the install that needs it, so its lists go stale`,
        fixes: edits ? [joinFix(facts, update, readers, edits)] : [],
      };
    }
  },
});

/** The last command that fetches lists, when nothing behind it in the RUN reads them and they stay in the layer. */
function loneUpdate(facts: Facts, run: RunFacts): PackageCommand | undefined {
  const commands = facts.packagesOf(run);
  const update = commands.findLast(refreshesLists);
  if (!update || run.instruction.isOnbuildTrigger || isMounted(run, listFolders[update.manager] ?? "/"))
    return undefined;
  const isRead = commands
    .slice(commands.indexOf(update))
    .some((other) => other.manager === update.manager && readsLists(other));
  return isRead ? undefined : update;
}

function joinFix(
  facts: Facts,
  update: PackageCommand,
  readers: readonly RunFacts[],
  edits: readonly Edit[],
): Fix {
  const isApk = update.manager === "apk";
  const title = isApk
    ? "Use apk add --no-cache instead"
    : `Move ${update.program} ${update.action} into the install's RUN`;
  if (isMoveCertain(facts, update, readers)) return { title, safety: "safe", edits };
  return {
    title,
    safety: "review",
    assumption: "nothing between the update and the install needs the lists or changes where they come from",
    edits,
  };
}
