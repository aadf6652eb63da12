import type { Instruction } from "../document/dockerfile.ts";
import type { Span } from "../edits/span.ts";
import type { ShellCommand } from "../shell/script.ts";
import { stagesBuiltFrom } from "./derivedStages.ts";
import type { Facts } from "./facts.ts";
import { lastOf } from "./lastOf.ts";
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
  return nextMention(text, name, 0) >= 0;
}

/** Where the text has the name as a word of its own, at an offset or behind it; -1 when nowhere. */
function nextMention(text: string, name: string, from: number): number {
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + name.length)) return at;
  }
  return -1;
}

/** A letter, a digit or an underscore. */
function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
  );
}

/**
 * True when an instruction behind a definition may read the variable, whose name `isVariableName`: it is mentioned, or a RUN executes a program
 * that may take it from its environment. In the same stage and in those built from it.
 */
export function mayBeRead(facts: Facts, stage: StageFacts, after: Instruction, name: string): boolean {
  const { lastIn, below } = executing(facts);
  if (below.has(stage) || (lastIn.get(stage) ?? -1) > after.index) return true;
  const open = [stage];
  for (let at = open.pop(); at; at = open.pop()) {
    const from = at === stage ? after.span.end : at.stage.from.span.end;
    for (const reader of mentioning(facts, name, { start: from, end: at.stage.span.end }))
      if (reads(facts, reader, name)) return true;
    open.push(...stagesBuiltFrom(facts, at));
  }
  return false;
}

/** Where programs run that may read any variable. */
const executing = perFacts((facts) => {
  const lastIn = new Map<StageFacts, number>();
  /** Stages of which another is built, directly or not, in which such a program runs. */
  const below = new Set<StageFacts>();
  for (const stage of facts.stages.toReversed()) {
    const last = stage.stage.instructions.findLast((one) => executesPrograms(facts, one));
    if (last) lastIn.set(stage, last.index);
    if (stage.base && (last || below.has(stage))) below.add(stage.base);
  }
  return { lastIn, below };
});

/** The instructions that have a name as a word within a span. */
export function* mentioning(
  { dockerfile }: Facts,
  name: string,
  { start, end }: Span,
): Generator<Instruction> {
  const { text, instructions } = dockerfile;
  for (let at = nextMention(text, name, start); at >= 0 && at < end; at = nextMention(text, name, at + 1)) {
    const instruction = lastOf(instructions, ({ span }) => span.start <= at);
    if (instruction && at < instruction.span.end) yield instruction;
  }
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
