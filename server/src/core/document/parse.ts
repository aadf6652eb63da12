import { readPreamble } from "./directives.ts";
import type {
  ArgInstruction,
  Dockerfile,
  FromInstruction,
  Instruction,
  Stage,
  SyntaxProblem,
} from "./dockerfile.ts";
import { type CommentsOfLine, instructionOf } from "./instruction.ts";
import { type Comment, type LogicalLine, splitLogicalLines } from "./logicalLines.ts";
import { readTypedLines, type TypedLine } from "./typedLines.ts";

/** Parses any text. Never throws: what is not understood is an `UNKNOWN` instruction and a problem. */
export function parseDockerfile(text: string): Dockerfile {
  const preamble = readPreamble(text);
  const { lines, comments } = splitLogicalLines(text, preamble.escape, preamble.end);
  const typed = readTypedLines(lines, preamble.escape);
  const commentsOf = assignComments(lines, comments);
  const instructions = lines.map((line, index) =>
    instructionOf({
      line,
      index,
      typed: typed[index] as TypedLine,
      comments: commentsOf[index] as CommentsOfLine,
    }),
  );
  const { stages, globalArgs } = groupStages(instructions);
  return {
    text,
    escape: preamble.escape,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    directives: preamble.directives,
    comments,
    instructions,
    globalArgs,
    stages,
    problems: syntaxProblems(instructions),
  };
}

const none: readonly never[] = [];
const noComments: CommentsOfLine = { above: none, inside: none };

/** One pass over lines and comments, both in source order. */
function assignComments(
  lines: readonly LogicalLine[],
  comments: readonly Comment[],
): readonly CommentsOfLine[] {
  let next = 0;
  return lines.map((line) => {
    if ((comments[next]?.span.start ?? Number.POSITIVE_INFINITY) >= line.span.end) return noComments;
    const above: Comment[] = [];
    const inside: Comment[] = [];
    while (next < comments.length && (comments[next] as Comment).span.start < line.span.end) {
      const comment = comments[next] as Comment;
      (comment.span.start < line.span.start ? above : inside).push(comment);
      next += 1;
    }
    return { above, inside };
  });
}

function groupStages(instructions: readonly Instruction[]) {
  const stages: Stage[] = [];
  const globalArgs: ArgInstruction[] = [];
  let from: FromInstruction | undefined;
  let body: Instruction[] = [];
  const close = (): void => {
    if (!from) return;
    const end = body.at(-1)?.span.end ?? from.span.end;
    stages.push({
      index: stages.length,
      name: from.stageName,
      from,
      instructions: body,
      span: { start: from.span.start, end },
    });
  };
  for (const instruction of instructions) {
    if (instruction.keyword === "FROM") {
      close();
      from = instruction;
      body = [];
    } else if (from) body.push(instruction);
    else if (instruction.keyword === "ARG") globalArgs.push(instruction);
  }
  close();
  return { stages, globalArgs };
}

function syntaxProblems(instructions: readonly Instruction[]): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  for (const instruction of instructions) {
    const { keywordSpan: at, heredocs } = instruction;
    if (instruction.keyword === "UNKNOWN")
      problems.push({
        span: at,
        kind: "unknown-instruction",
        message: `Unknown instruction ${instruction.word}`,
      });
    else if (instruction.body.text === "" && heredocs.length === 0)
      problems.push({
        span: at,
        kind: "missing-arguments",
        message: `${instruction.keyword} needs arguments`,
      });
    for (const heredoc of heredocs)
      if (!heredoc.terminator)
        problems.push({
          span: at,
          kind: "unterminated-heredoc",
          message: `The here-document ${heredoc.name} has no end`,
        });
  }
  const first = instructions.find((instruction) => instruction.keyword !== "ARG");
  if (first && first.keyword !== "FROM" && first.keyword !== "UNKNOWN")
    problems.push({
      span: first.keywordSpan,
      kind: "no-source-image",
      message: "No FROM stands before this instruction",
    });
  return problems;
}
