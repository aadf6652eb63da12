import type { TextDocument } from "vscode-languageserver-textdocument";
import type { OtherProblem } from "../protocol/messages.ts";
import type { Twin } from "./twins.ts";

/** What other extensions say about the open documents. */
export interface OtherProblemsStore {
  set(document: TextDocument, items: readonly OtherProblem[]): void;
  /** Where they are in this version. */
  of(document: TextDocument): readonly Twin[];
  /** Changes with what is said about the document. */
  revision(uri: string): number;
  forget(uri: string): void;
}

interface Seen {
  readonly problem: OtherProblem;
  /** The line as it was then. */
  readonly text: string;
}

/** Nobody reads a list of this length, so nobody misses that one of them is there twice. */
const maxItems = 1_000;
/** How far a line is followed when others are added or removed above it. */
const farthest = 100;

export function createOtherProblems(): OtherProblemsStore {
  const seen = new Map<string, readonly Seen[]>();
  const revisions = new Map<string, number>();
  return {
    set(document, items) {
      const kept = items.slice(0, maxItems).map((problem) => {
        return { problem, text: lineOf(document, problem.range.start.line) };
      });
      seen.set(document.uri, kept);
      revisions.set(document.uri, (revisions.get(document.uri) ?? 0) + 1);
    },
    of: (document) =>
      (seen.get(document.uri) ?? []).map(({ problem, text }) => ({
        peer: problem.source,
        code: problem.code,
        lineStart: document.offsetAt({
          line: lineNow(document, problem.range.start.line, text),
          character: 0,
        }),
      })),
    revision: (uri) => revisions.get(uri) ?? 0,
    forget: (uri) => seen.delete(uri),
  };
}

/** The others look again only when they like, many on save; meanwhile a line may have moved. */
function lineNow(document: TextDocument, line: number, text: string): number {
  if (text.trim() === "") return line;
  for (let distance = 0; distance <= farthest; distance += 1) {
    if (lineOf(document, line + distance) === text) return line + distance;
    if (lineOf(document, line - distance) === text) return line - distance;
  }
  return line;
}

function lineOf(document: TextDocument, line: number): string {
  if (line < 0) return "";
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}
