import {
  type Argument,
  type Flag as AstFlag,
  type Instruction as AstInstruction,
  DockerfileParser,
  type From,
  type ModifiableInstruction,
  type PropertyInstruction,
} from "dockerfile-ast";
import { skipBlanks } from "./blanks.ts";
import type { LogicalLine } from "./logicalLines.ts";
import {
  type FlatRange,
  noParts,
  readPlainParts,
  type TypedFlag,
  type TypedParts,
  type TypedProperty,
} from "./plainLines.ts";

export interface TypedLine {
  /** The word ONBUILD, where it stands in front of what is read here. */
  readonly onbuild: FlatRange | undefined;
  /** In capitals; "" behind a lonely ONBUILD. */
  readonly keyword: string;
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly parts: TypedParts;
}

/** A line as far as it is read without a parser: where `parts` are undefined, dockerfile-ast has to tell. */
type Head = Omit<TypedLine, "parts"> & { readonly parts: TypedParts | undefined };

/**
 * Keyword, flags, properties and image of every line. Plain lines are read here, all others by dockerfile-ast. It is
 * given one physical line per instruction, so its weaknesses with continuations, comments and here-documents never
 * come into play, and it is started once for the file. An ONBUILD is blanked out, so that its trigger is what is read.
 */
export function readTypedLines(lines: readonly LogicalLine[], escape: "\\" | "`"): readonly TypedLine[] {
  const heads = lines.map(({ flat }) => readHead(flat.text));
  if (heads.every(isRead)) return heads;
  const masked: string[] = [];
  for (const [index, { flat }] of lines.entries()) {
    const head = heads[index];
    if (head && !head.parts) masked.push(mask(flat.text, head, escape));
  }
  const instructions = parseLines(masked, escape);
  let next = 0;
  return heads.map((head) => {
    if (isRead(head)) return head;
    const instruction = instructions.get(next);
    next += 1;
    // It takes for a letter what is a blank to us, such as a byte order mark in the middle of a file.
    const isSame = instruction?.getKeyword() === head.keyword;
    return { ...head, parts: isSame ? interpretedParts(head.keyword, instruction) : noParts };
  });
}

function isRead(head: Head): head is TypedLine {
  return head.parts !== undefined;
}

function parseLines(masked: readonly string[], escape: "\\" | "`"): ReadonlyMap<number, AstInstruction> {
  const header = escape === "`" ? "# escape=`\n" : "\n";
  const instructions = DockerfileParser.parse(header + masked.join("\n")).getInstructions();
  return new Map(instructions.map((one) => [one.getRange().start.line - 1, one]));
}

const takesFlags = new Set(["FROM", "RUN", "COPY", "ADD", "HEALTHCHECK"]);
const hasTypedBody = new Set(["FROM", "ENV", "ARG", "LABEL"]);
const word = /\S*/y;
const firstFlag = /\s*--/y;

function readHead(line: string): Head {
  const start = skipBlanks(line, 0);
  const end = wordEnd(line, start);
  const first = inCapitals(line.slice(start, end));
  if (first !== "ONBUILD")
    return {
      onbuild: undefined,
      keyword: first,
      keywordStart: start,
      keywordEnd: end,
      parts: partsOf(first, line, end),
    };
  const keywordStart = skipBlanks(line, end);
  const keywordEnd = wordEnd(line, keywordStart);
  const keyword = inCapitals(line.slice(keywordStart, keywordEnd));
  const parts = partsOf(keyword, line, keywordEnd);
  return { onbuild: { start, end }, keyword, keywordStart, keywordEnd, parts };
}

const hasLowerCase = /[^A-Z]/;

/** Nearly all keywords are written so, and `toUpperCase` would make a new text of each. */
function inCapitals(word: string): string {
  return hasLowerCase.test(word) ? word.toUpperCase() : word;
}

function wordEnd(line: string, start: number): number {
  word.lastIndex = start;
  word.test(line);
  return word.lastIndex;
}

function partsOf(keyword: string, text: string, from: number): TypedParts | undefined {
  firstFlag.lastIndex = from;
  const isTyped = hasTypedBody.has(keyword) || (takesFlags.has(keyword) && firstFlag.test(text));
  return isTyped ? readPlainParts(keyword, text, from) : noParts;
}

/**
 * The part of a line that dockerfile-ast has to read, at its own columns: nothing in it makes the parser read on into
 * the next line.
 */
function mask(whole: string, { keyword, onbuild }: Head, escape: string): string {
  const text = onbuild ? " ".repeat(onbuild.end) + whole.slice(onbuild.end) : whole;
  const head = /^\s*\S+(?:\s+--\S+)*/.exec(text);
  const part = head && !hasTypedBody.has(keyword) ? `${head[0]} x` : text;
  const line = part.replace(/[\r\n\u2028\u2029]/g, " ").replace(/<</g, "__");
  const trailing = line.trimEnd();
  return trailing.endsWith(escape) ? `${trailing.slice(0, -1)}_${line.slice(trailing.length)}` : line;
}

function interpretedParts(keyword: string, instruction: AstInstruction): TypedParts {
  switch (keyword) {
    case "FROM": {
      const from = instruction as From;
      const stage = from.getBuildStageRange();
      const image = from.getImageRange();
      return {
        ...noParts,
        flags: readFlags(instruction),
        image: image ? columns(image) : undefined,
        stageName: stage ? columns(stage) : undefined,
      };
    }
    case "ENV":
    case "ARG":
    case "LABEL":
      return { ...noParts, properties: readProperties(instruction as PropertyInstruction) };
    default:
      return { ...noParts, flags: readFlags(instruction) };
  }
}

function readFlags(instruction: AstInstruction): readonly TypedFlag[] {
  // CMD and ENTRYPOINT have no flags for BuildKit, though the parser would read `CMD --port 80` as one.
  if (!takesFlags.has(instruction.getKeyword())) return [];
  const flags: readonly AstFlag[] = (instruction as ModifiableInstruction).getFlags();
  return flags.map((flag) => {
    const value = flag.getValueRange();
    return {
      ...columns(flag.getRange()),
      name: flag.getName().toLowerCase(),
      value: flag.getValue() ?? undefined,
      valueRange: value ? columns(value) : undefined,
    };
  });
}

function readProperties(instruction: PropertyInstruction): readonly TypedProperty[] {
  return instruction.getProperties().map((property) => {
    const value = property.getValueRange();
    return {
      ...columns(property.getRange()),
      name: property.getName(),
      nameRange: columns(property.getNameRange()),
      hasValue: typeof property.getValue() === "string",
      valueRange: value ? columns(value) : undefined,
    };
  });
}

function columns(range: ReturnType<Argument["getRange"]>): FlatRange {
  return { start: range.start.character, end: range.end.character };
}
