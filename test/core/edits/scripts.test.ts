import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { appendStep, removeInstruction } from "../../../server/src/core/edits/instructions.ts";
import { canMerge, mergeRuns } from "../../../server/src/core/edits/mergeRuns.ts";
import { insertStepBefore, removeSteps } from "../../../server/src/core/edits/steps.ts";
import { insertWordBehind } from "../../../server/src/core/edits/words.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

const factsOf = (text: string) => deriveFacts(parseDockerfile(`FROM x\n${text}\n`), nothingKnown);
const withoutFrom = (text: string) => text.slice("FROM x\n".length, -1);

function edited(
  text: string,
  edit: (
    facts: ReturnType<typeof factsOf>,
  ) => readonly (Parameters<typeof applyEdits>[1][number] | undefined)[],
) {
  const facts = factsOf(text);
  const edits = edit(facts).flatMap((one) => (one ? [one] : []));
  return edits.length === 0 ? undefined : withoutFrom(applyEdits(facts.dockerfile.text, edits));
}

describe("appending a step", () => {
  test.each([
    ["RUN a && b", "RUN a && b && z"],
    ["RUN a; b", "RUN a; b && z"],
    ["RUN a || b", "RUN a || b && z"],
    ["RUN set -e; a; b;", "RUN set -e; a; b; z;"],
    ["RUN set -e; \\\n\ta; \\\n\tb", "RUN set -e; \\\n\ta; \\\n\tb; \\\n\tz"],
    ["RUN a && \\\n  b", "RUN a && \\\n  b && \\\n  z"],
    ["RUN a \\\n  && b", "RUN a \\\n  && b \\\n  && z"],
    ["RUN <<EOF\na\nb\nEOF", "RUN <<EOF\na\nb && z\nEOF"],
    ["RUN <<EOF\nset -e\n  b # c\nEOF", "RUN <<EOF\nset -e\n  b\n  z # c\nEOF"],
    ["RUN a &", undefined],
    ["RUN a & b", undefined],
    ["RUN a # b", undefined],
    ['RUN ["a"]', undefined],
  ])("%j becomes %j", (before, after) => {
    expect(edited(before, (facts) => facts.runs.map((run) => appendStep(facts.dockerfile, run, "z")))).toBe(
      after,
    );
  });
});

describe("removing a step", () => {
  test.each([
    ["RUN a && b && c", [0], "RUN b && c"],
    ["RUN a && b && c", [1, 2], "RUN a"],
    ["RUN a && b && c", [0, 1], "RUN c"],
    ["RUN a \\\n  && b \\\n  && c", [1], "RUN a \\\n  && c"],
    ["RUN a && \\\n  b && \\\n  c", [0], "RUN b && \\\n  c"],
    ["RUN <<EOF\n# x\na\nb\nEOF", [0], "RUN <<EOF\n# x\nb\nEOF"],
    ["RUN a || b", [0], undefined],
    ["RUN a", [0], undefined],
  ])("%j without %j is %j", (before, removed, after) => {
    const remove = (facts: ReturnType<typeof factsOf>) =>
      facts.runs.flatMap(
        (run) =>
          removeSteps(
            facts.dockerfile,
            run,
            run.script.steps.filter((_, at) => removed.includes(at)),
          ) ?? [],
      );
    expect(edited(before, remove)).toBe(after);
  });

  test("an instruction goes with one of the blank lines around it", () => {
    const remove = (facts: ReturnType<typeof factsOf>) =>
      facts.runs.slice(0, 1).map((run) => removeInstruction(facts.dockerfile, run.instruction));
    expect(edited("\nRUN a\n\nRUN b", remove)).toBe("\nRUN b");
    expect(edited("# c\nRUN a\n\nRUN b", remove)).toBe("# c\n\nRUN b");
  });
});

