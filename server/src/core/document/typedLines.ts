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

/** Flat offsets into the line that was handed in. */
interface FlatRange {
  readonly start: number;
  readonly end: number;
}
export interface TypedFlag extends FlatRange {
  readonly name: string;
  readonly value: string | undefined;
  readonly valueRange: FlatRange | undefined;
}
export interface TypedProperty extends FlatRange {
  readonly name: string;
  readonly nameRange: FlatRange;
  readonly value: string | undefined;
  readonly valueRange: FlatRange | undefined;
}
export interface TypedLine {
  readonly keyword: string;
  readonly keywordRange: FlatRange;
  /** Where the arguments behind keyword and flags begin. */
  readonly bodyStart: number;
  readonly flags: readonly TypedFlag[];
  readonly properties: readonly TypedProperty[];
  readonly image: FlatRange | undefined;
  readonly stageName: FlatRange | undefined;
}

/**
 * Keyword, flags, properties and image of every line, read by dockerfile-ast. It is given one physical line per
 * instruction, so its weaknesses with continuations, comments and here-documents never come into play, and it
 * parses the file once. An ONBUILD is blanked out, so that its trigger is what is read.
 */
export function readTypedLines(lines: readonly FlatText[], escape: "\\" | "`"): readonly TypedLine[] {
  const header = escape === "`" ? "# escape=`\n" : "";
  const first = header === "" ? 0 : 1;
  const masked = lines.map((line) => mask(line.text, escape));
  const instructions = DockerfileParser.parse(header + masked.join("\n")).getInstructions();
  const byLine = new Map<number, AstInstruction>();
  for (const instruction of instructions) byLine.set(instruction.getRange().start.line - first, instruction);
  return lines.map(({ text }, index) => typedLine(text, byLine.get(index)));
}

const takesFlags = new Set(["FROM", "RUN", "COPY", "ADD", "HEALTHCHECK"]);
const hasTypedBody = new Set(["FROM", "ENV", "ARG", "LABEL"]);
const onbuild = /^\s*ONBUILD(?=\s)/i;

/**
 * The part of a line that dockerfile-ast has to read, at its own columns: nothing in it makes the parser read on into
 * the next line. Lines from which nothing but the keyword is wanted, which are the bulk of a file, are left empty.
 */
function mask(text: string, escape: string): string {
  const head = /^\s*(?:ONBUILD\s+)?(\S+)((?:\s+--\S+)*)/i.exec(text);
  const keyword = head?.[1]?.toUpperCase() ?? "";
  const hasFlags = head !== null && head[2] !== "" && takesFlags.has(keyword);
  if (!head || !(hasFlags || hasTypedBody.has(keyword))) return "";
  const part = hasFlags && keyword !== "FROM" ? `${head[0]} x` : text;
  const line = part
    .replace(/[\r\n\u2028\u2029]/g, " ")
    .replace(onbuild, blank)
    .replace(/<</g, "__");
  const trailing = line.trimEnd();
  return trailing.endsWith(escape) ? `${trailing.slice(0, -1)}_${line.slice(trailing.length)}` : line;
}

function blank(word: string): string {
  return " ".repeat(word.length);
}

function typedLine(line: string, instruction: AstInstruction | undefined): TypedLine {
  const text = line.replace(onbuild, blank);
  const word = /\S+/.exec(text);
  const keywordRange = word ? { start: word.index, end: word.index + word[0].length } : { start: 0, end: 0 };
  const keyword = text.slice(keywordRange.start, keywordRange.end).toUpperCase();
  const none = { keyword, keywordRange, flags: [], properties: [], image: undefined, stageName: undefined };
  const plain: TypedLine = { ...none, bodyStart: skipBlanks(text, keywordRange.end) };
  // It takes for a letter what is a blank to us, such as a byte order mark in the middle of a file.
  if (instruction?.getKeyword() !== keyword) return plain;
  const flags = readFlags(instruction);
  const bodyStart = skipBlanks(text, flags.at(-1)?.end ?? keywordRange.end);
  switch (keyword) {
    case "FROM": {
      const from = instruction as From;
      const stage = from.getBuildStageRange();
      const image = from.getImageRange();
      return {
        ...plain,
        flags,
        bodyStart,
        image: image ? columns(image) : undefined,
        stageName: stage ? columns(stage) : undefined,
      };
    }
    case "ENV":
    case "ARG":
    case "LABEL":
      return { ...plain, properties: readProperties(instruction as PropertyInstruction) };
    default:
      return { ...plain, flags, bodyStart };
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
