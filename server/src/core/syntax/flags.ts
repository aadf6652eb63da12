import { closestName } from "../facts/closest.ts";
import { deviceComplaint } from "./device.ts";
import { flagsOf, hasFlag } from "./grammar.ts";
import type { SyntaxLine, Word } from "./line.ts";
import { mountComplaint } from "./mount.ts";
import type { Mend } from "./slip.ts";
import { type Complaint, chmodComplaint, durationComplaint, oneOf, retriesComplaint } from "./values.ts";

export interface LineSlip {
  readonly word: Pick<Word, "start" | "end">;
  readonly message: string;
  readonly mend?: WordMend;
  /** Set for one that the parser itself stumbles over, in a trigger too. */
  readonly isInParser?: true;
}

/** What stands in place of a word, in flat offsets like the word itself. */
export interface WordMend extends Omit<Mend, "span"> {
  readonly word: Pick<Word, "start" | "end">;
}

/** Flags that BuildKit does not know here, that stand twice, or whose value it refuses. */
export function* flagSlips(line: SyntaxLine): Generator<LineSlip> {
  const { keyword } = line;
  // The flags of these are passed over.
  if (keyword === "ARG" || keyword === "STOPSIGNAL") return;
  // What is no port is reported as such.
  if (keyword === "EXPOSE") return;
  if (keyword === "HEALTHCHECK" && /^NONE$/i.test(line.args.text)) return;
  const known = flagsOf(keyword);
  const seen = new Set<string>();
  for (const word of line.flags) {
    const { name, value } = partsOf(word);
    const kind = known.get(name);
    if (kind === undefined) {
      yield unknownFlag(line, word, name);
      continue;
    }
    if (seen.has(name) && kind !== "texts") yield { word, message: `--${name} stands here a second time` };
    seen.add(name);
    if (value === undefined) {
      if (kind !== "boolean") yield { word, message: `--${name} needs a value` };
      continue;
    }
    const complaint = complaintAbout(keyword, name, value, kind === "boolean");
    if (complaint) yield valueSlip(line, word, value, complaint);
  }
}

function partsOf({ text }: Word): { readonly name: string; readonly value: string | undefined } {
  const equals = text.indexOf("=");
  return equals < 0
    ? { name: text.slice(2), value: undefined }
    : { name: text.slice(2, equals), value: text.slice(equals + 1) };
}

function unknownFlag(line: SyntaxLine, word: Word, name: string): LineSlip {
  const { keyword } = line;
  const known = flagsOf(keyword);
  const nameWord = { start: word.start, end: word.start + 2 + name.length };
  const isWritten = line.flat.text.slice(nameWord.start + 2, nameWord.end) === name;
  if (known.size === 0) return { word, message: `${keyword} takes no flags, and --${name} is read as one` };
  const lower = name.toLowerCase();
  const meant = known.has(lower) ? lower : closestName(name, known.keys(), 1);
  const message = meant
    ? `${keyword} has no flag --${name}, but --${meant}`
    : name === "from" && hasFlag("COPY", name)
      ? `${keyword} has no flag --from: only COPY takes files from a stage`
      : `${keyword} has no flag --${name}`;
  if (meant === undefined || !isWritten) return { word: nameWord, message };
  return {
    word: nameWord,
    message,
    mend: {
      title: `Write --${meant}`,
      assumption: meant === lower ? undefined : `--${name} is a slip for --${meant}`,
      word: nameWord,
      text: `--${meant}`,
    },
  };
}

function complaintAbout(
  keyword: string,
  name: string,
  value: string,
  isBoolean: boolean,
): Complaint | undefined {
  if (isBoolean)
    return /^(true|false)$/i.test(value)
      ? undefined
      : { message: `--${name} is true or false, not ${value || "empty"}` };
  switch (`${keyword} ${name}`) {
    case "RUN mount":
      return mountComplaint(value);
    case "RUN device":
      return deviceComplaint(value);
    case "RUN network":
      return oneOf(value, ["default", "none", "host"], "is no network");
    case "RUN security":
      return oneOf(value, ["sandbox", "insecure"], "is no security mode");
    case "HEALTHCHECK interval":
    case "HEALTHCHECK timeout":
    case "HEALTHCHECK start-period":
    case "HEALTHCHECK start-interval":
      return durationComplaint(value);
    case "HEALTHCHECK retries":
      return retriesComplaint(value);
    case "COPY chmod":
    case "ADD chmod":
      return chmodComplaint(value);
    case "COPY from":
      return /\$[A-Za-z_{]/.test(value)
        ? { message: "COPY --from takes no variable: name a stage with FROM and use that" }
        : undefined;
    default:
      return undefined;
  }
}

function valueSlip(line: SyntaxLine, word: Word, value: string, complaint: Complaint): LineSlip {
  const start = word.end - value.length;
  const isWritten = value !== "" && line.flat.text.slice(start, word.end) === value;
  const { message, meant, assumption, part = { start: 0, end: value.length } } = complaint;
  if (!isWritten) return { word, message };
  const place = { start: start + part.start, end: start + part.end };
  if (meant === undefined) return { word: place, message };
  return {
    word: place,
    message,
    mend: {
      title: `Write ${meant}`,
      assumption: assumption ?? `${value.slice(part.start, part.end)} is a slip for ${meant}`,
      word: place,
      text: meant,
    },
  };
}
