import { type Changes, changesInWords, changesOf } from "../../core/cache/history.ts";
import type { Rebuild } from "../../core/cache/model.ts";
import { rebuildAfter } from "../../core/cache/rebuild.ts";
import { type Taking, takings, weighed } from "../../core/cache/takes.ts";
import { firstLine, shareInWords } from "../../core/cache/words.ts";
import type { Instruction } from "../../core/document/dockerfile.ts";
import { bytesInWords } from "../../core/estimate/words.ts";
import type { Facts } from "../../core/facts/facts.ts";
import type { BuildContext } from "../../core/known.ts";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { lineOf } from "../positions.ts";
import { blocks, code, list, title } from "./markdown.ts";
import type { CacheTarget } from "./target.ts";

/** More lines than this nobody reads. */
const longestList = 6;
const mostNamed = 3;
/** In files that a program wrote, those nearest are enough. */
const mostAsked = 100;

/** COPY, ADD or RUN: what makes it run again, and what runs again with it. Undefined where there is nothing to say. */
export function cacheHover(target: CacheTarget, outcome: Analysed): string | undefined {
  const { facts } = outcome.analysis;
  const { context } = facts.known;
  const taken = takings(facts);
  if (!context || !taken) return undefined;
  const { instruction } = target;
  const taking = taken.get(instruction);
  if (instruction.keyword === "RUN") return runHover(instruction, [...taken.values()], outcome);
  return taking && copyHover(taking, context, outcome);
}

function copyHover(taking: Taking, context: BuildContext, outcome: Analysed): string | undefined {
  const { facts } = outcome.analysis;
  const { instruction } = taking;
  const rebuild = rebuildAfter(facts, { kind: "sources", instruction });
  if (!rebuild) return undefined;
  const { files, bytes } = weighed(taking, context);
  const amount =
    files === 1 ? t("1 file, {0}", bytesInWords(bytes)) : t("{0} files, {1}", files, bytesInWords(bytes));
  const changes = changesOf(taking, facts.known);
  const subject = subjectOf(taking, context);
  return blocks(
    title(
      code(firstLine(facts, instruction, 40)),
      context.ignoreFile ? t("{0} after {1}", amount, context.ignoreFile.path) : amount,
    ),
    changes
      ? t("Runs again when {0} changes, as in {1}.", subject, changesInWords(changes))
      : t("Runs again when {0} changes.", subject),
    thenAgain(instruction, rebuild, outcome),
  );
}

/** "something below `src`", "`package.json` or `yarn.lock`" */
function subjectOf({ sources }: Taking, context: BuildContext): string {
  const named = sources.slice(0, mostNamed).map((path) => {
    if (path === "") return t("something in the build context");
    return context.isFolder(path) ? t("something below {0}", code(path)) : code(path);
  });
  const more = sources.length > mostNamed ? [t("one of {0} more", sources.length - mostNamed)] : [];
  return [...named, ...more].join(t(" or "));
}

function thenAgain(instruction: Instruction, rebuild: Rebuild, outcome: Analysed): string | undefined {
  const others = rebuild.steps.filter((step) => step.isRebuilt !== "no" && step.instruction !== instruction);
  if (others.length === 0) return undefined;
  const lines = others.map(({ isRebuilt, instruction: other }) =>
    perhaps(placeOf(other, outcome), isRebuilt === "certain"),
  );
  return `${t("With it, {0}:", shareInWords(rebuild))}\n\n${list(cut(lines))}`;
}

function perhaps(what: string, isCertain: boolean): string {
  return isCertain ? what : t("perhaps {0}", what);
}

interface Trigger {
  readonly taking: Taking;
  readonly isCertain: boolean;
  readonly changes: Changes | undefined;
}

function runHover(instruction: Instruction, taken: readonly Taking[], outcome: Analysed): string | undefined {
  const { facts } = outcome.analysis;
  const before = taken.filter((taking) => taking.instruction.index <= instruction.index);
  const triggers = before.slice(-mostAsked).flatMap((taking): readonly Trigger[] => {
    const rebuild = rebuildAfter(facts, { kind: "sources", instruction: taking.instruction });
    const step = rebuild?.steps.find((candidate) => candidate.instruction === instruction);
    if (!step || step.isRebuilt === "no") return [];
    return [{ taking, isCertain: step.isRebuilt === "certain", changes: changesOf(taking, facts.known) }];
  });
  const image = facts.graph.stageOf(instruction)?.root.imageText;
  const base = image === undefined ? t("the base image") : t("the image {0}", code(image));
  const otherwise = t("{0}, or an ARG or ENV in force", base);
  const subject = title(code(firstLine(facts, instruction, 40)), workInWords(facts, instruction));
  if (triggers.length === 0)
    return blocks(subject, t("No file makes it run again: only {0} does.", otherwise));
  const lines = triggers.map(({ taking, isCertain, changes }) => {
    const place = perhaps(placeOf(taking.instruction, outcome), isCertain);
    return changes ? t("{0}, in {1}", place, changesInWords(changes)) : place;
  });
  return blocks(
    subject,
    `${t("Runs again when something changes that these take:")}\n\n${list(cut(lines))}`,
    t("Also when {0} changes.", otherwise),
  );
}

function workInWords(facts: Facts, instruction: Instruction): string | undefined {
  const stage = facts.graph.stageOf(instruction);
  const steps = stage && rebuildAfter(facts, { kind: "text", instruction })?.steps;
  const own = steps?.find((step) => step.instruction === instruction)?.work;
  return own === undefined || own < 0.05
    ? undefined
    : t("≈ {0} % of the estimated build work", Math.round(own * 10) * 10);
}

function placeOf(instruction: Instruction, { analysis, document }: Analysed): string {
  const line = lineOf(document, instruction.span.start) + 1;
  return t("line {0}: {1}", line, code(firstLine(analysis.facts, instruction, 60)));
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= longestList) return lines;
  return [...lines.slice(0, longestList - 1), t("and {0} more", lines.length - longestList + 1)];
}
