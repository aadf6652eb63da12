import { type FlatText, sourceSpan, sourceStretches } from "../../../core/document/flatText.ts";
import type { Word } from "../../../core/shell/script.ts";

/** A simple command that is being typed, whatever stands around it. */
export interface TypedCommand {
  /** Its words, the one at the cursor included, which may be empty. */
  readonly words: readonly Word[];
  readonly word: Word;
}

/**
 * The command of a script that the offset stands in. Reads words and what divides commands, and nothing else, because
 * what is half typed is no valid script. Takes time linear in the script.
 * @returns undefined in comments, behind `<` and `>`, and in words that go on over the end of a line
 */
export function typedCommand(script: FlatText, offset: number): TypedCommand | undefined {
  const reader = new Reader(script, flatOffset(script, offset), offset);
  reader.read();
  const { found } = reader;
  if (!found) return undefined;
  const { text, span } = found.word;
  return span.end - span.start === text.length && !text.includes("\n") ? found : undefined;
}

/** The place in the flat text of the first character that does not stand before a source offset. */
function flatOffset(flat: FlatText, offset: number): number {
  let flatStart = 0;
  for (const { start, end } of sourceStretches(flat)) {
    if (offset <= end) return flatStart + Math.max(0, offset - start);
    flatStart += end - start;
  }
  return flat.text.length;
}

class Reader {
  found: { readonly words: readonly Word[]; readonly word: Word } | undefined;
  readonly #script: FlatText;
  readonly #cursor: number;
  readonly #offset: number;
  /** The commands around the one that is read, for `$(…)`. */
  readonly #outer: Word[][] = [];
  #words: Word[] = [];
  /** Where the word that is read begins. */
  #start: number | undefined;
  #isTarget = false;
  #isPast = false;

  constructor(script: FlatText, cursor: number, offset: number) {
    this.#script = script;
    this.#cursor = cursor;
    this.#offset = offset;
  }

  read(): void {
    const { text } = this.#script;
    let quote = "";
    for (let at = 0; at < text.length; at += 1) {
      const char = text[at] ?? "";
      const isEscaped = char === "\\" && quote !== "'";
      if (isEscaped && text[at + 1] === "\n" && this.#start === undefined) at += 1;
      else if (isEscaped) {
        this.#begin(at);
        at += 1;
      } else if (quote !== "") quote = char === quote ? "" : quote;
      else if (char === "'" || char === '"') {
        this.#begin(at);
        quote = char;
      } else if (char === "#" && this.#start === undefined) at = this.#skipComment(at);
      else if (/[\s;&|()`<>]/.test(char)) this.#divide(char, at);
      else this.#begin(at);
    }
    this.#end(text.length);
    this.#pass(text.length);
  }

  #begin(at: number): void {
    if (this.#start !== undefined) return;
    this.#pass(at - 1);
    this.#start = at;
  }

  /** The cursor was passed, and stood in no word: one can begin there. */
  #pass(at: number): void {
    if (this.#isPast || this.#cursor > at) return;
    this.#isPast = true;
    if (this.#isTarget) return;
    const span = { start: this.#offset, end: this.#offset };
    this.#take({ text: "", value: "", span, isLiteral: true }, true);
  }

  #end(at: number): void {
    const start = this.#start;
    if (start === undefined) return;
    this.#start = undefined;
    const span = sourceSpan(this.#script, start, at);
    const isNear = !this.#isPast && start <= this.#cursor && this.#cursor <= at;
    // What was taken out between two places may lie between them and the cursor.
    if (isNear && this.#offset < span.start) this.#pass(start);
    const isAtCursor = isNear && !this.#isPast && this.#offset <= span.end;
    if (isAtCursor) this.#isPast = true;
    const isTarget = this.#isTarget;
    this.#isTarget = false;
    if (isTarget) return;
    const text = this.#script.text.slice(start, at);
    const value = text.replace(/\\\n/g, "").replace(/["'\\]/g, "");
    this.#take({ text, value, span, isLiteral: !/[$`*?[]/.test(text) }, isAtCursor);
  }

  #take(word: Word, isAtCursor: boolean): void {
    this.#words.push(word);
    if (isAtCursor) this.found = { words: this.#words, word };
  }

  #divide(char: string, at: number): void {
    const isDescriptor = this.#start !== undefined && /^\d+$/.test(this.#script.text.slice(this.#start, at));
    if (isDescriptor && (char === "<" || char === ">")) this.#start = undefined;
    this.#end(at);
    if (char === " " || char === "\t" || char === "\r") return;
    // `2>&1`
    if (char === "&" && this.#isTarget) return;
    this.#pass(at);
    this.#isTarget = char === "<" || char === ">";
    if (this.#isTarget) return;
    if (char === "(") this.#outer.push(this.#words);
    this.#words = (char === ")" && this.#outer.pop()) || [];
  }

  #skipComment(at: number): number {
    const feed = this.#script.text.indexOf("\n", at);
    const end = feed < 0 ? this.#script.text.length : feed;
    this.#pass(at);
    if (this.#cursor > at && this.#cursor <= end) this.#isPast = true;
    return end - 1;
  }
}
