import type { CommandInstruction, Instruction } from "../document/dockerfile.ts";
import { parseScript } from "../shell/parse.ts";

/** What a container of a stage runs. */
export interface ContainerProgram {
  /** The instruction that names the program: ENTRYPOINT where there is one. */
  readonly instruction: CommandInstruction;
  /** Program and arguments, behind an init such as tini; arguments may hold variables. */
  readonly words: readonly [program: string, ...args: string[]];
  /** Every program name that CMD, ENTRYPOINT and HEALTHCHECK call: what must be in the image. */
  readonly calls: ReadonlySet<string>;
  /** Those of them that HEALTHCHECK calls. */
  readonly checks: readonly string[];
  /** Something of it goes through /bin/sh. */
  readonly needsShell: boolean;
}

/** Undefined when nothing is started, or the line does more than start one program of a literal name. */
export function containerProgram(instructions: readonly Instruction[]): ContainerProgram | undefined {
  const entrypoint = lastOf(instructions, "ENTRYPOINT");
  const cmd = lastOf(instructions, "CMD");
  const instruction = entrypoint ?? cmd;
  const started = instruction && wordsOf(instruction);
  if (!instruction || !started) return undefined;
  // CMD gives arguments to an ENTRYPOINT in exec form; its shell form would be passed through /bin/sh.
  const passed = entrypoint?.exec && cmd ? wordsOf(cmd) : [];
  if (!passed) return undefined;
  const [program, ...args] = behindInit([...started, ...passed]);
  if (program === undefined) return undefined;
  const check = instructions.findLast((other) => other.keyword === "HEALTHCHECK");
  const checked =
    check?.command && !check.exec ? parseScript(check.command).commands.map(({ name }) => name) : [];
  const checks = check?.exec?.[0] ? [check.exec[0].value] : checked;
  return {
    instruction,
    words: [program, ...args],
    calls: new Set([started[0] ?? "", program, ...checks].map(baseName)),
    checks: checks.map(baseName),
    needsShell: !instruction.exec || (cmd !== undefined && !cmd.exec) || checked.length > 0,
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function lastOf(instructions: readonly Instruction[], keyword: CommandInstruction["keyword"]) {
  return instructions.findLast((other): other is CommandInstruction => other.keyword === keyword);
}

function wordsOf({ exec, body }: CommandInstruction): readonly string[] | undefined {
  if (exec) return exec.map(({ value }) => value);
  const script = parseScript(body);
  const [step, second] = script.steps;
  const [command] = step?.commands ?? [];
  if (!script.isUnderstood || second || step?.kind !== "command" || !command) return undefined;
  if (command.redirects.length > 0 || !command.nameWord.isLiteral) return undefined;
  return [command.nameWord, ...command.args].map(({ value }) => value);
}

const inits = /(^|\/)(tini|dumb-init|catatonit)$/;

function behindInit(words: readonly string[]): readonly string[] {
  if (!inits.test(words[0] ?? "")) return words;
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  return at < 0 ? words : words.slice(at);
}
