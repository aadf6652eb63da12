import { sliceFlat } from "../document/flatText.ts";
import { readLooseJsonForm } from "../document/looseJsonForm.ts";
import { closestName } from "../facts/closest.ts";
import { copySlips } from "./copyArguments.ts";
import type { LineSlip } from "./flags.ts";
import { fromSlips } from "./from.ts";
import { jsonOf } from "./json.ts";
import { plainWords, type SyntaxLine, type Word } from "./line.ts";
import { namedSlips } from "./named.ts";
import { quoteSlip } from "./quotes.ts";
import { signalComplaint } from "./values.ts";

/** What BuildKit refuses of the words behind the flags. */
export function* argumentSlips(line: SyntaxLine): Generator<LineSlip> {
  const { keyword, args, keywordWord } = line;
  const json = takesJson.has(keyword) ? jsonOf(args.text) : undefined;
  if (json === "other values") {
    // What can be mended is reported as a slip in the JSON.
    if (!isMendable(line))
      yield { word: args, message: "the words of a JSON array are strings", isInParser: true };
    return;
  }
  if (args.text === "" && needsArgument.has(keyword)) {
    yield { word: keywordWord, message: `${keyword} needs ${needsArgument.get(keyword)}` };
    return;
  }
  switch (keyword) {
    case "FROM":
      yield* fromSlips(line);
      break;
    case "ENV":
    case "LABEL":
    case "ARG":
      yield* namedSlips(line);
      break;
    case "COPY":
    case "ADD":
      yield* copySlips(line, json);
      break;
    case "HEALTHCHECK":
      yield* healthcheckSlips(line);
      break;
    case "SHELL":
      if (json === undefined && !isMendable(line))
        yield { word: args, message: 'SHELL takes a JSON array, such as ["/bin/bash", "-c"]' };
      else if (json?.length === 0) yield { word: args, message: "SHELL needs a program" };
      break;
    case "VOLUME":
      if (json?.length === 0) yield { word: args, message: "VOLUME needs a path" };
      else if (json?.some((path) => path.trim() === ""))
        yield { word: args, message: "a path of VOLUME is empty" };
      else if (json === undefined) yield* quoteSlips(line, plainWords(line));
      break;
    case "EXPOSE":
      yield* quoteSlips(
        line,
        plainWords(line).filter(({ text }) => /["']/.test(text)),
      );
      break;
    case "STOPSIGNAL":
      yield* signalSlips(line);
      break;
    case "WORKDIR":
    case "USER":
      yield* quoteSlips(line, [args]);
      break;
    default:
      break;
  }
}

const takesJson: ReadonlySet<string> = new Set([
  "RUN",
  "CMD",
  "ENTRYPOINT",
  "SHELL",
  "VOLUME",
  "COPY",
  "ADD",
]);

/** An empty RUN, CMD and ENTRYPOINT is none that BuildKit refuses. */
const needsArgument: ReadonlyMap<string, string> = new Map([
  ["FROM", "an image"],
  ["ENV", "a name and a value"],
  ["LABEL", "a name and a value"],
  ["ARG", "a name"],
  ["COPY", "a source and a destination"],
  ["ADD", "a source and a destination"],
  ["HEALTHCHECK", "CMD and a command, or NONE"],
  ["SHELL", "a JSON array"],
  ["VOLUME", "a path"],
  ["STOPSIGNAL", "a signal"],
  ["WORKDIR", "a path"],
  ["USER", "a user"],
  ["EXPOSE", "a port"],
  ["MAINTAINER", "a name"],
  ["ONBUILD", "an instruction"],
]);

function isMendable({ flat, args }: SyntaxLine): boolean {
  return readLooseJsonForm(sliceFlat(flat, args.start, args.end)) !== undefined;
}

function* quoteSlips(line: SyntaxLine, words: readonly Word[]): Generator<LineSlip> {
  const slip = quoteSlip(line, words);
  if (slip) yield slip;
}

function* healthcheckSlips(line: SyntaxLine): Generator<LineSlip> {
  const { args, flat } = line;
  const [type] = plainWords(line);
  if (!type) return;
  const command = flat.text.slice(type.end, args.end).trim();
  switch (type.text.toUpperCase()) {
    case "NONE":
      if (command !== "")
        yield { word: { start: type.end + 1, end: args.end }, message: "nothing follows NONE" };
      return;
    case "CMD": {
      if (command === "") yield { word: type, message: "HEALTHCHECK CMD needs a command" };
      const json = jsonOf(command);
      const at = args.end - command.length;
      if (json === "other values" && readLooseJsonForm(sliceFlat(flat, at, args.end)) === undefined)
        yield {
          word: { start: at, end: args.end },
          message: "the words of a JSON array are strings",
          isInParser: true,
        };
      else if (json?.length === 0) yield { word: type, message: "HEALTHCHECK CMD needs a command" };
      return;
    }
    default: {
      const meant = /^CMD\[/i.test(type.text) ? undefined : closestName(type.text, ["CMD", "NONE"], 1);
      yield {
        word: type,
        message: meant
          ? `${type.text} stands where ${meant} belongs`
          : "HEALTHCHECK takes CMD with a command behind it, or NONE",
      };
    }
  }
}

function* signalSlips(line: SyntaxLine): Generator<LineSlip> {
  const { args } = line;
  const slip = quoteSlip(line, [args]);
  if (slip) {
    yield slip;
    return;
  }
  if (args.text.includes("$") || args.text.includes(line.escape)) return;
  const complaint = signalComplaint(args.text.replace(/["']/g, ""));
  if (!complaint) return;
  const { message, meant } = complaint;
  yield {
    word: args,
    message,
    ...(meant === undefined
      ? {}
      : {
          mend: {
            title: `Write ${meant}`,
            assumption: `${args.text} is a slip for ${meant}`,
            word: args,
            text: meant,
          },
        }),
  };
}
