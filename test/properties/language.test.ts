import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { applyEdits, areApplicable } from "../../server/src/core/edits/apply.ts";
import type { Span } from "../../server/src/core/edits/span.ts";
import { deriveFacts, type Facts } from "../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { folds } from "../../server/src/core/language/folds.ts";
import { delimitersAt } from "../../server/src/core/language/heredocDelimiters.ts";
import { links } from "../../server/src/core/language/links.ts";
import { type OutlineItem, outline } from "../../server/src/core/language/outline.ts";
import { selectionsAt } from "../../server/src/core/language/selections.ts";
import { mentionsOfStage, stageMentionAt } from "../../server/src/core/language/stageMentions.ts";
import { variableRename } from "../../server/src/core/language/variableRename.ts";
import { variableMentions } from "../../server/src/core/language/variables.ts";
import { stageRename } from "../../server/src/core/refactorings/stageRename.ts";
import { damaged, dockerfiles, specificationTexts } from "../support/dockerfiles.ts";

const texts = specificationTexts();
const anyText = fc.oneof(
  { weight: 2, arbitrary: dockerfiles },
  { weight: 2, arbitrary: fc.constantFrom(...texts) },
  { weight: 3, arbitrary: damaged(texts) },
);
const { PROPERTY_RUNS: wishedRuns, PROPERTY_SEED: wishedSeed } = process.env;
const numRuns = Number(wishedRuns ?? 300);
/** The same cases every time, unless somebody looks for new ones by asking for more runs. */
const seed = Number(wishedSeed ?? (wishedRuns === undefined ? 20_260_101 : Date.now() % 2 ** 31));

function law(name: string, holds: (text: string, facts: Facts) => void): void {
  test(name, { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyText, (text) => holds(text, factsOf(text))),
      { numRuns, seed },
    );
  });
}

function factsOf(text: string): Facts {
  return deriveFacts(parseDockerfile(text), nothingKnown);
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

law("every part of an outline has a name and lies in what is around it", (text, facts) => {
  const check = (items: readonly OutlineItem[], around: Span): void => {
    for (const { name, span, nameSpan, children } of items) {
      expect(name).toMatch(/^\S.*$/s);
      expect(isWithin(nameSpan, span) && isWithin(span, around)).toBe(true);
      check(children, span);
    }
  };
  check(outline(facts), { start: 0, end: text.length });
});

law("folds and links lie in the text, selections hold one another", (text, facts) => {
  const whole = { start: 0, end: text.length };
  for (const { span } of [...folds(facts.dockerfile), ...links(facts)])
    expect(isWithin(span, whole)).toBe(true);
  for (let offset = 0; offset <= text.length; offset += 7) {
    let inner = { start: offset, end: offset };
    for (const span of selectionsAt(facts, offset)) {
      expect(isWithin(inner, span)).toBe(true);
      inner = span;
    }
    expect(inner).toEqual(whole);
    const delimiters = delimitersAt(facts, offset);
    if (!delimiters) continue;
    const { opening, terminator } = delimiters;
    expect(text.slice(opening.start, opening.end)).toBe(text.slice(terminator.start, terminator.end));
  }
});

law("a renamed variable is mentioned where it was, and nothing else changes", (text, facts) => {
  const mentions = variableMentions(facts);
  for (const mention of new Map(mentions.map((each) => [each.variable, each])).values()) {
    expect(text.slice(mention.span.start, mention.span.end)).toBe(mention.name);
    const renamed = variableRename(facts, mention, "ANOTHER_NAME");
    if ("whyNot" in renamed) continue;
    expect(areApplicable(text, renamed.edits)).toBe(true);
    const after = factsOf(applyEdits(text, renamed.edits));
    expect(after.dockerfile.problems).toHaveLength(facts.dockerfile.problems.length);
    const found = variableMentions(after);
    expect(found.filter(({ name }) => name === "ANOTHER_NAME")).toHaveLength(renamed.edits.length);
    expect(found).toHaveLength(mentions.length);
  }
});

law("a renamed stage is used by those that used it", (text, facts) => {
  for (const stage of facts.stages) {
    const mention = stage.stage.name && stageMentionAt(facts, stage.stage.name.span.start);
    const renamed = mention && stageRename(facts, mention, "another-name");
    if (!renamed || "whyNot" in renamed) continue;
    const after = factsOf(applyEdits(text, renamed.edits));
    expect(after.dockerfile.problems).toHaveLength(facts.dockerfile.problems.length);
    const same = after.stages[stage.stage.index];
    expect(same && mentionsOfStage(after, same)).toHaveLength(mentionsOfStage(facts, stage).length);
  }
});
