import type { Instruction } from "../document/dockerfile.ts";
import { type FlatText, onOwnLines, sourceSpan, unixLines } from "../document/flatText.ts";
import { readLooseJsonForm } from "../document/looseJsonForm.ts";
import type { Span } from "../edits/span.ts";
import type { ShellText } from "../shell/problems.ts";
import { type Facts, withTriggers } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import { stopsAtFailure } from "./pipefail.ts";
import { type CheckedShell, shellNamed } from "./shells.ts";

/** A script in the Dockerfile, as it is handed to ShellCheck, and the way back. */
export interface CheckedScript extends ShellText {
  readonly shell: CheckedShell;
  readonly flat: FlatText;
  /** What the Dockerfile says elsewhere – variables, options of SHELL – stands here, in a line of its own. */
  readonly preamble: Span;
  /** It opens here-documents, by which the Dockerfile is read too. */
  readonly opensHeredocs: boolean;
}

/** Every script that a POSIX-like shell runs: RUN, and the shell forms of CMD, ENTRYPOINT and HEALTHCHECK. */
export const shellTexts: (facts: Facts) => readonly CheckedScript[] = perFacts((facts) =>
  [...withTriggers(facts.dockerfile)].flatMap((instruction) => scriptOf(facts, instruction) ?? []),
);

/** True when every script has been looked at, so that silence means that there is nothing to say. */
export function isShellChecked(facts: Facts): boolean {
  const { shellProblems } = facts.known;
  return shellProblems !== undefined && shellTexts(facts).every((script) => shellProblems.of(script));
}

/** The source of a range of the script; undefined when it reaches into what the Dockerfile does not have there. */
export function sourceOf({ flat, preamble }: CheckedScript, { start, end }: Span): Span | undefined {
  if (start < preamble.end && end > preamble.start) return undefined;
  const shift = start < preamble.end ? 0 : preamble.end - preamble.start;
  return end - shift > flat.text.length ? undefined : sourceSpan(flat, start - shift, end - shift);
}

function scriptOf(facts: Facts, instruction: Instruction): CheckedScript | undefined {
  const { shell: kind, shellWords } = facts.before(instruction);
  if (kind !== "posix") return undefined;
  const flat = flatOf(facts, instruction);
  if (!flat || flat.text.trim() === "" || readLooseJsonForm(flat)) return undefined;
  const own = facts.run(instruction)?.interpreter;
  const shell = shellNamed(own?.program ?? shellWords?.[0] ?? "sh", facts.graph.stageOf(instruction));
  if (!shell) return undefined;
  const options = own?.options ?? shellWords?.slice(1).join(" ") ?? "";
  const added = preambleOf(facts, instruction, { text: flat.text, options });
  const at = startOfCommands(flat.text);
  return {
    dialect: shell.dialect,
    text: flat.text.slice(0, at) + added + flat.text.slice(at),
    shell,
    flat,
    preamble: { start: at, end: at + added.length },
    opensHeredocs: !isHeredoc(facts, instruction) && instruction.heredocs.length > 0,
  };
}

function flatOf(facts: Facts, instruction: Instruction): FlatText | undefined {
  switch (instruction.keyword) {
    case "RUN": {
      if (instruction.exec) return undefined;
      const bodies = instruction.heredocs.map(({ body, terminator }) =>
        unixLines(facts.dockerfile.text, { start: body.start, end: terminator?.end ?? body.end }),
      );
      const [heredoc] = instruction.heredocs;
      if (heredoc && isHeredoc(facts, instruction)) return unixLines(facts.dockerfile.text, heredoc.body);
      return bodies.reduce(onOwnLines, instruction.body);
    }
    case "CMD":
    case "ENTRYPOINT":
      return instruction.exec ? undefined : instruction.body;
    case "HEALTHCHECK":
      return instruction.exec ? undefined : instruction.command;
    default:
      return undefined;
  }
}

function isHeredoc(facts: Facts, instruction: Instruction): boolean {
  return facts.run(instruction)?.form === "heredoc";
}

/** Set in every build, whatever the Dockerfile says. */
const predefined: ReadonlySet<string> = new Set(
  ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"].flatMap((name) => [
    name,
    name.toUpperCase(),
  ]),
);

interface Surroundings {
  readonly text: string;
  readonly options: string;
}

/**
 * One line that tells ShellCheck what is in force: variables of ENV and ARG, and `set -e` where SHELL has it. Their
 * values are left out, so that a change of a version number asks nobody anew; nobody wants to hear that it needs quotes.
 */
function preambleOf(facts: Facts, instruction: Instruction, { text, options }: Surroundings): string {
  const stage = facts.graph.stageOf(instruction);
  const isBuild = instruction.keyword === "RUN";
  const names = [...new Set(text.match(/[A-Za-z_]\w*/g))].filter((name) => {
    // Every container has one, also where the shell itself sets none.
    if (name === "HOSTNAME" || (isBuild && predefined.has(name))) return true;
    const definition = facts.scope.definition(name, stage, instruction);
    return definition && (isBuild || definition.keyword === "ENV");
  });
  const commands = [
    ...(stopsAtFailure(options) ? ["set -e"] : []),
    ...(names.length > 0 ? [`export ${names.map((name) => `${name}=1`).join(" ")}`] : []),
  ];
  return commands.length > 0 ? `${commands.join("; ")}\n` : "";
}

/** Behind the comments at the top: a ShellCheck directive among them holds for the whole script. */
function startOfCommands(text: string): number {
  let at = 0;
  for (;;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    if (end < 0 || (line !== "" && !line.startsWith("#"))) return at;
    at = end + 1;
  }
}
