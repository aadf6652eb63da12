import type { Flag, Instruction, Mount, Part, Property } from "./dockerfile.ts";
import { type FlatText, sliceFlat, sourceSpan } from "./flatText.ts";
import { readJsonForm } from "./jsonForm.ts";
import type { Comment, LogicalLine } from "./logicalLines.ts";
import type { TypedFlag, TypedLine, TypedProperty } from "./typedLines.ts";

/** Everything that one instruction is made of. */
interface InstructionLine {
  readonly line: LogicalLine;
  readonly index: number;
  readonly typed: TypedLine;
  readonly comments: readonly Comment[];
  readonly innerComments: readonly Comment[];
}

export function instructionOf({ line, index, typed, comments, innerComments }: InstructionLine): Instruction {
  const { flat, span, heredocs, emptyContinuations } = line;
  const { start, end } = typed.keywordRange;
  const onbuild = /^\s*(ONBUILD)(?=\s|$)/i.exec(flat.text);
  const keywordStart = onbuild ? onbuild[0].length - "ONBUILD".length : start;
  const base: Base = {
    index,
    span,
    keywordSpan: sourceSpan(flat, keywordStart, onbuild ? onbuild[0].length : end),
    line: flat,
    flags: onbuild ? none : listOf(typed.flags, (flag) => flagOf(flat, flag)),
    body: trimmedBody(flat, onbuild ? onbuild[0].length : typed.bodyStart),
    heredocs,
    comments,
    innerComments,
    emptyContinuations,
    isOnbuildTrigger: false,
  };
  if (!onbuild) return typedInstruction(flat, typed, base);
  const hasTrigger = typed.keyword !== "" && typed.keyword !== "ONBUILD";
  const keywordSpan = sourceSpan(flat, start, end);
  const trigger = hasTrigger
    ? typedInstruction(flat, typed, {
        ...base,
        span: { start: keywordSpan.start, end: span.end },
        keywordSpan,
        line: sliceFlat(flat, start),
        flags: listOf(typed.flags, (flag) => flagOf(flat, flag)),
        body: trimmedBody(flat, typed.bodyStart),
        comments: none,
        isOnbuildTrigger: true,
      })
    : undefined;
  return { ...base, keyword: "ONBUILD", trigger };
}

/** What all instructions have. One object from the start, as every copy of it is made for each line of a file. */
type Base = Pick<
  Instruction,
  | "index"
  | "span"
  | "keywordSpan"
  | "line"
  | "flags"
  | "body"
  | "heredocs"
  | "comments"
  | "innerComments"
  | "emptyContinuations"
  | "isOnbuildTrigger"
>;

function typedInstruction(flat: FlatText, typed: TypedLine, base: Base): Instruction {
  const { flags, body, heredocs } = base;
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
        exec: heredocs.length > 0 ? undefined : readJsonForm(body),
        mounts: listOf(flags, (flag) => (flag.name === "mount" ? mountOf(flag) : [])),
      };
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return { ...base, keyword: typed.keyword, exec: readJsonForm(body) };
    case "COPY":
    case "ADD": {
      const json = readJsonForm(body);
      const words = (json ?? wordsOf(body)).filter(
        (word) => heredocs.length === 0 || !/^\d*<<-?/.test(word.text),
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
    // dockerfile-ast puts names together letter by letter, which takes thirty times the room until it is compared.
    name: name.text === property.name ? { ...name, value: name.text } : { ...name, value: property.name },
    value:
      value ??
      (property.value === undefined
        ? undefined
        : { text: "", value: "", span: { start: name.span.end, end: name.span.end } }),
    span: sourceSpan(flat, property.start, property.end),
  };
}

function wordsOf(body: FlatText): readonly Part[] {
  const { text } = body;
  const words: Part[] = [];
  for (let at = endOf(blanks, text, 0); at < text.length; ) {
    const end = endOf(word, text, at);
    words.push(partOf(body, at, end));
    at = endOf(blanks, text, end);
  }
  return words;
}

const word = /\S*/y;
const blanks = /\s*/y;

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
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

/** As `flatMap`, but without a list of its own for each of the thousands of lines that have nothing to put in it. */
function listOf<T, R>(items: readonly T[], make: (item: T) => R | readonly R[]): readonly R[] {
  return items.length > 0 ? items.flatMap(make) : none;
}

const none: readonly never[] = [];
