import { t } from "../../l10n/t.ts";
import type { Dockerfile } from "../document/dockerfile.ts";
import { replaceSpan } from "../edits/apply.ts";
import { stopsOnError } from "../edits/instructions.ts";
import { covers, type Span } from "../edits/span.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellScript, Step } from "../shell/script.ts";
import type { Offer, Refactor } from "./refactoring.ts";
import { errexitDifference, hasBrokenWord, mostSteps } from "./scriptSteps.ts";

const about = () => ({ kind: "rewrite", title: t("Convert the here-document to an && chain") }) as const;
const indentation = "    ";

/** A script that `set -e` stops at the first error → `RUN a && b`, with its comments. */
export const heredocToChain: Refactor = ({ runs, dockerfile }, selection): Offer | undefined => {
  const run = runs.find(({ instruction }) => covers(instruction.span, selection));
  const [heredoc, second] = run?.instruction.heredocs ?? [];
  if (run?.form !== "heredoc" || run.interpreter || !heredoc?.terminator || second) return undefined;
  if (!run.instruction.body.text.trimStart().startsWith("<<") || run.instruction.isOnbuildTrigger)
    return undefined;
  const { script, instruction } = run;
  if (!script.isUnderstood || script.hasHeredoc || script.steps.length > mostSteps) return undefined;
  const whyNot = obstacle(dockerfile, run);
  if (whyNot !== undefined) return { ...about(), whyNot };
  const start = instruction.flags.at(-1)?.span.end ?? instruction.keywordSpan.end;
  const chain = chainText(dockerfile, script, heredoc.body);
  return chain === undefined
    ? { ...about(), whyNot: t("a command goes over several lines in a way that RUN cannot continue") }
    : { ...about(), edits: [replaceSpan({ start, end: instruction.span.end }, chain)] };
};

function obstacle(dockerfile: Dockerfile, { script }: RunFacts): string | undefined {
  if (dockerfile.eol === "\r\n") return t("the shell gets the line ends of Windows as well");
  if (!stopsOnError(script.commands[0]) || script.steps[0]?.kind !== "command")
    return t("without set -e the script goes on after an error");
  let isInList = false;
  for (const { connector } of script.steps.slice(1)) {
    if (connector === "||" || connector === "&") return t("not every error stops the script");
    if (isInList && connector !== "&&") return t("an error in front of && does not stop the script");
    isInList = connector === "&&";
  }
  for (const step of script.steps) {
    const difference = errexitDifference(dockerfile, step);
    if (difference !== undefined) return difference;
  }
  return script.hasBackground ? t("a command runs in the background") : undefined;
}

/** Undefined when a command cannot be told over several lines of a RUN. */
function chainText(dockerfile: Dockerfile, script: ShellScript, body: Span): string | undefined {
  const { escape, eol } = dockerfile;
  const joint = ` ${escape}${eol}`;
  let text = "";
  let above: string[] = [];
  for (const [index, step] of script.steps.entries()) {
    const start = script.steps[index - 1]?.span.end ?? body.start;
    const end = script.steps[index + 1]?.span.start ?? body.end;
    above.push(
      ...commentsIn(dockerfile, { start, end: step.span.start }).ofLines,
      ...commentsIn(dockerfile, { start: step.span.end, end }).behind,
    );
    if (index === 0 && isPlainErrexit(step)) continue;
    const lines = stepText(dockerfile, step);
    if (lines === undefined) return undefined;
    const comments = above.map((comment) => `${indentation}${comment}${eol}`).join("");
    if (text !== "") text += `${joint}${comments}${indentation}&& ${lines}`;
    else text = comments === "" ? ` ${lines}` : `${joint}${comments}${indentation}${lines}`;
    above = [];
  }
  if (text === "") return undefined;
  const last = script.steps.at(-1)?.span.end ?? body.start;
  const below = commentsIn(dockerfile, { start: last, end: body.end }).ofLines;
  return text + below.map((comment) => eol + comment).join("");
}

/** `set -e` and no more, which a chain does not need. */
function isPlainErrexit(step: Step | undefined): boolean {
  const [command] = step?.commands ?? [];
  const words = command?.args.map(({ value }) => value).join(" ");
  return words === "-e" || words === "-o errexit";
}

/** Comments between two commands: behind the first one on its line, and on lines of their own. */
function commentsIn({ text }: Dockerfile, { start, end }: Span) {
  const [first = "", ...lines] = text
    .slice(start, end)
    .split("\n")
    .map((line) => (line.includes("#") ? line.slice(line.indexOf("#")).trimEnd() : ""));
  const isAtLineStart = text[start - 1] === "\n";
  const own = isAtLineStart ? [first, ...lines] : lines;
  return {
    behind: isAtLineStart || first === "" ? [] : [first],
    ofLines: own.filter((line) => line !== ""),
  };
}

/** A command as it stands, over several lines where a backslash or a pipe joins them. */
function stepText(dockerfile: Dockerfile, step: Step): string | undefined {
  const { text, escape, eol } = dockerfile;
  const lines = text
    .slice(step.span.start, step.span.end)
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (lines.length > 1 && hasBrokenWord(dockerfile, step)) return undefined;
  const last = lines.length - 1;
  const continued = lines.map((line, index) => {
    if (index === last || line.trimStart().startsWith("#")) return line;
    if (line.endsWith("\\")) return line.slice(0, -1) + escape;
    return /\|&?[ \t]*$/.test(line) ? `${line.trimEnd()} ${escape}` : undefined;
  });
  return continued.includes(undefined) ? undefined : continued.join(eol);
}
