import type { LineSlip } from "./flags.ts";
import { plainWords, type SyntaxLine, type Word } from "./line.ts";
import { quoteSlip } from "./quotes.ts";

/** COPY and ADD: sources, a destination, and what the flags have to do with them. */
export function* copySlips(line: SyntaxLine, json: readonly string[] | undefined): Generator<LineSlip> {
  const { keyword, args } = line;
  const words = json ?? plainWords(line).map(({ text }) => text);
  const destination = words.at(-1);
  if (words.length < 2 || destination === undefined) {
    yield { word: args, message: `${keyword} needs a source and a destination, and this is one word` };
    return;
  }
  if (json) {
    yield* sourceSlips(line, json, () => args);
    return;
  }
  const written = plainWords(line);
  const last = written.at(-1);
  if (last && isHeredoc(destination)) {
    yield { word: last, message: "a here-document is a source, and the destination is missing" };
    return;
  }
  const slip = quoteSlip(line, written);
  if (slip)
    yield /["']/.test(slip.word.text) ? { ...slip, message: splitMessage(slip.message, written) } : slip;
  yield* sourceSlips(line, words, (index) => written[index] ?? args);
}

/** Paths with blanks are cut at them, in quotes too. */
function splitMessage(message: string, words: readonly Word[]): string {
  const quotes = words.filter(({ text }) => /["']/.test(text)).length;
  return quotes > 1 ? `${message} in its word: paths with blanks need a JSON array` : message;
}

function isHeredoc(word: string): boolean {
  return /^\d*<<-?\S/.test(word);
}

function* sourceSlips(
  { keyword, flags }: SyntaxLine,
  words: readonly string[],
  placeOf: (index: number) => Word,
): Generator<LineSlip> {
  const sources = words.slice(0, -1);
  if (keyword === "COPY") {
    const index = sources.findIndex((source) => /^(?:https?|git|ssh):\/\/\S|^git@[\w.-]+:/.test(source));
    if (index >= 0) yield { word: placeOf(index), message: "COPY takes no address: ADD does" };
    return;
  }
  const checksum = flags.find(({ text }) => text.startsWith("--checksum="));
  if (!checksum || checksum.text.includes("$") || checksum.text === "--checksum=") return;
  const [source = ""] = sources;
  if (sources.length > 1) {
    yield { word: checksum, message: "--checksum is for one source" };
    return;
  }
  if (source.includes("$")) return;
  if (!/^[a-z+]+:\/\/|^git@|\.git(#|$)/i.test(source) && !/^github\.com\//.test(source)) {
    yield { word: checksum, message: "--checksum is for a download or a git repository" };
    return;
  }
  const digest = checksum.text.slice("--checksum=".length);
  if (/^https?:\/\//i.test(source) && !/\.git(#|\?|$)/.test(source) && !isDigest(digest))
    yield { word: checksum, message: "--checksum is sha256: and 64 hexadecimal digits" };
}

function isDigest(text: string): boolean {
  return /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(text);
}
