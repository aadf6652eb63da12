import { t } from "../../l10n/t.ts";
import type { Dockerfile, RunInstruction } from "../document/dockerfile.ts";
import { replaceSpan } from "../edits/apply.ts";
import { stopsOnError } from "../edits/instructions.ts";
import { covers } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import type { RunFacts } from "../facts/runs.ts";
import { isPlainChain, type Step } from "../shell/script.ts";
import type { Offer, Refactor } from "./refactoring.ts";
import { errexitDifference, hasBrokenWord, mostSteps, sourceLines } from "./scriptSteps.ts";

const about = () => ({ kind: "rewrite", title: t("Convert the && chain to a here-document") }) as const;

/** `RUN a && b` → a script with a line for each command, which `set -e` stops where the chain would stop. */
export const chainToHeredoc: Refactor = (facts, selection): Offer | undefined => {
  const run = facts.runs.find(({ instruction }) => covers(instruction.span, selection));
  if (run?.form !== "shell" || run.instruction.isOnbuildTrigger) return undefined;
  const { length } = run.script.steps;
  if (length < 2 || length > mostSteps || !isPlainChain(run.script)) return undefined;
  const whyNot = obstacle(facts, run);
  if (whyNot !== undefined) return { ...about(), whyNot };
  const { dockerfile } = facts;
  const lines = scriptLines(dockerfile, run);
  const end = ["EOF", "SCRIPT", "END"].find((name) => !lines.includes(name));
  if (end === undefined) return undefined;
  const { eol } = dockerfile;
  const span = { start: endOfHead(run.instruction), end: run.instruction.span.end };
  return { ...about(), edits: [replaceSpan(span, [` <<${end}`, ...lines, end].join(eol))] };
};

function obstacle({ dockerfile }: Facts, { script }: RunFacts): string | undefined {
  if (dockerfile.eol === "\r\n") return t("the shell would get the line ends of Windows as well");
  const syntax = dockerfile.directives.find(({ name }) => name === "syntax")?.value;
  if (syntax && /dockerfile:1\.[0-3]\b/.test(syntax)) return t("{0} knows no here-documents", syntax);
  for (const step of script.steps) {
    const difference = errexitDifference(dockerfile, step);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Behind the keyword and its flags. */
function endOfHead({ flags, keywordSpan }: RunInstruction): number {
  return flags.at(-1)?.span.end ?? keywordSpan.end;
}

function scriptLines(dockerfile: Dockerfile, run: RunFacts): readonly string[] {
  const { script, instruction } = run;
  const lines = stopsOnError(script.commands[0]) ? [] : ["set -e"];
  let at = instruction.span.start;
  for (const step of script.steps) {
    lines.push(...commentsBetween(dockerfile, run, at, step.span.end), ...stepLines(dockerfile, run, step));
    at = step.span.end;
  }
  return [...lines, ...commentsBetween(dockerfile, run, at, instruction.span.end)];
}

/** Those inside a command too: in a script they would end it. */
function commentsBetween({ text }: Dockerfile, { instruction }: RunFacts, start: number, end: number) {
  return instruction.innerComments
    .filter(({ span }) => covers({ start, end }, span))
    .map(({ span }) => text.slice(span.start, span.end).trimEnd());
}

/** A command keeps its lines, but for one with a break in a word: the shell reads that as part of the word. */
function stepLines(dockerfile: Dockerfile, { script }: RunFacts, step: Step): readonly string[] {
  const lines = sourceLines(dockerfile, script.flat, step.span);
  if (hasBrokenWord(dockerfile, step)) return [lines.join("")];
  const last = lines.length - 1;
  return lines.map((line, index) => (index === last ? line : `${line}\\`));
}
