import { t } from "../../l10n/t.ts";
import { replaceSpan } from "../edits/apply.ts";
import { indentationAt } from "../edits/lines.ts";
import { covers, type Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { isSystemInstall } from "../facts/installedPackages.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { comparePackages, isPlainPackageList, packageSections } from "../facts/packageWords.ts";
import type { Word } from "../shell/script.ts";
import type { Offer, Refactor } from "./refactoring.ts";

const about = () => ({ kind: "rewrite", title: t("Put each package on a line of its own, sorted") }) as const;

/** The packages of an install command, one below the other; a comment in the list divides it. */
export const packagesPerLine: Refactor = (facts, selection): Offer | undefined => {
  const call = facts.packages.findLast(
    (one) => isSystemInstall(one) && covers(one.command.span, selection) && one.run.script.isUnderstood,
  );
  const [first, second] = call?.operands ?? [];
  if (!call || !first || !second) return undefined;
  // The shell would get the line breaks of Windows as well.
  if (call.run.form === "heredoc" && facts.dockerfile.eol === "\r\n") return undefined;
  if (!isPlainPackageList(call) || !hasPlainGaps(facts, call))
    return { ...about(), whyNot: t("something other than plain package names stands in the list") };
  const span = listSpan(call, first);
  const list = listText(facts, call, first);
  const tail = ownLineForOperator(facts, call, span.end);
  const { text } = facts.dockerfile;
  if (text.slice(span.start, span.end) === list && !tail) return undefined;
  return { ...about(), edits: [replaceSpan(span, list), ...(tail ? [tail] : [])] };
};

/** From the word in front of the list to its end. */
function listSpan({ args, command, operands }: PackageCommand, first: Word): Span {
  const before = args[args.indexOf(first) - 1] ?? command.nameWord;
  return { start: before.span.end, end: operands.at(-1)?.span.end ?? first.span.end };
}

/** No redirection or anything else between the words, which `args` leaves out. */
function hasPlainGaps(facts: Facts, call: PackageCommand): boolean {
  const { text, escape } = facts.dockerfile;
  const [first] = call.operands;
  let at = first ? listSpan(call, first).start : 0;
  return call.operands.every((word) => {
    const lines = text.slice(at, word.span.start).split("\n");
    at = word.span.end;
    return lines.every((line) => {
      const content = line.trim();
      return content === "" || content === escape || content === "\\" || content.startsWith("#");
    });
  });
}

function listText(facts: Facts, call: PackageCommand, first: Word): string {
  const { eol, text } = facts.dockerfile;
  const indentation = listIndentation(facts, call);
  const lines: string[] = [];
  let at = listSpan(call, first).start;
  for (const section of packageSections(facts, call)) {
    const [start] = section;
    if (start) lines.push(...commentsIn(text.slice(at, start.span.start)));
    lines.push(...new Set([...section].sort(comparePackages).map((word) => word.text)));
    at = section.at(-1)?.span.end ?? at;
  }
  const joint = ` ${continuation(facts, call)}`;
  const last = lines.length - 1;
  const ends = lines.map((line, index) => (index === last || line.startsWith("#") ? line : line + joint));
  return `${joint}${eol}${ends.map((line) => indentation + line).join(eol)}`;
}

function commentsIn(gap: string): readonly string[] {
  return gap
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("#"));
}

/** That of the first package that begins a line, else one step more than the command's line. */
function listIndentation({ dockerfile: { text } }: Facts, { operands, command }: PackageCommand): string {
  const lineStart = (at: number): number => text.lastIndexOf("\n", at - 1) + 1;
  const own = operands.find(({ span }) => text.slice(lineStart(span.start), span.start).trim() === "");
  return own ? indentationAt(text, own.span.start) : `${indentationAt(text, command.span.start)}    `;
}

/** `&&` behind the last package moves to a line of its own. */
function ownLineForOperator({ dockerfile }: Facts, { run, command }: PackageCommand, end: number) {
  const { text, escape, eol } = dockerfile;
  const gap = /^[ \t]*(?=&&[ \t]+[^\s\\`])/.exec(text.slice(end, end + 200))?.[0];
  if (gap === undefined || run.form !== "shell") return undefined;
  const indentation = indentationAt(text, command.span.start) || "    ";
  return replaceSpan({ start: end, end: end + gap.length }, ` ${escape}${eol}${indentation}`);
}

function continuation({ dockerfile }: Facts, { run }: PackageCommand): string {
  return run.form === "heredoc" ? "\\" : dockerfile.escape;
}
