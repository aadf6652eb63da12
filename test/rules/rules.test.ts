import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Analysis,
  analysisOf,
  defaultSettings,
  type RuleSettings,
} from "../../server/src/core/analyze.ts";
import { configForFile } from "../../server/src/core/config/forFile.ts";
import { readConfig } from "../../server/src/core/config/readConfig.ts";
import { applyEdits } from "../../server/src/core/edits/apply.ts";
import type { Fix, Safety } from "../../server/src/core/edits/fix.ts";
import { optimize, type Step } from "../../server/src/core/optimize.ts";
import type { Finding, Rule } from "../../server/src/core/rule.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { specKnown } from "../support/known.ts";
import { type Example, type ExpectedFix, readSpecification, specificationFiles } from "../support/spec.ts";
import { rewriteLines, withCarets } from "../support/updateSpec.ts";

const folder = import.meta.dirname;
const { UPDATE_SPECS: updates, ONLY_RULE: onlyRule } = process.env;
const allSafeties: readonly Safety[] = ["safe", "review", "draft"];

for (const rule of rules) {
  const files = specificationFiles(folder, rule.id);
  describe(rule.id, () => {
    test("has a specification", () => expect(files[0]).toBe(path.join(folder, `${rule.id}.md`)));
    if (updates === "1" && (onlyRule ?? rule.id) === rule.id)
      for (const file of files) update(rule, file, readSpecification(file));
    const specified = files.map((file) => ({ file, examples: readSpecification(file) }));
    for (const { file, examples } of specified)
      for (const example of examples)
        test(`${path.relative(folder, file)}:${example.line} ${example.section}`, () =>
          checkExample(rule, example));
    const all = specified.flatMap(({ examples }) => examples);
    if (all.length > 0) test("is covered", () => checkCoverage(rule, all));
  });
}

test("every specification belongs to a rule", () => {
  const ids = rules.map(({ id }) => id);
  const names = readdirSync(folder).filter((name) => name !== path.basename(import.meta.filename));
  expect(names.filter((name) => !ids.includes(name.replace(/\.md$/, "")))).toEqual([]);
});

function checkExample(rule: Rule, example: Example): void {
  const analysis = analyzed(rule, example);
  const shown = withCarets(example.text, analysis.findings).join("\n");
  expect(shown, "findings").toBe(markedText(example));
  const hasFix = analysis.findings.some((finding) => finding.fixes.length > 0);
  expect(hasFix && example.fixes.length === 0, "the rule offers a fix, but no fixed block shows it").toBe(
    false,
  );
  for (const fix of example.fixes)
    expect(fixedText(rule, example, fix), `fixed block in line ${fix.line}`).toBe(fix.text);
}

function analyzed(rule: Rule, example: Example): Analysis {
  const analysis = analysisOf(example.text, inputOf(rule, example));
  const { facts, failures } = analysis;
  const [failure] = failures;
  if (failure) throw failure.error;
  return { facts, failures, findings: analysis.findings.filter((finding) => finding.rule === rule) };
}

function inputOf(rule: Rule, example: Example) {
  const isOff = rule.severity === "off";
  const { config, problems } = readConfig(example.config ?? {}, rules);
  expect(problems, "the config block").toEqual([]);
  const fromConfig = configForFile([{ config, path: "Dockerfile" }]);
  const severities = {
    ...(isOff ? { [rule.id]: "information" } : {}),
    ...fromConfig.severities,
    ...example.settings,
  } as RuleSettings["severities"];
  return {
    known: specKnown(example.context, example.shellAnswers, example.history),
    settings: { ...defaultSettings, severities, policy: fromConfig.policy },
    // What a rule about ignore comments says follows from all the others.
    rules: rule.checkIgnores ? rules : [rule],
    accepts: ({ finding }: Step) => finding.rule === rule,
  };
}

function markedText(example: Example): string {
  const lines = example.text.replace(/\n$/, "").split("\n");
  return lines
    .flatMap((line, index) => [
      line,
      ...example.marks
        .filter((mark) => mark.line === index)
        .map(
          (mark) =>
            `${" ".repeat(mark.column)}${"^".repeat(mark.length)}${mark.continues ? "+" : ""} ${mark.message}`,
        ),
    ])
    .join("\n");
}

