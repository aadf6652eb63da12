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
import { lineIndex } from "../lines.ts";
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
  const past = commits === null ? "no history of changes" : `the last ${commits} commits`;
  const head = `Build context ${context}, ${past}\n`;
  if (takes.length === 0) return `${head}Nothing here depends on files or other images.\n`;
  const lines = takes.map((row) => {
    const { files, bytes } = row.takes ?? {};
    const cells = cellsOf({
      line: String(row.line),
      what: row.instruction,
      files: files === undefined ? "base image" : `${files} ${files === 1 ? "file" : "files"}`,
      size: bytes === undefined ? "" : bytesInWords(bytes),
      changes: row.changes ? changesInWords(row.changes) : "",
    });
    return `${cells}  ${row.inWords}\n${dim(`       ${placesOf(row.rebuilt)}`)}`;
  });
  const heading = cellsOf({ line: "", what: "when this changes", files: "", size: "", changes: "it did in" });
  return `${head}\n${dim(`${heading}  build work that is done again`)}\n${lines.join("\n")}\n`;
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
    shortened(what, 40).padEnd(40),
    files.padStart(11),
    size.padStart(7),
    changes.padEnd(26),
  ].join("  ");
}

/** "runs again: lines 3–6, perhaps 10" */
function placesOf(rebuilt: readonly RebuiltStep[]): string {
  const linesOf = (level: RebuiltStep["isRebuilt"]): string =>
    rebuilt.flatMap(({ line, isRebuilt }) => (isRebuilt === level ? line : [])).join(", ");
  const [sure, perhaps] = [linesOf("certain"), linesOf("possible")];
  const parts = [sure, perhaps && `perhaps ${perhaps}`].filter(Boolean);
  return parts.length === 0 ? "nothing runs again" : `runs again: line ${parts.join(", ")}`;
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
  if (reason !== undefined) return `${change}: nothing is rebuilt, ${reason}\n`;
  const lines = rebuilt.map(({ line, instruction, stage, isRebuilt, why }) => {
    const what = shortened(`${isRebuilt === "possible" ? "perhaps " : ""}${instruction}`, 60);
    return `${String(line).padStart(5)}  ${what.padEnd(60)}  ${dim(`${stage}: ${why}`)}\n`;
  });
  return `${change}: ${inWords}\n\n${lines.join("")}`;
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

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
