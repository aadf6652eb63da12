import type { SyntaxLine, Word } from "./line.ts";

/** What Docker's own expansion of variables stumbles over in a word. */
export interface QuoteSlip {
  readonly word: Word;
  readonly message: string;
}

/**
 * The first word with a quote that never ends, or with a `${…}` that Docker does not know. Source:
 * frontend/dockerfile/shell/lex.go.
 */
export function quoteSlip({ escape }: SyntaxLine, words: readonly Word[]): QuoteSlip | undefined {
  for (const word of words) {
    const message = complaintAbout(word.text, escape);
    if (message !== undefined) return { word, message };
  }
  return undefined;
}

function complaintAbout(text: string, escape: string): string | undefined {
  let isDouble = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === escape) at += 1;
    else if (letter === '"') isDouble = !isDouble;
    else if (letter === "'" && !isDouble) {
      at = text.indexOf("'", at + 1);
      if (at < 0) return "a single quote has no end";
    } else if (letter === "$" && text[at + 1] === "{") {
      const complaint = complaintAboutVariable(text, at + 2);
      if (complaint !== undefined) return complaint;
    }
  }
  return isDouble ? "a double quote has no end" : undefined;
}

function complaintAboutVariable(text: string, from: number): string | undefined {
  const rest = text.slice(from);
  if (!rest.includes("}")) return "a variable has no closing brace";
  const name = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(rest)?.[0];
  if (name === undefined) return /^[{}:]/.test(rest) ? "a variable has no name" : undefined;
  const next = rest.slice(name.length);
  if (/^(?:}|[-+?#%/]|:[-+?])/.test(next)) return undefined;
  return `Docker does not know \${${name}${next.slice(0, next.indexOf("}") + 1)}`;
}
