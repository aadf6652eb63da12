import type { Instruction } from "../document/dockerfile.ts";
import type { ShellCommand } from "../shell/script.ts";
import { isBuiltFrom } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { StageFacts } from "./stages.ts";

/** Names that Docker, BuildKit or every other program knows, so that nobody has to mention them. */
export function isWellKnownVariable(name: string): boolean {
  return (
    wellKnown.has(name.toUpperCase()) ||
    /^(BUILDKIT_|LC_|DEBCONF_|APT_|TARGET|BUILD(PLATFORM|OS|ARCH|VARIANT)$)/.test(name)
  );
}

const wellKnown: ReadonlySet<string> = new Set(
  (
    "HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY SOURCE_DATE_EPOCH DEBIAN_FRONTEND TZ LANG LANGUAGE PATH HOME " +
    "USER SHELL TERM EDITOR PAGER TMPDIR"
  ).split(" "),
);

/** True when the text has the name as a word of its own. */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text.charAt(at - 1)}${text.charAt(at + name.length)}`;
    if (!/\w/.test(around)) return true;
  }
  return false;
}

/**
 * True when an instruction behind a definition may read the variable: it is mentioned, or a RUN executes a program
 * that may take it from its environment. In the same stage and in those built from it.
 */
export function mayBeRead(facts: Facts, stage: StageFacts, after: Instruction, name: string): boolean {
  const isReached = (reader: Instruction): boolean => isBuiltFrom(facts, facts.graph.stageOf(reader), stage);
  const { executing, byWord, all } = readersIn(facts);
  if (isAnyBehind(executing, after, isReached)) return true;
  if (/^\w+$/.test(name)) return isAnyBehind(byWord.get(name) ?? [], after, isReached);
  return isAnyBehind(all, after, (reader) => isReached(reader) && reads(facts, reader, name));
}

/** Asks those that stand behind an instruction, the last first. Stages that are built from another stand behind it. */
function isAnyBehind(
  instructions: readonly Instruction[],
  after: Instruction,
  holds: (instruction: Instruction) => boolean,
): boolean {
  for (let at = instructions.length - 1; at >= 0; at -= 1) {
    const instruction = instructions[at];
    if (!instruction || instruction.index <= after.index) return false;
    if (holds(instruction)) return true;
  }
  return false;
}

/** The instructions that may read any variable, and those that mention a word where they read, in order. */
const readersIn = perFacts((facts) => {
  const executing: Instruction[] = [];
  const byWord = new Map<string, Instruction[]>();
  const all = facts.dockerfile.instructions.filter(({ keyword }) => keyword !== "FROM");
  for (const instruction of all) {
    if (executesPrograms(facts, instruction)) {
      executing.push(instruction);
      continue;
    }
    for (const word of wordsRead(facts, instruction)) {
      const others = byWord.get(word);
      if (others) others.push(instruction);
      else byWord.set(word, [instruction]);
    }
  }
  return { executing, byWord, all };
});

function wordsRead({ dockerfile }: Facts, instruction: Instruction): ReadonlySet<string> {
  const texts =
    instruction.keyword === "ARG" || instruction.keyword === "ENV"
      ? instruction.properties.map(({ value }) => value?.text ?? "")
      : [dockerfile.text.slice(instruction.span.start, instruction.span.end)];
  return new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
}

/** True when one instruction may read the variable. */
export function reads(facts: Facts, instruction: Instruction, name: string): boolean {
  const { start, end } = instruction.span;
  if (instruction.keyword === "ARG" || instruction.keyword === "ENV") {
    // Declaring it again reads nothing.
    return instruction.properties.some(({ value }) => value !== undefined && mentions(value.text, name));
  }
  if (mentions(facts.dockerfile.text.slice(start, end), name)) return true;
  return executesPrograms(facts, instruction);
}

function executesPrograms(facts: Facts, instruction: Instruction): boolean {
  if (instruction.keyword === "ONBUILD") return true;
  if (instruction.keyword !== "RUN") return false;
  const run = facts.run(instruction);
  return !run?.script.isUnderstood || run.script.commands.some((command) => !ignoresEnvironment(command));
}

const simple: ReadonlySet<string> = new Set(
  (
    ": true false test [ mkdir rmdir rm cp mv ln chmod chown chgrp touch echo printf cd cat useradd groupadd usermod " +
    "adduser addgroup sed sleep ls install"
  ).split(" "),
);

/** True for a program that does the same whatever variables of one's own are set. */
export function ignoresEnvironment({ name, nameWord, wrappers }: ShellCommand): boolean {
  return wrappers.length === 0 && simple.has(name) && !nameWord.value.startsWith(".");
}
