import type { Dockerfile, Instruction } from "../../document/dockerfile.ts";
import { removeSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Span } from "../../edits/span.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "empty-continuation",
  group: "style",
  summary: "An empty line stands between the continued lines of an instruction.",
  why: "Docker drops empty lines behind a continuation character, warns about them, and is going to refuse them. The fix takes them out and changes nothing else. When an instruction follows, it is usually the continuation character above that is left over: then Docker takes that instruction for a part of this one.",
  severity: "hint",
  phase: "word",
  safety: ["safe", "review"],
  aliases: ["NoEmptyContinuation"],
  *check({ dockerfile }): Generator<Problem> {
    for (const instruction of dockerfile.instructions) {
      for (const span of blocks(instruction.emptyContinuations)) {
        const swallowed = swallowedKeyword(dockerfile, span.end);
        if (swallowed === undefined) {
          const message = "Docker is going to refuse empty lines inside an instruction";
          const title = "Remove the empty line";
          yield { span, message, fixes: [{ title, safety: "safe", edits: [removeSpan(span)] }] };
          continue;
        }
        yield {
          span,
          severity: "warning",
          message: `the line above goes on here, so ${swallowed} below becomes part of ${instruction.keyword}`,
          fixes: endAbove(dockerfile, instruction, span),
        };
      }
    }
  },
});

/** Lines that follow one another are one block. */
function blocks(lines: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.end === line.start) found[found.length - 1] = { start: last.start, end: line.end };
    else found.push(line);
  }
  return found;
}

const keywords =
  /[ \t]*(FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)[ \t]+\S/y;

/** The instruction that begins on the next line, for somebody who reads the file. */
function swallowedKeyword({ text }: Dockerfile, start: number): string | undefined {
  keywords.lastIndex = start;
  return keywords.exec(text)?.[1];
}

function endAbove({ text, escape }: Dockerfile, { keyword }: Instruction, { start }: Span): readonly Fix[] {
  const at = text.lastIndexOf(escape, start);
  if (at < 0 || text.slice(at + 1, start).trim() !== "") return [];
  const blanks = /[ \t]*$/.exec(text.slice(0, at))?.[0].length ?? 0;
  return [
    {
      title: `End ${keyword} above the empty line`,
      safety: "review",
      assumption: "the next line is meant as an instruction of its own",
      edits: [removeSpan({ start: at - blanks, end: at + 1 })],
    },
  ];
}
