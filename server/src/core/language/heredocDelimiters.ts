import type { Instruction } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { lastOf } from "../facts/lastOf.ts";

/** The word that opens a here-document and the one that ends it, without quotes and tabs. */
export interface Delimiters {
  readonly opening: Span;
  readonly terminator: Span;
}

export function delimitersAt({ dockerfile }: Facts, offset: number): Delimiters | undefined {
  const instruction = lastOf(dockerfile.instructions, ({ span }) => span.start <= offset);
  if (!instruction || offset > instruction.span.end) return undefined;
  const holds = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  return delimitersOf(instruction).find(({ opening, terminator }) => holds(opening) || holds(terminator));
}

/** Those of an instruction whose here-documents are all ended. */
function delimitersOf(given: Instruction): readonly Delimiters[] {
  const { body, heredocs } = given.keyword === "ONBUILD" && given.trigger ? given.trigger : given;
  const found: Delimiters[] = [];
  let at = 0;
  for (const { name, terminator } of heredocs) {
    const start = openingOf(name, body.text, at);
    if (start < 0 || !terminator) return [];
    at = start + name.length;
    found.push({
      opening: sourceSpan(body, start, at),
      terminator: { start: terminator.end - name.length, end: terminator.end },
    });
  }
  return found;
}

/** The offset of the name behind the next `<<` that opens it, dash, blanks and quotes passed over. */
function openingOf(name: string, text: string, from: number): number {
  for (let at = text.indexOf("<<", from); at >= 0; at = text.indexOf("<<", at + 2)) {
    const behind = /^-?[ \t]*["']?/.exec(text.slice(at + 2, at + 40))?.[0].length ?? 0;
    if (text.startsWith(name, at + 2 + behind)) return at + 2 + behind;
  }
  return -1;
}
