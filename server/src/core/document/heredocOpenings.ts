import { isJsonForm } from "./jsonForm.ts";

/** What a line says of a here-document that follows it. */
export interface HeredocOpening {
  /** What the line that ends it consists of: without quotes and escapes. */
  readonly name: string;
  /** `<<-` */
  readonly stripsTabs: boolean;
  /** Variables in it are Docker's; not so when part of the name is in quotes. */
  readonly expands: boolean;
}

const none: readonly HeredocOpening[] = [];

/** Keyword and flags of the instructions that may have here-documents. */
const takesHeredocs = /^\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)(?:\s+--\S+)*\s+/i;

/**
 * The here-documents that a joined line opens, as BuildKit finds them: it cuts the whole line into words by its own
 * rules, which are neither those of a shell nor aware of the escape directive, and a word `<<NAME` is one. Where
 * these rules stumble – over a quote without an end, a `${…}` that Docker does not know – the line opens none.
 * Sources: frontend/dockerfile/parser/parser.go (heredocsFromLine), frontend/dockerfile/shell/lex.go.
 */
export function heredocOpenings(line: string): readonly HeredocOpening[] {
  if (!line.includes("<<")) return none;
  const head = takesHeredocs.exec(line)?.[0];
  if (head === undefined || isJsonForm(line.slice(head.length))) return none;
  return (new Lexer(line, true).words() ?? []).flatMap((word) => heredocOpening(word) ?? []);
}

function heredocOpening(word: string): HeredocOpening | undefined {
  const [, dash, rest] = /^\d*<<(-?)\s*([^<]*)$/.exec(word) ?? [];
  if (!rest) return undefined;
  const names = new Lexer(rest, false).words();
  const [name] = names ?? [];
  if (names?.length !== 1 || name === undefined) return undefined;
  // A quote that went away was one of the name's own; one behind a backslash is part of the name.
  const expands = !/["']/.test(rest.replace(/\\./gs, ""));
  return { name, stripsTabs: dash === "-", expands };
}

/** Cuts into words what stands on a line. */
class Lexer {
  private at = 0;
  private word = "";
  private readonly found: string[] = [];

  private readonly text: string;
  /** Whether quotes and backslashes stay where they are. */
  private readonly isRaw: boolean;

  constructor(text: string, isRaw: boolean) {
    this.text = text;
    this.isRaw = isRaw;
  }

  /** Undefined where BuildKit gives up. */
  words(): readonly string[] | undefined {
    while (this.at < this.text.length) if (!this.take()) return undefined;
    this.endWord();
    return this.found;
  }

  private take(): boolean {
    const letter = this.text.charAt(this.at);
    if (letter === "'") return this.quoted(this.text.indexOf("'", this.at + 1));
    if (letter === '"') return this.quoted(endOfDoubleQuote(this.text, this.at));
    if (letter === "$") return this.variable();
    if (letter === "\\") {
      this.add(this.isRaw ? this.text.slice(this.at, this.at + 2) : this.text.charAt(this.at + 1), 2);
    } else if (letter === "<") {
      const [opening = letter] = /^<<?\s*/.exec(this.text.slice(this.at)) ?? [];
      // Blanks behind << belong to the word, behind a single < they end it.
      if (opening.startsWith("<<")) this.add(opening, opening.length);
      else this.add(letter, 1);
    } else if (/\s/.test(letter)) {
      this.endWord();
      this.at += 1;
    } else this.add(letter, 1);
    return true;
  }

  private add(text: string, length: number): void {
    this.word += text;
    this.at += length;
  }

  private endWord(): void {
    if (this.word !== "") this.found.push(this.word);
    this.word = "";
  }

  private quoted(end: number): boolean {
    if (end < 0) return false;
    const inside = this.text.slice(this.at + 1, end);
    const isDouble = this.text.charAt(this.at) === '"';
    if (this.isRaw) this.add(this.text.slice(this.at, end + 1), 0);
    else this.add(isDouble ? inside.replace(/\\(["$\\])/g, "$1") : inside, 0);
    this.at = end + 1;
    return true;
  }

  private variable(): boolean {
    const end = endOfVariable(this.text, this.at);
    if (end < 0) return false;
    // Blanks in it cut the word as any others do.
    const [first = "", ...others] = this.text.slice(this.at, end).split(/\s+/);
    this.add(first, 0);
    for (const other of others) {
      this.endWord();
      this.word = other;
    }
    this.at = end;
    return true;
  }
}

/** Variables in variables that are followed; nobody writes more. */
const deepest = 50;

/**
 * Behind the variable that begins with the $ at `start`, or behind the $ where there is none; -1 where Docker stumbles.
 */
function endOfVariable(text: string, start: number, depth = 0): number {
  if (text[start + 1] !== "{") return start + 1;
  if (depth > deepest) return -1;
  const name = /(?:\d+|[@*#?$!-]|[\p{L}_][\p{L}\d_]*)?/uy;
  name.lastIndex = start + 2;
  const at = start + 2 + (name.exec(text)?.[0].length ?? 0);
  const next = text.charAt(at);
  if (at === start + 2 && /^[{}:]?$/.test(next)) return -1;
  if (next === "}") return at + 1;
  if (next === "/") {
    const middle = endOf(text, text[at + 1] === "/" ? at + 2 : at + 1, "/", depth);
    return middle < 0 ? -1 : endOf(text, middle, "}", depth);
  }
  if (next === ":") return /[#%]/.test(text.charAt(at + 1)) ? -1 : endOf(text, at + 2, "}", depth);
  return /[-+?#%]/.test(next) ? endOf(text, at + 1, "}", depth) : -1;
}

/** Behind the next `stop` that is in no quotes and no variable; -1 where there is none. */
function endOf(text: string, from: number, stop: string, depth: number): number {
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === stop) return at + 1;
    if (letter === "\\") at += 1;
    else if (letter === "'" || letter === '"' || letter === "$") {
      const last = lastOfQuote(text, at, depth + 1);
      if (last < 0) return -1;
      at = last;
    }
  }
  return -1;
}

/** The last character of the quote or the variable at `at`; -1 where it has no end. */
function lastOfQuote(text: string, at: number, depth: number): number {
  if (text[at] === "'") return text.indexOf("'", at + 1);
  if (text[at] === '"') return endOfDoubleQuote(text, at, depth);
  const end = endOfVariable(text, at, depth);
  return end < 0 ? -1 : end - 1;
}

/** Where the double quote that begins at `start` ends, or -1. */
function endOfDoubleQuote(text: string, start: number, depth = 0): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"') return at;
    if (letter === "\\") at += 1;
    else if (letter === "$") {
      const end = endOfVariable(text, at, depth);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}
