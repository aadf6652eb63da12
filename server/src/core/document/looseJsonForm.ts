import type { Span } from "../edits/span.ts";
import { type FlatText, sourceSpan } from "./flatText.ts";

/** A text that was meant as a JSON array of strings, but is none. */
export interface LooseJsonForm {
  /** From the opening bracket to the closing one, or to the last word. */
  readonly span: Span;
  /** What keeps it from being JSON, in order. */
  readonly slips: readonly JsonSlip[];
}

export interface JsonSlip {
  readonly kind: "quotes" | "unquoted" | "escape" | "comma" | "extra-comma" | "bracket" | "tail";
  readonly span: Span;
  /** What belongs in its place; undefined when that is not clear. */
  readonly mended: string | undefined;
}

interface Token {
  readonly kind: "double" | "single" | "bare" | "," | "]";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const token =
  /\s+|("(?:[^"\\]|\\.)*")|('[^']*'|[“”„][^“”]*[“”]|[‘’][^‘’]*[‘’])|([^\s,[\]"'“”„‘’$`;|&<>()]+)|(,)|(\])/y;

/**
 * Reads an array whose quotes, commas or brackets are not JSON's. Undefined for a good array, and for what may be
 * something else: `[ -f x ]` is a test of the shell, `[a-z]*` a pattern.
 */
export function readLooseJsonForm(body: FlatText): LooseJsonForm | undefined {
  if (!body.text.startsWith("[")) return undefined;
  const read = readTokens(body.text);
  if (!read) return undefined;
  const { tokens, end } = read;
  const slips: JsonSlip[] = [];
  const slip = (kind: JsonSlip["kind"], start: number, stop: number, mended: string | undefined): void => {
    const span = sourceSpan(body, start, stop);
    // A word that goes on over lines would lose what stands between them.
    slips.push({ kind, span, mended: span.end - span.start === stop - start ? mended : undefined });
  };
  for (const [at, now] of tokens.entries()) {
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    if (now.kind === "]") {
      if (next) return undefined;
      continue;
    }
    if (now.kind === ",") {
      if (!before || before.kind === ",") return undefined;
      if (next?.kind === "]") slip("extra-comma", now.start, now.end, "");
      continue;
    }
    if (isWord(before)) {
      if (before.kind === "bare" || now.kind === "bare") return undefined;
      slip("comma", before.end, before.end, ",");
    }
    if (now.kind === "bare") {
      const isAlone = tokens.length === 2 && now.start === 1;
      if (before?.kind !== "," && next?.kind !== "," && !isAlone) return undefined;
      slip("unquoted", now.start, now.end, JSON.stringify(now.text));
    } else if (now.kind === "single") {
      slip("quotes", now.start, now.end, JSON.stringify(now.text.slice(1, -1)));
    } else if (!isJson(now.text)) slip("escape", now.start, now.end, withWindowsPath(now.text));
  }
  const last = tokens.at(-1);
  if (!last || !tokens.some(isWord)) return undefined;
  if (last.kind !== "]") {
    if (last.kind === "," || tokens.some(({ kind }) => kind === "bare")) return undefined;
    slip("bracket", last.end, last.end, "]");
  }
  const tail = body.text.slice(end).trim();
  if (tail !== "") {
    if (!tail.startsWith("#")) return undefined;
    slip("tail", end, body.text.length, undefined);
  }
  return slips.length === 0 ? undefined : { span: sourceSpan(body, 0, end), slips };
}

/** Undefined when something stands in the array that cannot be a word of it. */
function readTokens(text: string): { readonly tokens: readonly Token[]; readonly end: number } | undefined {
  const tokens: Token[] = [];
  let at = 1;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return undefined;
    const [whole, double, single, bare, comma, close] = match;
    const kind = double
      ? "double"
      : single
        ? "single"
        : bare
          ? "bare"
          : comma
            ? ","
            : close
              ? "]"
              : undefined;
    const end = at + whole.length;
    if (kind) tokens.push({ kind, text: whole, start: at, end });
    at = end;
    if (kind === "]") break;
  }
  return { tokens, end: tokens.at(-1)?.end ?? at };
}

function isWord(token: Token | undefined): token is Token {
  return token !== undefined && token.kind !== "," && token.kind !== "]";
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "string";
  } catch {
    return false;
  }
}

/** `"C:\app\run.exe"` → `"C:\\app\\run.exe"`; what another escape was meant to do is not clear. */
function withWindowsPath(text: string): string | undefined {
  return /^"[A-Za-z]:\\/.test(text) && !text.includes("\\\\") ? text.replaceAll("\\", "\\\\") : undefined;
}
