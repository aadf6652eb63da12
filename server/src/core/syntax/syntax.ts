import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import { identityFlat } from "../document/flatText.ts";
import { closestName } from "../facts/closest.ts";
import { argumentSlips } from "./arguments.ts";
import { directiveSlips } from "./directiveSlips.ts";
import { flagSlips, type LineSlip, type WordMend } from "./flags.ts";
import { instructionNames } from "./grammar.ts";
import { readSyntaxLine, type SyntaxLine, spanOf } from "./line.ts";
import type { SyntaxSlip } from "./slip.ts";

/** What BuildKit's parser refuses in a file, in the grammar of Docker's own frontend. */
export function* syntaxSlips(dockerfile: Dockerfile): Generator<SyntaxSlip> {
  if (hasOtherGrammar(dockerfile)) return;
  yield* directiveSlips(dockerfile);
  for (const instruction of dockerfile.instructions) {
    yield* lineSlips(instruction, dockerfile);
    for (const heredoc of instruction.heredocs)
      if (!heredoc.terminator)
        yield {
          span: openingOf(instruction, heredoc.name, dockerfile),
          message: `the here-document ${heredoc.name} has no end: a line with ${heredoc.name} alone`,
          stops: "build",
        };
  }
  const homeless = dockerfile.instructions.find(({ keyword }) => keyword !== "ARG");
  if (homeless && homeless.keyword !== "FROM" && homeless.keyword !== "UNKNOWN")
    yield { span: homeless.keywordSpan, message: "no FROM stands before this instruction", stops: "build" };
  const [first] = dockerfile.instructions;
  if (first && !homeless) yield { span: first.keywordSpan, message: "the file has no FROM", stops: "build" };
}

