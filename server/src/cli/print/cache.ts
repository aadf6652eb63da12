import { type Changes, changesInWords, changesOf } from "../../core/cache/history.ts";
import type { Change, Rebuild } from "../../core/cache/model.ts";
import { rebuildAfter } from "../../core/cache/rebuild.ts";
import { takings, weighed } from "../../core/cache/takes.ts";
import {
  causeInWords,
  firstLine,
  shareInWords,
  shortShareInWords,
  stageInWords,
} from "../../core/cache/words.ts";
import type { Instruction } from "../../core/document/dockerfile.ts";
import { bytesInWords } from "../../core/estimate/words.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { t } from "../../l10n/t.ts";
import { lineIndex } from "../lines.ts";
import { padLeft, padRight, shortened } from "./columns.ts";
import { dim } from "./pretty.ts";

export interface Subject {
  readonly facts: Facts;
  /** As on the command line. */
  readonly path: string;
  /** The build context, relative to where the command was called. */
  readonly folder: string;
}

/** One thing that can change: a base image, or what an instruction takes from the build context. */
interface Row {
  readonly line: number;
  readonly instruction: string;
  /** Undefined for a base image. */
  readonly takes:
    | { readonly sources: readonly string[]; readonly files: number; readonly bytes: number }
    | undefined;
  readonly changes: Changes | undefined;
  readonly rebuilt: readonly RebuiltStep[];
  readonly share: Rebuild["share"];
  readonly inWords: string;
}

interface RebuiltStep {
  readonly line: number;
  readonly instruction: string;
  readonly stage: string;
  readonly isRebuilt: "certain" | "possible";
  readonly why: string;
}

/** The JSON of `plimsoll cache --format json`; shares are parts of 1. */
export function cacheReport({ facts, path, folder }: Subject) {
  const { context, history } = facts.known;
  const taken = takings(facts);
  const rows: Row[] = [];
  const add = (instruction: Instruction, change: Change, more: Pick<Row, "takes" | "changes">): void => {
    const rebuild = rebuildAfter(facts, change);
    if (!rebuild) return;
    const line = lineIndex(facts.dockerfile.text)(instruction.span.start).line;
    rows.push({
      line,
      instruction: firstLine(facts, instruction),
      ...more,
      rebuilt: rebuiltSteps(facts, rebuild),
      share: rebuild.share,
      inWords: shortShareInWords(rebuild),
    });
  };
  for (const stage of facts.stages) {
    if (!stage.isReachable) continue;
    if (stage.reference)
      add(stage.stage.from, { kind: "base", stage }, { takes: undefined, changes: undefined });
    for (const instruction of stage.stage.instructions) {
      const taking = taken?.get(instruction);
      if (!taking || !context) continue;
      const takes = { sources: taking.sources, ...weighed(taking, context) };
      add(instruction, { kind: "sources", instruction }, { takes, changes: changesOf(taking, facts.known) });
    }
  }
  return { version: 1, path, context: folder, commits: history?.commits ?? null, takes: rows };
}

/** "What happens when this changes", a line for each of them. */
export function prettyCache({ context, commits, takes }: ReturnType<typeof cacheReport>): string {
  const past = commits === null ? t("no history of changes") : t("the last {0} commits", commits);
  const head = `${t("Build context {0}, {1}", context, past)}\n`;
  if (takes.length === 0) return `${head}${t("Nothing here depends on files or other images.")}\n`;
  const lines = takes.map((row) => {
    const { files, bytes } = row.takes ?? {};
    const cells = cellsOf({
      line: String(row.line),
      what: row.instruction,
      files: files === undefined ? t("base image") : files === 1 ? t("1 file") : t("{0} files", files),
      size: bytes === undefined ? "" : bytesInWords(bytes),
      changes: row.changes ? changesInWords(row.changes) : "",
    });
    return `${cells}  ${row.inWords}\n${dim(`       ${placesOf(row.rebuilt)}`)}`;
  });
  const heading = cellsOf({
    line: "",
    what: t("when this changes"),
    files: "",
    size: "",
    changes: t("it did in"),
  });
  return `${head}\n${dim(`${heading}  ${t("build work that is done again")}`)}\n${lines.join("\n")}\n`;
}

interface Cells {
  readonly line: string;
  readonly what: string;
  readonly files: string;
  readonly size: string;
  readonly changes: string;
}

function cellsOf({ line, what, files, size, changes }: Cells): string {
  return [
    line.padStart(5),
    padRight(shortened(what, 40), 40),
    padLeft(files, 11),
    padLeft(size, 7),
    padRight(changes, 26),
  ].join("  ");
}

/** "runs again: lines 3–6, perhaps 10" */
function placesOf(rebuilt: readonly RebuiltStep[]): string {
  const linesOf = (level: RebuiltStep["isRebuilt"]): string =>
    rebuilt.flatMap(({ line, isRebuilt }) => (isRebuilt === level ? line : [])).join(", ");
  const [sure, perhaps] = [linesOf("certain"), linesOf("possible")];
  const parts = [sure, perhaps && `${t("perhaps")} ${perhaps}`].filter(Boolean);
  return parts.length === 0 ? t("nothing runs again") : t("runs again: line {0}", parts.join(", "));
}

interface Answer {
  /** As on the command line. */
  readonly change: string;
  readonly rebuild: Rebuild | undefined;
  /** Why nothing is rebuilt. */
  readonly reason: string | undefined;
}

/** The JSON of `plimsoll cache --change PATH --format json`. */
export function changeReport({ facts, path, folder }: Subject, { change, rebuild, reason }: Answer) {
  return {
    version: 1,
    path,
    context: folder,
    change,
    rebuilt: rebuild ? rebuiltSteps(facts, rebuild) : [],
    share: rebuild?.share ?? { certain: 0, possible: 0 },
    inWords: rebuild && reason === undefined ? shareInWords(rebuild) : undefined,
    reason,
  };
}

export function prettyChange({ change, rebuilt, inWords, reason }: ReturnType<typeof changeReport>): string {
  if (reason !== undefined) return `${t("{0}: nothing is rebuilt, {1}", change, reason)}\n`;
  const lines = rebuilt.map(({ line, instruction, stage, isRebuilt, why }) => {
    const what = shortened(isRebuilt === "possible" ? `${t("perhaps")} ${instruction}` : instruction, 60);
    return `${String(line).padStart(5)}  ${padRight(what, 60)}  ${dim(t("{0}: {1}", stage, why))}\n`;
  });
  return `${t("{0}: {1}", change, `${inWords}`)}\n\n${lines.join("")}`;
}

function rebuiltSteps(facts: Facts, { steps }: Rebuild): readonly RebuiltStep[] {
  const at = lineIndex(facts.dockerfile.text);
  const lineOf = (offset: number): number => at(offset).line;
  return steps.flatMap(({ instruction, stage, isRebuilt, cause }) =>
    isRebuilt === "no" || !cause
      ? []
      : {
          line: lineOf(instruction.span.start),
          instruction: firstLine(facts, instruction),
          stage: stageInWords(stage),
          isRebuilt,
          why: causeInWords(facts, cause, lineOf),
        },
  );
}
