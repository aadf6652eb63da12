import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Instruction } from "../../server/src/core/document/dockerfile.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { formatted } from "../../server/src/core/format/format.ts";
import { syntaxSlips } from "../../server/src/core/syntax/syntax.ts";
import { damaged, dockerfiles, specificationTexts } from "../support/dockerfiles.ts";

const texts = specificationTexts();
const layouts = fc.record({
  casing: fc.constantFrom("majority", "upper"),
  tabSize: fc.constantFrom(2, 4, 8),
  insertSpaces: fc.boolean(),
});
const anyText = fc
  .tuple(fc.oneof(dockerfiles, fc.constantFrom(...texts), damaged(texts)), fc.boolean())
  .map(([text, isWindows]) => (isWindows ? text.replace(/\r?\n/g, "\r\n") : text));
const runs = Number(process.env.PROPERTY_RUNS ?? 500);
const wished = process.env.PROPERTY_SEED;
const seed = Number(wished ?? (process.env.PROPERTY_RUNS ? Date.now() % 2 ** 31 : 20_260_101));

/** Blanks outside quotes count as one. */
function squeezed(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|'[^']*'|[ \t]+/g, (part) => (/^[ \t]/.test(part) ? " " : part));
}

/** The keywords in it are written as the others are. */
function bodyOf({ keyword, body }: Instruction): string {
  if (keyword === "ONBUILD") return "";
  return keyword === "FROM" ? squeezed(body.text).toLowerCase() : squeezed(body.text);
}

function meaningOf(text: string) {
  const dockerfile = parseDockerfile(text);
  const instruction = (one: Instruction): unknown => ({
    keyword: one.keyword,
    flags: one.flags.map(({ name, value }) => `${name}=${value}`),
    body: bodyOf(one),
    heredocs: one.heredocs.map(({ name, body, terminator }) => [
      name,
      text.slice(body.start, body.end),
      terminator === undefined,
    ]),
    comments: [...one.comments, ...one.innerComments].map((comment) => comment.text),
    properties:
      "properties" in one ? one.properties.map(({ name, value }) => [name.value, value?.value]) : [],
    exec: "exec" in one ? one.exec?.map(({ value }) => value) : undefined,
    trigger: one.keyword === "ONBUILD" && one.trigger ? instruction(one.trigger) : undefined,
  });
  return {
    directives: dockerfile.directives.map(({ name, value }) => [name, value]),
    comments: dockerfile.comments.map((comment) => comment.text),
    stages: dockerfile.stages.map(({ name, from }) => [name?.text, from.image?.text]),
    instructions: dockerfile.instructions.map(instruction),
    problems: dockerfile.problems.map(({ kind }) => kind),
    slips: [...syntaxSlips(dockerfile)].length,
  };
}

describe("formatting", () => {
  test("leaves the meaning as it is", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyText, layouts, (text, layout) => {
        expect(meaningOf(formatted(text, layout))).toEqual(meaningOf(text));
      }),
      { numRuns: runs, seed },
    );
  });

  test("is done after the first time", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyText, layouts, (text, layout) => {
        const once = formatted(text, layout);
        expect(formatted(once, layout)).toBe(once);
      }),
      { numRuns: runs, seed },
    );
  });
});
