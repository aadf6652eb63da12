import type { Span } from "../edits/span.ts";
import { skipBlanks, trimmedEnd } from "./blanks.ts";
import type {
  ArgInstruction,
  CommandInstruction,
  CopyInstruction,
  EnvInstruction,
  Flag,
  FromInstruction,
  HealthcheckInstruction,
  Instruction,
  InstructionBase,
  Mount,
  OnbuildInstruction,
  Part,
  Property,
  RunInstruction,
  ShellInstruction,
  UnknownInstruction,
  WordsInstruction,
} from "./dockerfile.ts";
import { type FlatText, sliceFlat, sourceSpan } from "./flatText.ts";
import { readJsonForm } from "./jsonForm.ts";
import type { Comment, Heredoc, LogicalLine } from "./logicalLines.ts";
import { flagOf, mountOf, partOf, propertyOf, unquote, wordsOf } from "./parts.ts";
import type { FlatRange } from "./plainLines.ts";
import type { TypedLine } from "./typedLines.ts";

/** Everything that one instruction is made of. */
interface InstructionLine {
  readonly line: LogicalLine;
  readonly index: number;
  readonly typed: TypedLine;
  readonly comments: CommentsOfLine;
}

export interface CommentsOfLine {
  readonly above: readonly Comment[];
  readonly inside: readonly Comment[];
}

export function instructionOf(source: InstructionLine): Instruction {
  const { onbuild } = source.typed;
  return onbuild ? new OnbuildOfFile(source, onbuild) : typedInstruction(source);
}

function typedInstruction(source: InstructionLine): Exclude<Instruction, OnbuildInstruction> {
  const { keyword } = source.typed;
  switch (keyword) {
    case "FROM":
      return new FromOfFile(source);
    case "RUN":
      return new RunOfFile(source);
    case "CMD":
    case "ENTRYPOINT":
      return new CommandOfFile(source, keyword);
    case "SHELL":
      return new CommandOfFile(source, keyword);
    case "COPY":
    case "ADD":
      return new CopyOfFile(source, keyword);
    case "ENV":
    case "LABEL":
      return new EnvOfFile(source, keyword);
    case "ARG":
      return new ArgOfFile(source);
    case "HEALTHCHECK":
      return new HealthcheckOfFile(source);
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
    case "EXPOSE":
    case "VOLUME":
      return new WordsOfFile(source, keyword);
    default:
      return new UnknownOfFile(source);
  }
}

/**
 * What all instructions have. Classes, because each of thousands of lines is one object this way; a literal that
 * spreads another is two, and keeps what is added to it in a third.
 */
class LineOfFile implements InstructionBase {
  readonly index: number;
  readonly span: Span;
  readonly keywordSpan: Span;
  readonly line: FlatText;
  readonly flags: readonly Flag[];
  readonly body: FlatText;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Comment[];
  readonly innerComments: readonly Comment[];
  readonly emptyContinuations: readonly Span[];
  readonly isOnbuildTrigger: boolean;

  /** @param onbuild given for the ONBUILD itself, of which all else in the line is the body */
  constructor({ line, index, typed, comments }: InstructionLine, onbuild?: FlatRange) {
    const { flat } = line;
    const isTrigger = typed.onbuild !== undefined && !onbuild;
    const start = onbuild ? onbuild.start : typed.keywordStart;
    const end = onbuild ? onbuild.end : typed.keywordEnd;
    const flags = onbuild ? none : typed.parts.flags;
    this.index = index;
    this.keywordSpan = sourceSpan(flat, start, end);
    this.span = isTrigger ? { start: this.keywordSpan.start, end: line.span.end } : line.span;
    this.line = isTrigger ? sliceFlat(flat, start) : flat;
    this.flags = flags.length > 0 ? flags.map((flag) => flagOf(flat, flag)) : none;
    this.body = trimmedBody(flat, flags.at(-1)?.end ?? end);
    this.heredocs = line.heredocs;
    this.comments = isTrigger ? none : comments.above;
    this.innerComments = comments.inside;
    this.emptyContinuations = line.emptyContinuations;
    this.isOnbuildTrigger = isTrigger;
  }
}

class FromOfFile extends LineOfFile implements FromInstruction {
  readonly keyword = "FROM";
  readonly image: Part | undefined;
  readonly platform: Flag | undefined;
  readonly as: Part | undefined;
  readonly stageName: Part | undefined;

  constructor(source: InstructionLine) {
    super(source);
    const { flat } = source.line;
    const { image, stageName } = source.typed.parts;
    this.image = image && partOf(flat, image.start, image.end);
    this.platform = this.flags.find(({ name }) => name === "platform");
    this.as = image && stageName && asBetween(flat, image.end, stageName.start);
    this.stageName = this.as && stageName && partOf(flat, stageName.start, stageName.end);
  }
}

class RunOfFile extends LineOfFile implements RunInstruction {
  readonly keyword = "RUN";
  readonly exec: readonly Part[] | undefined;
  readonly mounts: readonly Mount[];

