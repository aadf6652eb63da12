import {
  type Argument,
  type Flag as AstFlag,
  type Instruction as AstInstruction,
  DockerfileParser,
  type From,
  type ModifiableInstruction,
  type PropertyInstruction,
} from "dockerfile-ast";
import type { FlatText } from "./flatText.ts";
import {
  type FlatRange,
  noParts,
  readPlainParts,
  type TypedFlag,
  type TypedParts,
  type TypedProperty,
} from "./plainLines.ts";

export type { TypedFlag, TypedProperty } from "./plainLines.ts";

export interface TypedLine extends TypedParts {
  readonly keyword: string;
  readonly keywordRange: FlatRange;
  /** Where the arguments behind keyword and flags begin. */
  readonly bodyStart: number;
}

/**
 * Keyword, flags, properties and image of every line. Plain lines are read here, all others by dockerfile-ast. It is
 * given one physical line per instruction, so its weaknesses with continuations, comments and here-documents never
 * come into play, and it parses the file once. An ONBUILD is blanked out, so that its trigger is what is read.
 */
export function readTypedLines(lines: readonly FlatText[], escape: "\\" | "`"): readonly TypedLine[] {
  const heads = lines.map(({ text }) => readHead(text));
  const masked = heads.map((head) => (head.parts ? "" : mask(head, escape)));
  const instructions = masked.some((line) => line !== "") ? parseLines(masked, escape) : undefined;
  return heads.map((head, index) => typedLine(head, instructions?.get(index)));
}

function parseLines(masked: readonly string[], escape: "\\" | "`"): ReadonlyMap<number, AstInstruction> {
  const header = escape === "`" ? "# escape=`\n" : "";
  const first = header === "" ? 0 : 1;
  const instructions = DockerfileParser.parse(header + masked.join("\n")).getInstructions();
  return new Map(instructions.map((one) => [one.getRange().start.line - first, one]));
}

const takesFlags = new Set(["FROM", "RUN", "COPY", "ADD", "HEALTHCHECK"]);
const hasTypedBody = new Set(["FROM", "ENV", "ARG", "LABEL"]);
const onbuild = /^\s*ONBUILD(?=\s)/i;
const firstWord = /\S*/y;
const firstFlag = /\s*--/y;

/** A line as far as it is read without a parser. */
interface Head {
  /** Without the word ONBUILD, all else at its own place. */
  readonly text: string;
  readonly keyword: string;
  readonly keywordRange: FlatRange;
  /** Undefined where dockerfile-ast has to tell. */
  readonly parts: TypedParts | undefined;
}

function readHead(line: string): Head {
  const text = line.replace(onbuild, blank);
  const start = skipBlanks(text, 0);
  firstWord.lastIndex = start;
  firstWord.test(text);
  const end = firstWord.lastIndex;
  const keyword = text.slice(start, end).toUpperCase();
  return { text, keyword, keywordRange: { start, end }, parts: partsOf(keyword, text, end) };
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
function mask({ text, keyword }: Head, escape: string): string {
  const head = /^\s*\S+(?:\s+--\S+)*/.exec(text);
  const part = head && !hasTypedBody.has(keyword) ? `${head[0]} x` : text;
  const line = part.replace(/[\r\n\u2028\u2029]/g, " ").replace(/<</g, "__");
  const trailing = line.trimEnd();
  return trailing.endsWith(escape) ? `${trailing.slice(0, -1)}_${line.slice(trailing.length)}` : line;
}

function blank(word: string): string {
  return " ".repeat(word.length);
}

function typedLine(head: Head, instruction: AstInstruction | undefined): TypedLine {
  const { text, keyword, keywordRange } = head;
  // It takes for a letter what is a blank to us, such as a byte order mark in the middle of a file.
  const isRead = instruction?.getKeyword() === keyword;
  const parts = head.parts ?? (isRead ? interpretedParts(keyword, instruction) : noParts);
  const bodyStart = skipBlanks(text, parts.flags.at(-1)?.end ?? keywordRange.end);
  const { flags, properties, image, stageName } = parts;
  return { keyword, keywordRange, bodyStart, flags, properties, image, stageName };
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
      value: property.getValue() ?? undefined,
      valueRange: value ? columns(value) : undefined,
    };
  });
}

function columns(range: ReturnType<Argument["getRange"]>): FlatRange {
  return { start: range.start.character, end: range.end.character };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