describe("inserting a step", () => {
  test.each([
    ["RUN a", 0, "RUN z && a"],
    ["RUN a \\\n  && b", 0, "RUN z \\\n  && a \\\n  && b"],
    ["RUN a && \\\n  b", 1, "RUN a && \\\n  z && \\\n  b"],
    ["RUN set -e; \\\n  a", 1, "RUN set -e; \\\n  z; \\\n  a"],
    ["RUN a; b", 1, "RUN a; z && b"],
    ["RUN <<EOF\n  a\nEOF", 0, "RUN <<EOF\n  z\n  a\nEOF"],
    ["RUN a || b", 0, undefined],
    ["RUN a || b", 1, undefined],
  ])("%j at %i becomes %j", (before, at, after) => {
    const insert = (facts: ReturnType<typeof factsOf>) =>
      facts.runs.map((run) => {
        const step = run.script.steps[at];
        return step && insertStepBefore(facts.dockerfile, run, step, "z");
      });
    expect(edited(before, insert)).toBe(after);
  });
});

test.each([
  ["RUN a b c", "RUN a b z c"],
  ["RUN a \\\n  b \\\n  c", "RUN a \\\n  b \\\n  z \\\n  c"],
  ["RUN a \\\n  b", "RUN a \\\n  b \\\n  z"],
  ["RUN a \\\n  b && c", "RUN a \\\n  b z && c"],
])("a word behind another: %j becomes %j", (before, after) => {
  const insert = (facts: ReturnType<typeof factsOf>) =>
    facts.runs.map((run) => {
      const word = run.script.commands[0]?.args[0];
      return word && insertWordBehind(facts.dockerfile, word, "z");
    });
  expect(edited(before, insert)).toBe(after);
});

describe("merging", () => {
  const merged = (text: string) =>
    edited(text, (facts) => {
      const [a, b] = facts.runs;
      return a && b && canMerge(facts, a, b) ? mergeRuns(facts.dockerfile, facts.runs) : [];
    });

  test.each([
    ["RUN a\nRUN b\nRUN c", "RUN a \\\n    && b \\\n    && c"],
    ["RUN cd x && a\nRUN b", "RUN ( cd x && a ) \\\n    && b"],
    ["RUN X=1\nRUN b", "RUN ( X=1 ) \\\n    && b"],
    ["RUN a; b;\nRUN c", "RUN { a; b; } \\\n    && c"],
    ["RUN a\nRUN b || c", "RUN a \\\n    && { b || c; }"],
    ["RUN a\nRUN exit 0; b", "RUN a \\\n    && ( exit 0; b )"],
    ["RUN set -ex && a\nRUN b", "RUN ( set -ex && a ) \\\n    && b"],
    ["RUN if a; then b; fi\nRUN c", "RUN if a; then b; fi \\\n    && c"],
  ])("%j becomes %j", (before, after) => {
    expect(merged(before)).toBe(after);
  });

  test.each([
    ["different mounts", "RUN --mount=type=cache,target=/c a\nRUN b"],
    ["a script that lives on -e", "RUN set -e; a; b\nRUN c"],
    ["a loop that lives on -e", "RUN set -e && for x in 1 2; do a; b; done\nRUN c"],
    ["a shell with -e", 'SHELL ["bash", "-ec"]\nRUN a; b\nRUN c'],
    ["a login shell", 'SHELL ["bash", "--login", "-c"]\nRUN a\nRUN b'],
    ["BASH_ENV", "ENV BASH_ENV=/x\nRUN a\nRUN b"],
    ["a background process", "RUN a &\nRUN b"],
    ["a here-document in the command", "RUN cat <<EOF\nEOF\nRUN b"],
    ["here-documents without set -e", "RUN <<EOF\na\nEOF\nRUN <<EOF\nb\nEOF"],
    ["another interpreter", "RUN <<EOF\n#!/usr/bin/env python3\nset -e\nEOF\nRUN <<EOF\nset -e\nEOF"],
    ["ONBUILD", "ONBUILD RUN a\nRUN b"],
  ])("refuses %s", (_, text) => {
    expect(merged(text)).toBeUndefined();
  });
});
