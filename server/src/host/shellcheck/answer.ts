import type { Edit } from "../../core/edits/fix.ts";
import type { Span } from "../../core/edits/span.ts";
import type { ShellProblem } from "../../core/shell/problems.ts";

/** No script of a Dockerfile has more that somebody would read. */
const maxProblems = 200;
/** UTF-16 units; see `Problem.message`. */
const longestMessage = 118;

const severities = { error: "error", warning: "warning", info: "information", style: "hint" } as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what `shellcheck -f json1` prints about `text`: positions with lines and columns from 1, columns in code points.
 * Throws when it is no such answer; a problem that makes no sense is left out.
 */
export function readAnswer(output: string, text: string): readonly ShellProblem[] {
  const answer: unknown = JSON.parse(output);
  if (!isFields(answer) || !Array.isArray(answer.comments)) throw new Error("it gave no list of comments");
  const at = offsets(text);
  return answer.comments.slice(0, maxProblems).flatMap((comment) => problem(comment, at, text) ?? []);
}

type OffsetAt = (line: unknown, column: unknown) => number | undefined;

function problem(given: unknown, at: OffsetAt, text: string): ShellProblem | undefined {
  if (!isFields(given)) return undefined;
  const { code, level, message } = given;
  const severity = severityOf(level);
  const span = spanOf(given, at);
  if (!Number.isInteger(code) || !severity || typeof message !== "string" || !span) return undefined;
  const visible = notEmpty(span, text);
  if (!visible) return undefined;
  const edits = editsOf(given.fix, at);
  return { code: `SC${code}`, severity, message: inOurForm(message), span: visible, edits };
}

function severityOf(level: unknown): ShellProblem["severity"] | undefined {
  switch (level) {
    case "error":
    case "warning":
    case "info":
    case "style":
      return severities[level];
    default:
      return undefined;
  }
}

function spanOf({ line, column, endLine, endColumn }: Fields, at: OffsetAt): Span | undefined {
  const start = at(line, column);
  const end = at(endLine, endColumn);
  return start === undefined || end === undefined || end < start ? undefined : { start, end };
}

/** Where something is missing, the character in front of the place or behind it is shown. */
function notEmpty({ start, end }: Span, text: string): Span | undefined {
  if (start < end) return { start, end };
  if (start < text.length && text[start] !== "\n") return { start, end: start + 1 };
  return start > 0 ? { start: start - 1, end: start } : undefined;
}

/** All of them, or none: half a remedy would be worse than nothing. */
function editsOf(fix: unknown, at: OffsetAt): readonly Edit[] {
  if (!isFields(fix) || !Array.isArray(fix.replacements)) return [];
  const edits: Edit[] = [];
  for (const given of fix.replacements) {
    const span = isFields(given) ? spanOf(given, at) : undefined;
    if (!span || !isFields(given) || typeof given.replacement !== "string") return [];
    edits.push({ span, text: given.replacement });
  }
  edits.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const isDisjoint = edits.every(({ span }, index) => {
    const next = edits[index + 1]?.span;
    return !next || (span.end <= next.start && span.start < next.start);
  });
  return isDisjoint ? edits : [];
}

function inOurForm(message: string): string {
  const words = message.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  // "Use" but not "POSIX".
  const begun = /^[A-Z][a-z']/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
  return begun.length <= longestMessage ? begun : `${begun.slice(0, longestMessage - 2).trimEnd()} …`;
}

/** Places behind the end of a line are taken as that end. */
function offsets(text: string): OffsetAt {
  const lines = text.split("\n");
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  return (line, column) => {
    if (typeof line !== "number" || typeof column !== "number") return undefined;
    const content = lines[line - 1];
    const from = starts[line - 1];
    if (content === undefined || from === undefined || column < 1) return undefined;
    let at = 0;
    for (let count = 1; count < column && at < content.length; count += 1)
      at += (content.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return from + at;
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
