import type { Span } from "../edits/span.ts";

/** A parser directive: `# syntax=…`, `# escape=…` or `# check=…` above everything else. */
export interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

export interface Preamble {
  readonly directives: readonly Directive[];
  readonly escape: "\\" | "`";
  /** Offset of the first line that is no directive. */
  readonly end: number;
}

const directive = /^[ \t]*#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(\S.*?)[ \t]*$/;

/** Reads the directives as BuildKit does (frontend/dockerfile/parser/directives.go): the first other line ends them. */
export function readPreamble(text: string): Preamble {
  const directives: Directive[] = [];
  let escape: "\\" | "`" = "\\";
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const feed = text.indexOf("\n", at);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(at, end).replace(/\r+$/, "");
    const match = directive.exec(line);
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (value === undefined || !isKnown(name) || directives.some((known) => known.name === name)) break;

    const valueEnd = at + line.trimEnd().length;
    directives.push({
      name,
      value,
      span: { start: at + line.indexOf("#"), end: valueEnd },
      valueSpan: { start: valueEnd - value.length, end: valueEnd },
    });
    if (name === "escape" && value === "`") escape = "`";
    at = feed < 0 ? text.length : feed + 1;
  }
  return { directives, escape, end: at };
}

function isKnown(name: string | undefined): name is Directive["name"] {
  return name === "syntax" || name === "escape" || name === "check";
}
