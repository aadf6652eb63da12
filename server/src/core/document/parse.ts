import { readPreamble } from "./directives.ts";
import type {
  ArgInstruction,
  Dockerfile,
  Flag,
  FromInstruction,
  Instruction,
  Mount,
  Part,
  Property,
  Stage,
  SyntaxProblem,
} from "./dockerfile.ts";
import { type FlatText, sliceFlat, sourceSpan } from "./flatText.ts";
import { readJsonForm } from "./jsonForm.ts";
import { type Comment, type LogicalLine, splitLogicalLines } from "./logicalLines.ts";
import { readTypedLines, type TypedFlag, type TypedLine, type TypedProperty } from "./typedLines.ts";

/** Parses any text. Never throws: what is not understood is an `UNKNOWN` instruction and a problem. */
export function parseDockerfile(text: string): Dockerfile {
  const preamble = readPreamble(text);
  const { lines, comments } = splitLogicalLines(text, preamble.escape, preamble.end);
  const typed = readTypedLines(
    lines.map((line) => line.flat),
    preamble.escape,
  );
  const commentsOf = assignComments(lines, comments);
  const instructions = lines.map((line, index) => {
    const { above, inside } = commentsOf[index] as CommentsOfLine;
    return instructionOf({
      line,
      index,
      typed: typed[index] as TypedLine,
      comments: above,
      innerComments: inside,
    });
  });
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

interface LineInput {
  readonly line: LogicalLine;
  readonly index: number;
  readonly typed: TypedLine;
  readonly comments: readonly Comment[];
  readonly innerComments: readonly Comment[];
}

function instructionOf(input: LineInput): Instruction {
  const { line, index, typed } = input;
  const { flat } = line;
  const outer = {
    index,
    span: line.span,
    line: flat,
    heredocs: line.heredocs,
    comments: input.comments,
    innerComments: input.innerComments,
    emptyContinuations: line.emptyContinuations,
  };
  const onbuild = /^\s*(ONBUILD)(?=\s|$)/i.exec(flat.text);
  if (!onbuild) {
    return typedInstruction(flat, typed, {
      ...outer,
      keywordSpan: sourceSpan(flat, typed.keywordRange.start, typed.keywordRange.end),
      isOnbuildTrigger: false,
    });
  }
  const start = onbuild[0].length - "ONBUILD".length;
  const hasTrigger = typed.keyword !== "" && typed.keyword !== "ONBUILD";
  const trigger = hasTrigger
    ? typedInstruction(flat, typed, {
        ...outer,
        span: {
          start: sourceSpan(flat, typed.keywordRange.start, typed.keywordRange.end).start,
          end: line.span.end,
        },
        keywordSpan: sourceSpan(flat, typed.keywordRange.start, typed.keywordRange.end),
        line: sliceFlat(flat, typed.keywordRange.start),
        comments: [],
        isOnbuildTrigger: true,
      })
    : undefined;
  return {
    ...outer,
    keyword: "ONBUILD",
    keywordSpan: sourceSpan(flat, start, onbuild[0].length),
    flags: [],
    body: trimmedBody(flat, onbuild[0].length),
    isOnbuildTrigger: false,
    trigger,
  };
}

type Outer = Pick<
  Instruction,
  | "index"
  | "span"
  | "line"
  | "keywordSpan"
  | "heredocs"
  | "comments"
  | "innerComments"
  | "emptyContinuations"
  | "isOnbuildTrigger"
>;

function typedInstruction(flat: FlatText, typed: TypedLine, outer: Outer): Instruction {
  const flags = typed.flags.map((flag) => flagOf(flat, flag));
  const body = trimmedBody(flat, typed.bodyStart);
  const base = { ...outer, flags, body };
  switch (typed.keyword) {
    case "FROM": {
      const { image, stageName } = typed;
      const as = image && stageName && asBetween(flat, image.end, stageName.start);
      return {
        ...base,
        keyword: "FROM",
        image: image && partOf(flat, image.start, image.end),
        platform: flags.find((flag) => flag.name === "platform"),
        as,
        stageName: as && stageName && partOf(flat, stageName.start, stageName.end),
      };
    }
    case "RUN":
      return {
        ...base,
        keyword: "RUN",
        exec: outer.heredocs.length > 0 ? undefined : readJsonForm(body),
        mounts: flags.filter((flag) => flag.name === "mount").map(mountOf),
      };
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return { ...base, keyword: typed.keyword, exec: readJsonForm(body) };
    case "COPY":
    case "ADD": {
      const json = readJsonForm(body);
      const words = (json ?? wordsOf(body)).filter(
        (word) => outer.heredocs.length === 0 || !/^\d*<<-?/.test(word.text),
      );
      const fromFlag = flags.find((flag) => flag.name === "from");
      return {
        ...base,
        keyword: typed.keyword,
        isJson: json !== undefined,
        sources: words.slice(0, -1),
        destination: words.at(-1),
        from:
          fromFlag?.value !== undefined && fromFlag.valueSpan
            ? { text: fromFlag.value, value: unquote(fromFlag.value), span: fromFlag.valueSpan }
            : undefined,
      };
    }
    case "ENV":
    case "LABEL":
      return {
        ...base,
        keyword: typed.keyword,
        properties: typed.properties.map((property) => propertyOf(flat, property)),
        isLegacyForm: isLegacyForm(body.text),
      };
    case "ARG":
      return {
        ...base,
        keyword: "ARG",
        properties: typed.properties.map((property) => propertyOf(flat, property)),
      };
    case "HEALTHCHECK":
      return { ...base, keyword: "HEALTHCHECK", ...healthcheckForm(body) };
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
    case "EXPOSE":
    case "VOLUME":
      return {
        ...base,
        keyword: typed.keyword,
        argument: body.text === "" ? undefined : partOf(body, 0, body.text.length),
        words: readJsonForm(body) ?? wordsOf(body),
      };
    default:
      return { ...base, keyword: "UNKNOWN", word: typed.keyword };
  }
}

function asBetween(flat: FlatText, from: number, to: number): Part | undefined {
  const word = /^\s+(as)\s+$/i.exec(flat.text.slice(from, to))?.[1];
  const start = word === undefined ? 0 : flat.text.indexOf(word, from);
  return word === undefined ? undefined : partOf(flat, start, start + word.length);
}

function healthcheckForm(body: FlatText) {
  const isNone = /^NONE\s*$/i.test(body.text);
  const match = /^CMD(?=\s|\[|$)\s*/i.exec(body.text);
  const command = match ? sliceFlat(body, match[0].length) : undefined;
  return { isNone, command, exec: command && readJsonForm(command) };
}

/** BuildKit reads `ENV a b c` as a = "b c" when the first word holds no `=`. */
function isLegacyForm(body: string): boolean {
  const first = /^\S+/.exec(body)?.[0];
  return first !== undefined && !first.includes("=") && body.trim().length > first.length;
}

function flagOf(flat: FlatText, flag: TypedFlag): Flag {
  return {
    name: flag.name,
    value: flag.value,
    span: sourceSpan(flat, flag.start, flag.end),
    valueSpan: flag.valueRange && sourceSpan(flat, flag.valueRange.start, flag.valueRange.end),
  };
}

function mountOf(flag: Flag): Mount {
  const options = new Map<string, string>();
  for (const field of (flag.value ?? "").split(",")) {
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    if (key !== "") options.set(key, equals < 0 ? "true" : unquote(field.slice(equals + 1)));
  }
  return {
    flag,
    type: options.get("type") ?? "bind",
    target: options.get("target") ?? options.get("dst") ?? options.get("destination"),
    from: options.get("from"),
    options,
  };
}

function propertyOf(flat: FlatText, property: TypedProperty): Property {
  const name = partOf(flat, property.nameRange.start, property.nameRange.end);
  const value = property.valueRange && partOf(flat, property.valueRange.start, property.valueRange.end);
  return {
    name: { ...name, value: property.name },
    value:
      value ??
      (property.value === undefined
        ? undefined
        : { text: "", value: "", span: { start: name.span.end, end: name.span.end } }),
    span: sourceSpan(flat, property.start, property.end),
  };
}

function wordsOf(body: FlatText): readonly Part[] {
  return [...body.text.matchAll(/\S+/g)].map((match) =>
    partOf(body, match.index, match.index + match[0].length),
  );
}

function partOf(flat: FlatText, start: number, end: number): Part {
  const text = flat.text.slice(start, end);
  return { text, value: unquote(text), span: sourceSpan(flat, start, end) };
}

/** Takes off one layer of quotes; text that is quoted in the middle keeps them. */
function unquote(text: string): string {
  const first = text[0];
  if (text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first)) {
    const inner = text.slice(1, -1);
    if (!inner.includes(first)) return inner;
  }
  return text;
}

function trimmedBody(flat: FlatText, start: number): FlatText {
  const text = flat.text;
  let from = start;
  while (from < text.length && /\s/.test(text.charAt(from))) from += 1;
  return sliceFlat(flat, from, Math.max(from, text.trimEnd().length));
}

interface CommentsOfLine {
  readonly above: readonly Comment[];
  readonly inside: readonly Comment[];
}

/** One pass over lines and comments, both in source order. */
function assignComments(
  lines: readonly LogicalLine[],
  comments: readonly Comment[],
): readonly CommentsOfLine[] {
  let next = 0;
  return lines.map((line) => {
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