  constructor(source: InstructionLine) {
    super(source);
    const { flags, heredocs, body } = this;
    this.exec = heredocs.length > 0 ? undefined : readJsonForm(body);
    this.mounts = flags.length > 0 ? flags.filter(({ name }) => name === "mount").map(mountOf) : none;
  }
}

class CommandOfFile<K extends (CommandInstruction | ShellInstruction)["keyword"]> extends LineOfFile {
  readonly keyword: K;
  readonly exec: readonly Part[] | undefined;

  constructor(source: InstructionLine, keyword: K) {
    super(source);
    this.keyword = keyword;
    this.exec = readJsonForm(this.body);
  }
}

class CopyOfFile extends LineOfFile implements CopyInstruction {
  readonly keyword: CopyInstruction["keyword"];
  readonly isJson: boolean;
  readonly sources: readonly Part[];
  readonly destination: Part | undefined;
  readonly from: Part | undefined;

  constructor(source: InstructionLine, keyword: CopyInstruction["keyword"]) {
    super(source);
    const { flags, heredocs, body } = this;
    const json = readJsonForm(body);
    const all = json ?? wordsOf(body);
    const words = heredocs.length > 0 ? all.filter(({ text }) => !/^\d*<<-?/.test(text)) : all;
    const from = flags.find(({ name }) => name === "from");
    this.keyword = keyword;
    this.isJson = json !== undefined;
    this.sources = words.slice(0, -1);
    this.destination = words.at(-1);
    this.from =
      from?.value !== undefined && from.valueSpan
        ? { text: from.value, value: unquote(from.value), span: from.valueSpan }
        : undefined;
  }
}

class EnvOfFile extends LineOfFile implements EnvInstruction {
  readonly keyword: EnvInstruction["keyword"];
  readonly properties: readonly Property[];
  readonly isLegacyForm: boolean;

  constructor(source: InstructionLine, keyword: EnvInstruction["keyword"]) {
    super(source);
    this.keyword = keyword;
    this.properties = propertiesOf(source);
    this.isLegacyForm = isLegacyForm(this.body.text);
  }
}

class ArgOfFile extends LineOfFile implements ArgInstruction {
  readonly keyword = "ARG";
  readonly properties: readonly Property[];

  constructor(source: InstructionLine) {
    super(source);
    this.properties = propertiesOf(source);
  }
}

class HealthcheckOfFile extends LineOfFile implements HealthcheckInstruction {
  readonly keyword = "HEALTHCHECK";
  readonly isNone: boolean;
  readonly command: FlatText | undefined;
  readonly exec: readonly Part[] | undefined;

  constructor(source: InstructionLine) {
    super(source);
    const { body } = this;
    const command = /^CMD(?=\s|\[|$)\s*/i.exec(body.text)?.[0];
    this.isNone = /^NONE\s*$/i.test(body.text);
    this.command = command === undefined ? undefined : sliceFlat(body, command.length);
    this.exec = this.command && readJsonForm(this.command);
  }
}

class WordsOfFile extends LineOfFile implements WordsInstruction {
  readonly keyword: WordsInstruction["keyword"];
  readonly argument: Part | undefined;
  readonly words: readonly Part[];

  constructor(source: InstructionLine, keyword: WordsInstruction["keyword"]) {
    super(source);
    const { body } = this;
    this.keyword = keyword;
    this.argument = body.text === "" ? undefined : partOf(body, 0, body.text.length);
    this.words = readJsonForm(body) ?? wordsOf(body);
  }
}

class OnbuildOfFile extends LineOfFile implements OnbuildInstruction {
  readonly keyword = "ONBUILD";
  readonly trigger: Instruction | undefined;

  constructor(source: InstructionLine, onbuild: FlatRange) {
    super(source, onbuild);
    const { keyword } = source.typed;
    this.trigger = keyword === "" || keyword === "ONBUILD" ? undefined : typedInstruction(source);
  }
}

class UnknownOfFile extends LineOfFile implements UnknownInstruction {
  readonly keyword = "UNKNOWN";
  readonly word: string;

  constructor(source: InstructionLine) {
    super(source);
    this.word = source.typed.keyword;
  }
}

function propertiesOf({ line, typed }: InstructionLine): readonly Property[] {
  return typed.parts.properties.map((property) => propertyOf(line.flat, property));
}

function trimmedBody(flat: FlatText, from: number): FlatText {
  const start = skipBlanks(flat.text, from);
  return sliceFlat(flat, start, trimmedEnd(flat.text, start));
}

function asBetween(flat: FlatText, from: number, to: number): Part | undefined {
  const word = /^\s+(as)\s+$/i.exec(flat.text.slice(from, to))?.[1];
  const start = word === undefined ? 0 : flat.text.indexOf(word, from);
  return word === undefined ? undefined : partOf(flat, start, start + word.length);
}

/** BuildKit reads `ENV a b c` as a = "b c" when the first word holds no `=`. */
function isLegacyForm(body: string): boolean {
  const first = /^\S+/.exec(body)?.[0];
  return first !== undefined && !first.includes("=") && body.trim().length > first.length;
}

const none: readonly never[] = [];
