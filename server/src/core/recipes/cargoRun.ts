import type { Edit } from "../edits/fix.ts";
import { cargoPrograms } from "./cargoManifest.ts";
import type { ProgramBuild } from "./programBuilds.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** A stage that starts what `cargo run` would start. */
export interface RunByName {
  /** The stage with the program's path in place of `cargo run`. */
  readonly single: SingleStage;
  readonly rewrites: readonly Edit[];
}

/** `cargo run --release -- serve` finds the program of an earlier build as it was left, and only starts it. */
export function runByName(single: SingleStage, builds: readonly ProgramBuild[]): RunByName | undefined {
  const { program, atEnd, facts, instructions } = single;
  const call = program && readCall(program.words);
  const name = call && (call.bin ?? onlyProgram(single));
  if (!program || !call || name === undefined) return undefined;
  const build = builds.findLast(
    ({ output, folder }) =>
      output.kind === "folder" && output.path.endsWith(`/${call.profile}`) && folder === atEnd.workdir,
  );
  const { instruction } = program;
  const { folder, output, run } = build ?? {};
  if (folder === undefined || !output || !run || instruction.index < run.instruction.index) return undefined;
  // Sources that come later would be compiled at the start.
  const isStale = facts.copies.some(
    (copy) => copy.instruction.index > run.instruction.index && isBelow(copy.destination ?? folder, folder),
  );
  const isBelowRun = instructions.some(
    ({ keyword, index }) => keyword === "RUN" && index > instruction.index,
  );
  const span = isStale || isBelowRun ? undefined : spanOf(single, call.length);
  if (!span) return undefined;
  const path = `${output.path}/${name}`;
  const words: readonly [string, ...string[]] = [path, ...program.words.slice(call.length)];
  return {
    single: { ...single, program: { ...program, words } },
    rewrites: [{ span, text: instruction.exec ? JSON.stringify(path) : path }],
  };
}

interface Call {
  readonly profile: "release" | "debug";
  readonly bin: string | undefined;
  /** So many words are cargo's own; what follows them is the program's. */
  readonly length: number;
}

function readCall(words: readonly string[]): Call | undefined {
  if (!/(^|\/)cargo$/.test(words[0] ?? "") || !/^r(un)?$/.test(words[1] ?? "")) return undefined;
  let profile: Call["profile"] = "debug";
  let bin: string | undefined;
  let at = 2;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") return { profile, bin, length: at + 1 };
    if (!word.startsWith("-")) break;
    if (word === "--release" || word === "-r") profile = "release";
    else if (word.startsWith("--bin=")) bin = word.slice("--bin=".length);
    else if (word === "--bin") {
      at += 1;
      bin = words[at];
    } else if (!/^(-q|--quiet|-v|--verbose|--locked|--frozen|--offline)$/.test(word)) return undefined;
  }
  return { profile, bin, length: at };
}

function onlyProgram(single: SingleStage): string | undefined {
  const [name, second] = cargoPrograms(single) ?? [];
  return second === undefined ? name : undefined;
}

/** The words of cargo where they stand, behind an init if there is one. */
function spanOf({ program, facts }: SingleStage, length: number): Edit["span"] | undefined {
  if (!program) return undefined;
  const { exec, span } = program.instruction;
  if (!exec) {
    const words = program.words.slice(0, length).join(" ");
    const start = facts.dockerfile.text.indexOf(words, span.start);
    return start < 0 || start + words.length > span.end ? undefined : { start, end: start + words.length };
  }
  const first = exec.findIndex(({ value }) => value === program.words[0]);
  const last = exec[first + length - 1];
  return first < 0 || !last || !exec[first]
    ? undefined
    : { start: exec[first].span.start, end: last.span.end };
}
