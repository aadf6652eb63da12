import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import type { EarlyCopy } from "../facts/earlyCopies.ts";
import type { ManifestCopy } from "../facts/manifests.ts";
import type { RunFacts } from "../facts/runs.ts";
import { changesShellState, isPlainChain } from "../shell/script.ts";
import { insertAt, removeSpan, replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { indentationAt, wholeLines } from "./lines.ts";
import type { Span } from "./span.ts";

/**
 * Copies the manifests where all sources were copied, and the sources once the dependencies are there: behind the
 * RUN, in the middle of its chain, or behind a new RUN that only fetches them.
 * @param copies the manifests to copy; empty when they are there already
 * @returns undefined when moving the COPY would change more than that
 */
export function manifestsFirst(
  dockerfile: Dockerfile,
  early: EarlyCopy,
  copies: readonly ManifestCopy[],
): readonly Edit[] | undefined {
  const { copy, run, installs, headSteps, between } = early;
  if (early.isOverwritten || between.some((other) => isInTheWay(other, early))) return undefined;
  const copyLines = manifestLines(dockerfile, early, copies);
  const moved = movedText(dockerfile, early);
  if (copyLines === undefined || moved === undefined) return undefined;
  const block = withComments(dockerfile, copy.instruction);
  if (installs[0].does === "build") {
    const fetch = fetchLine(dockerfile, early);
    if (fetch === undefined) return undefined;
    if (between.length === 0) return [insertAt(block.start, copyLines + fetch)];
    const runStart = withComments(dockerfile, run.instruction).start;
    return [replaceSpan(block, copyLines), insertAt(runStart, fetch + moved)];
  }
  const isWhole = headSteps === run.script.steps.length;
  const below = isWhole
    ? insertBelow(dockerfile, run.instruction, spaced(dockerfile, block, moved))
    : splitRun(dockerfile, early, spaced(dockerfile, block, moved));
  return (
    below && [
      copyLines === "" ? removeSpan(withBlankLine(dockerfile, block)) : replaceSpan(block, copyLines),
      below,
    ]
  );
}

/** Flags of a COPY that its manifests get too. */
const keptFlags = ["chown", "chmod", "link"];

function isInTheWay(other: Instruction, { copy }: EarlyCopy): boolean {
  switch (other.keyword) {
    case "ENV":
    case "ARG":
      return (
        copy.instruction.body.text.includes("$") ||
        copy.instruction.flags.some(({ value }) => value?.includes("$"))
      );
    case "SHELL":
    case "VOLUME":
    case "ONBUILD":
    case "UNKNOWN":
      return true;
    default:
      return false;
  }
}

function manifestLines(
  dockerfile: Dockerfile,
  { copy, below }: EarlyCopy,
  copies: readonly ManifestCopy[],
): string | undefined {
  const { instruction } = copy;
  if (instruction.flags.some(({ name }) => ![...keptFlags, "exclude"].includes(name))) return undefined;
  const written = instruction.isJson ? instruction.destination?.value : instruction.destination?.text;
  if (written === undefined || !/^[^\s"'`\\]+$/.test(written)) return undefined;
  if (copies.some(({ sources }) => sources.some((source) => /[\s"'$\\[]/.test(source)))) return undefined;
  const base = written === "." ? "./" : written.replace(/\/*$/, "/");
  const into = below ? `${base}${below}/` : base;
  const flags = flagTexts(dockerfile, instruction, keptFlags);
  const indentation = indentationAt(dockerfile.text, instruction.span.start);
  const lines = copies.map((group) =>
    [`${indentation}COPY`, ...flags, ...group.sources, `${into}${group.into}`].join(" "),
  );
  return lines.map((line) => line + dockerfile.eol).join("");
}

function flagTexts(
  { text }: Dockerfile,
  instruction: Instruction,
  names?: readonly string[],
): readonly string[] {
  const flags = instruction.flags.filter(({ name }) => !names || names.includes(name));
  return flags.map(({ span }) => text.slice(span.start, span.end));
}

/** The COPY with the comments right above it; its destination absolute where a WORKDIR comes in between. */
function movedText(dockerfile: Dockerfile, { copy, between }: EarlyCopy): string | undefined {
  const { text, eol } = dockerfile;
  const block = withComments(dockerfile, copy.instruction);
  const word = copy.instruction.destination;
  const ending = text.slice(block.start, block.end).endsWith("\n") ? "" : eol;
  const isMisled = between.some(({ keyword }) => keyword === "WORKDIR") && word && !/^[/$]/.test(word.value);
  if (!isMisled) return text.slice(block.start, block.end) + ending;
  if (copy.destination === undefined || copy.instruction.isJson) return undefined;
  const absolute = copy.destination.replace(/\/*$/, "/");
  return text.slice(block.start, word.span.start) + absolute + text.slice(word.span.end, block.end) + ending;
}

/** The lines of an instruction, and the comment lines that stand directly above it. */
function withComments({ text }: Dockerfile, { span, comments }: Instruction): Span {
  let { start, end } = wholeLines(text, span);
  for (const comment of comments.toReversed()) {
    const lines = wholeLines(text, comment.span);
    if (lines.end !== start) break;
    start = lines.start;
  }
  return { start, end };
}

function withBlankLine({ text }: Dockerfile, { start, end }: Span): Span {
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0] ?? "";
  return { start, end: end + blank.length };
}

/** Keeps the blank line that the file has between its instructions. */
function spaced({ text, eol }: Dockerfile, block: Span, moved: string): string {
  return /^[ \t]*\r?\n/.test(text.slice(block.end)) ? eol + moved : moved;
}

function fetchLine(dockerfile: Dockerfile, { run, installs, headSteps }: EarlyCopy): string | undefined {
  const [{ fetch }] = installs;
  const isFirst = run.script.steps
    .slice(0, headSteps)
    .every(({ commands }) => commands.every(({ name }) => name === "chmod"));
  if (fetch === undefined || !isFirst) return undefined;
  const words = ["RUN", ...flagTexts(dockerfile, run.instruction), fetch];
  return indentationAt(dockerfile.text, run.instruction.span.start) + words.join(" ") + dockerfile.eol;
}

function insertBelow({ text, eol }: Dockerfile, { span }: Instruction, block: string): Edit {
  const { end } = wholeLines(text, span);
  return text.slice(0, end).endsWith("\n")
    ? insertAt(end, block)
    : insertAt(end, eol + block.replace(/\r?\n$/, ""));
}

/** Ends the RUN after its head and begins a new one with the same flags; comments between the two steps stay there. */
function splitRun(dockerfile: Dockerfile, { run, headSteps }: EarlyCopy, block: string): Edit | undefined {
  const { script, instruction, form } = run;
  const [last, next] = [script.steps[headSteps - 1], script.steps[headSteps]];
  if (!last || !next || form !== "shell" || !isPlainChain(script) || cleansUp(run, headSteps))
    return undefined;
  const { text, eol } = dockerfile;
  const prefix = directoryChange(run, headSteps, text);
  // At the beginning of a RUN a dash begins a flag.
  const isFlag = prefix === "" && text.startsWith("-", next.span.start);
  if (prefix === undefined || isFlag) return undefined;
  const gap = { start: last.span.end, end: next.span.start };
  const indentation = indentationAt(text, instruction.span.start);
  const comments = instruction.innerComments.filter(
    ({ span }) => span.start >= gap.start && span.end <= gap.end,
  );
  const commentLines = comments
    .map(({ span }) => `${indentation}${text.slice(span.start, span.end).trim()}${eol}`)
    .join("");
  const words = ["RUN", ...flagTexts(dockerfile, instruction)].join(" ");
  return replaceSpan(gap, `${eol}${block}${commentLines}${indentation}${words} ${prefix}`);
}

/** `cd web && ` when the head begins with that, so that the new RUN must too; undefined when it leaves more behind. */
function directoryChange({ script }: RunFacts, headSteps: number, text: string): string | undefined {
  const [first, ...others] = script.steps.slice(0, headSteps);
  const isChange = first?.kind === "command" && first.commands[0]?.name === "cd";
  const rest = isChange ? others : first ? [first, ...others] : [];
  if (changesShellState({ ...script, commands: rest.flatMap(({ commands }) => commands) })) return undefined;
  return isChange ? `${text.slice(first.span.start, first.span.end)} && ` : "";
}

/** A later step that removes what the head brought frees nothing once it is in a layer of its own. */
function cleansUp({ script }: RunFacts, headSteps: number): boolean {
  const tail = script.steps.slice(headSteps).flatMap(({ commands }) => commands);
  return tail.some(
    ({ name, args }) =>
      name === "rm" ||
      args.some(({ value }) => /^(prune|purge|remove|del|autoremove|clean|erase|uninstall)$/.test(value)),
  );
}