/** The text after the expected fix: the first one to a fixed point, or the alternative that is named, applied once. */
function fixedText(rule: Rule, example: Example, expected: ExpectedFix): string {
  if (expected.title === undefined) {
    const optimized = optimize(example.text, { ...inputOf(rule, example), allow: [expected.safety] });
    expect(optimized.applied.length, `no ${expected.safety} fix was applied`).toBeGreaterThan(0);
    if (expected.of === "dockerfile") return optimized.text;
    expect(optimized.files.map(({ path: name }) => name)).toEqual([".dockerignore"]);
    return optimized.files[0]?.content ?? "";
  }
  const chosen = analyzed(rule, example).findings.flatMap((finding) => alternative(finding, expected));
  expect(chosen.length, `no fix is titled ${expected.title}`).toBeGreaterThan(0);
  let text = example.text;
  for (const fix of chosen.toReversed()) text = applyEdits(text, fix.edits);
  return text;
}

function alternative(finding: Finding, expected: ExpectedFix): readonly Fix[] {
  const fix = finding.fixes.find(({ title }) => title.startsWith(expected.title ?? ""));
  if (!fix) return [];
  expect(fix.safety, fix.title).toBe(expected.safety);
  return [fix];
}

function checkCoverage(rule: Rule, examples: readonly Example[]): void {
  expect(examples.length, "at least 8 examples").toBeGreaterThanOrEqual(8);
  expect(
    examples.some((example) => example.marks.length > 0),
    "an example that reports",
  ).toBe(true);
  expect(
    examples.some((example) => example.marks.length === 0),
    "an example that is silent",
  ).toBe(true);
  expect(
    new Set(
      examples.map(({ text, config, context, history, shellAnswers }) =>
        JSON.stringify([text, config, [...(context ?? [])], history, shellAnswers]),
      ),
    ).size,
    "no example twice",
  ).toBe(examples.length);
  const fixes = examples.flatMap((example) =>
    analyzed(rule, example).findings.flatMap((finding) => finding.fixes),
  );
  const seen = allSafeties.filter((safety) => fixes.some((fix) => fix.safety === safety));
  expect(seen, "the declared safety levels are the ones seen").toEqual(
    allSafeties.filter((level) => rule.safety.includes(level)),
  );
  for (const fix of fixes) {
    expect(fix.title, "a verb phrase").toMatch(/^[A-Z][a-z]+\b.*[^.]$/);
    if (fix.safety === "safe") expect(fix.assumption, fix.title).toBeUndefined();
    else
      expect(fix.assumption, fix.title).toMatch(
        /^(?!(?:An?|The|This|These|No|Nothing|It|Only)\b).{10,}[^.]$/,
      );
  }
  for (const mark of examples.flatMap((example) => example.marks)) {
    expect(mark.message.length, mark.message).toBeLessThan(120);
    expect(mark.message, "no full stop").not.toMatch(/\.$/);
    expect(mark.message, "starts in lower case, unless with a name").not.toMatch(
      /^(An|The|This|These|No|Nothing|It|Recommended)\b/,
    );
  }
}

/** `UPDATE_SPECS=1`, with `ONLY_RULE=<id>` for one rule: writes carets and fixed blocks as they come out; the difference is to be reviewed. */
function update(rule: Rule, file: string, examples: readonly Example[]): void {
  const changes = examples.flatMap((example) => [
    { lines: example.lines, content: withCarets(example.text, analyzed(rule, example).findings) },
    ...example.fixes.map((fix) => ({
      lines: fix.lines,
      content: contentLines(fixedOrOld(rule, example, fix)),
    })),
  ]);
  rewriteLines(file, changes);
}

function fixedOrOld(rule: Rule, example: Example, fix: ExpectedFix): string {
  try {
    return fixedText(rule, example, fix);
  } catch {
    return fix.text;
  }
}

function contentLines(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}