/** A frontend of somebody else may know more, and a template is no Dockerfile yet. */
function hasOtherGrammar({ directives, instructions }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === "syntax")?.value;
  if (syntax !== undefined && !/(^|\/)docker\/dockerfile(-upstream)?([:@ ]|$)/.test(syntax)) return true;
  return instructions.some(
    (one) => one.keyword === "UNKNOWN" && /^(?:\{[{%#]|<%|@@?[\w{]|%%|\$\{|#)/.test(one.word),
  );
}

function* lineSlips(instruction: Instruction, dockerfile: Dockerfile): Generator<SyntaxSlip> {
  const line = readSyntaxLine(instruction.line, dockerfile.escape);
  if (instruction.keyword === "UNKNOWN") {
    yield unknownInstruction(line, instruction, dockerfile);
    return;
  }
  const glued = gluedBlank(instruction, dockerfile);
  if (glued) {
    yield glued;
    return;
  }
  for (const slip of slipsOf(line)) yield slipOf(line, slip, "build");
  if (instruction.keyword !== "ONBUILD" || !instruction.trigger || line.flags.length > 0) return;
  const { trigger } = instruction;
  const inner = readSyntaxLine(trigger.line, dockerfile.escape);
  if (trigger.keyword === "UNKNOWN") {
    yield { ...unknownInstruction(inner, trigger, dockerfile), stops: "trigger" };
    return;
  }
  for (const slip of slipsOf(inner)) yield slipOf(inner, slip, slip.isInParser ? "build" : "trigger");
}

/** A no-break space looks like a blank, and is a letter to Docker. */
function gluedBlank({ keywordSpan }: Instruction, { text }: Dockerfile): SyntaxSlip | undefined {
  const at = keywordSpan.end;
  if (!/^[^\S\t\v\f\r\n ]/.test(text.charAt(at))) return undefined;
  const span = { start: at, end: at + 1 };
  const mend = { title: "Write a plain blank", assumption: undefined, span, text: " " };
  return { span, message: "a special blank stands behind the instruction", stops: "build", mend };
}

/** A mend that leaves as many slips as there were is no help. */
function slipsOf(line: SyntaxLine): readonly LineSlip[] {
  const slips = allSlipsOf(line);
  return slips.map((slip) => {
    const { mend, ...bare } = slip;
    const isHelp = mend && slips.length < crowd && slipsAfter(line, mend).length < slips.length;
    return isHelp ? slip : bare;
  });
}

/** A line with more slips than this is beyond mending. */
const crowd = 20;

function slipsAfter({ flat: { text }, escape }: SyntaxLine, { word, text: mended }: WordMend) {
  const after = text.slice(0, word.start) + mended + text.slice(word.end);
  return allSlipsOf(readSyntaxLine(identityFlat(after, 0), escape));
}

function allSlipsOf(line: SyntaxLine): readonly LineSlip[] {
  const slips = [...flagSlips(line)];
  // The value of a flag that has come loose is the first of its words.
  const isLoose = line.keyword === "HEALTHCHECK" && slips.length > 0;
  return isLoose ? slips : [...slips, ...argumentSlips(line)];
}

function slipOf(line: SyntaxLine, { word, message, mend }: LineSlip, stops: "build" | "trigger"): SyntaxSlip {
  const span = spanOf(line, word);
  if (!mend) return { span, message, stops };
  const { title, assumption, text } = mend;
  return { span, message, stops, mend: { title, assumption, text, span: spanOf(line, mend.word) } };
}

function unknownInstruction(line: SyntaxLine, instruction: Instruction, dockerfile: Dockerfile): SyntaxSlip {
  const { text } = line.keywordWord;
  const span = instruction.keywordSpan;
  const stops = "build";
  if (/^(<{7}|={7}|>{7}|\|{7})$/.test(text))
    return { span, message: "a conflict of git is left in the file", stops };
  const above = dockerfile.instructions[instruction.index - 1];
  if (above && isContinued(text) && goesOn(above))
    return {
      span,
      message: `${text} is no instruction: the line above does not go on, as its ${dockerfile.escape} is missing`,
      stops,
      mend: {
        title: `Put ${dockerfile.escape} at the end of the line above`,
        assumption: "this line belongs to the one above",
        span: { start: above.span.end, end: above.span.end },
        text: ` ${dockerfile.escape}`,
      },
    };
  const meant = closestName(text, instructionNames, 1);
  if (meant === undefined) return { span, message: `${text} is no instruction`, stops };
  const message = `${text} is no instruction, but ${meant} is`;
  const title = `Write ${meant}`;
  const assumption = `${text} is a slip for ${meant}`;
  const written = text === text.toLowerCase() ? meant.toLowerCase() : meant;
  const mend = { title, assumption, text: written };
  const isHelp =
    isInPlace(meant, instruction, dockerfile) &&
    slipsAfter(line, { ...mend, word: line.keywordWord }).length === 0;
  return { span, message, stops, ...(isHelp ? { mend: { ...mend, span } } : {}) };
}

/** True where the instruction that is meant can stand, as far as that is seen without reading the file again. */
function isInPlace(
  meant: string,
  { index, line, isOnbuildTrigger }: Instruction,
  { stages }: Dockerfile,
): boolean {
  const isBehindFrom = stages[0] !== undefined && stages[0].from.index < index;
  if (meant === "ONBUILD" || line.text.includes("<<")) return false;
  if (isOnbuildTrigger) return meant !== "FROM" && meant !== "MAINTAINER";
  return isBehindFrom || meant === "FROM";
}

/** A command of the shell, to which a line can be added. */
function goesOn(instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
      return instruction.exec === undefined && instruction.heredocs.length === 0;
    default:
      return false;
  }
}

/** What begins no instruction, but often a line of a shell command. */
function isContinued(text: string): boolean {
  return /^(&&|\|\|?|;|-)/.test(text);
}

function openingOf({ line, keywordSpan }: Instruction, name: string, { escape }: Dockerfile) {
  const read = readSyntaxLine(line, escape);
  const found = /<<-?[ \t]*["']?/g;
  for (const match of line.text.matchAll(found)) {
    const end = match.index + match[0].length;
    if (line.text.startsWith(name, end)) return spanOf(read, { start: match.index, end: end + name.length });
  }
  return keywordSpan;
}
