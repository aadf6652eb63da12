import { expect, test } from "vitest";
import { analysisOf } from "../../server/src/core/analyze.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { outline } from "../../server/src/core/language/outline.ts";
import { rules } from "../../server/src/core/rules/index.ts";

test("rules run when somebody asks for findings, and once: an outline does not wait for them", () => {
  let count = 0;
  const counted = rules.map((rule) => ({
    ...rule,
    check: (...facts: Parameters<typeof rule.check>) => {
      count += 1;
      return rule.check(...facts);
    },
  }));
  const analysis = analysisOf("FROM python:3.13\nRUN pip install flask\n", {
    known: nothingKnown,
    settings: { severities: {}, enableAll: true },
    rules: counted,
  });
  expect(outline(analysis.facts)).toHaveLength(1);
  expect(count).toBe(0);
  expect(analysis.findings.map(({ rule }) => rule.id)).toContain("pip-cache");
  expect(analysis.failures).toEqual([]);
  expect(analysis.findings).toBe(analysis.findings);
  expect(count).toBe(rules.length);
});

test("getters stand on the prototype, as those of an object literal keep whole files from being collected", () => {
  const analysis = analysisOf("FROM a AS b\nFROM b\nRUN x\n", {
    known: nothingKnown,
    settings: { severities: {} },
  });
  const { facts } = analysis;
  for (const derived of [analysis, facts, facts.graph, facts.scope, ...facts.stages, ...facts.runs])
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(derived)))
      expect(get, name).toBeUndefined();
});
