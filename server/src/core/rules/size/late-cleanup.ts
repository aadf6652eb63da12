import { type CleanupGroup, dropCleanup, groupCleanups, moveCleanup } from "../../edits/moveCleanup.ts";
import type { Span } from "../../edits/span.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { Cleanup } from "../../facts/cleanups.ts";
import type { Facts } from "../../facts/facts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "late-cleanup",
  group: "size",
  summary: "A RUN removes what an earlier layer holds, so that the image gets no smaller.",
  why: "Layers only ever add. What a later RUN removes is hidden from the container, but it stays in the layer that brought it and is pushed and pulled with every image. Only a cleanup in the same RUN keeps the bytes out. The fix moves the commands there; a copied file is better brought in by a bind mount, which leaves nothing behind.",
  severity: "warning",
  phase: "order",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || run.instruction.isOnbuildTrigger || !run.script.isUnderstood) continue;
      for (const group of groupCleanups(facts, run)) {
        yield group.some(isLate) ? lateProblem(facts, run, group) : idleProblem(facts, run, group);
      }
    }
  },
});

function isLate({ runs, copies }: Cleanup): boolean {
  return runs.length + copies.length > 0;
}

function lateProblem(facts: Facts, run: RunFacts, group: CleanupGroup): Problem {
  const late = group.filter(isLate);
  const main = late.find(({ command }) => command.name === "rm") ?? late[0] ?? group[0];
  const bytes = copiedBytes(facts, main);
  const fix = moveCleanup(facts, run, group);
  return {
    span: spanOf(group),
    message: `removed too late: ${main.what} ${layerOf(main)}${bytes === undefined ? "" : ` (${bytesInWords(bytes)})`}`,
    fixes: fix ? [fix] : [],
  };
}

/** Every RUN above has cleaned up after itself, so nothing is left to do here. */
function idleProblem(facts: Facts, run: RunFacts, group: CleanupGroup): Problem {
  const { what } = group[0];
  const verb = what === "apt lists" ? "fetched the" : "filled";
  const reason =
    what === "apt's cache"
      ? "the base image drops downloaded packages by itself"
      : `the RUN that ${verb} ${what} has cleaned up itself`;
  const fix = dropCleanup(facts, run, group);
  return {
    span: spanOf(group),
    message: `nothing is left to remove: ${reason}`,
    severity: "hint",
    isUnnecessary: true,
    fixes: fix ? [fix] : [],
  };
}

function spanOf(group: CleanupGroup): Span {
  return { start: group[0].command.span.start, end: (group.at(-1) ?? group[0]).command.span.end };
}

function layerOf({ kind, what, runs }: Cleanup): string {
  const stay = /s$/.test(what) && kind !== "files" ? "stay" : "stays";
  if (runs.length === 0) return `${stay} in the layer of its COPY`;
  const verb =
    kind === "packages"
      ? "installed them"
      : kind === "files"
        ? "made it"
        : stay === "stay"
          ? "fetched them"
          : "filled it";
  return `${stay} in the layer of the RUN that ${verb}`;
}

function copiedBytes({ known: { context } }: Facts, { copies }: Cleanup): number | undefined {
  const [copy, ...others] = copies;
  const [source, ...more] = copy?.sources ?? [];
  if (!copy?.isFromContext || source?.path === undefined || others.length + more.length > 0) return undefined;
  return source.path === "" ? undefined : context?.size(source.path);
}
