import { type FlatText, sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";

/** A word with what BuildKit makes of it; flat offsets. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Keyword, flags and arguments of a line, split as BuildKit's parser splits them. */
export interface SyntaxLine {
  readonly flat: FlatText;
  readonly escape: string;
  /** Upper case. */
  readonly keyword: string;
  readonly keywordWord: Word;
  /** The words that begin with `--` in front of the first other one; without quotes and escapes. */
  readonly flags: readonly Word[];
  /** What follows, trimmed. */
  readonly args: Word;
}

/** Source: splitCommand and extractBuilderFlags of frontend/dockerfile/parser/split_command.go. */
export function readSyntaxLine(flat: FlatText, escape: string): SyntaxLine {
  const { text } = flat;
  const keywordStart = skipBlanks(text, 0);
  let at = keywordStart;
  while (at < text.length && !isBlank(text.charAt(at))) at += 1;
  const keywordWord = { text: text.slice(keywordStart, at), start: keywordStart, end: at };
  const flags: Word[] = [];
  at = skipBlanks(text, at);
  while (text.startsWith("--", at)) {
    const end = wordEnd(text, at, escape);
    const word = { text: bare(text.slice(at, end), escape), start: at, end };
    at = skipBlanks(text, end);
    if (word.text === "--") break;
    flags.push(word);
  }
  const end = Math.max(at, text.trimEnd().length);
  const args = { text: text.slice(at, end), start: at, end };
  return { flat, escape, keyword: keywordWord.text.toUpperCase(), keywordWord, flags, args };
}

/** The words of the arguments with their quotes: what stands in quotes, and what is escaped, is one word. */
export function quotedWords({ flat, args, escape }: SyntaxLine): readonly Word[] {
  const words: Word[] = [];
  let at = args.start;
  while (at < args.end) {
    const end = Math.min(wordEnd(flat.text, at, escape), args.end);
    words.push({ text: flat.text.slice(at, end), start: at, end });
    at = skipBlanks(flat.text, end);
  }
  return words;
}

/** The words of the arguments as blanks separate them, whatever is in quotes. */
export function plainWords({ flat, args }: SyntaxLine): readonly Word[] {
  const words: Word[] = [];
  let at = args.start;
  while (at < args.end) {
    let end = at;
    while (end < args.end && !isBlank(flat.text.charAt(end))) end += 1;
    words.push({ text: flat.text.slice(at, end), start: at, end });
    at = skipBlanks(flat.text, end);
  }
  return words;
}

export function spanOf({ flat }: SyntaxLine, { start, end }: Pick<Word, "start" | "end">): Span {
  return sourceSpan(flat, start, end);
}

function wordEnd(text: string, from: number, escape: string): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote !== "") {
      if (letter === quote) quote = "";
      else if (letter === escape && quote !== "'") at += 1;
    } else if (isBlank(letter)) return at;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === escape) at += 1;
  }
  return text.length;
}

function bare(text: string, escape: string): string {
  if (!text.includes('"') && !text.includes("'") && !text.includes(escape)) return text;
  let out = "";
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === quote) quote = "";
    else if (quote === "" && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === escape) {
      at += 1;
      out += text.charAt(at);
    } else out += letter;
  }
  return out;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charAt(at))) at += 1;
  return at;
}

function isBlank(letter: string): boolean {
  const code = letter.charCodeAt(0);
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(letter));
}
