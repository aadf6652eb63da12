import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnalyzeInput, analysisOf, analyze, defaultSettings } from "../../server/src/core/analyze.ts";
import type { Dockerfile } from "../../server/src/core/document/dockerfile.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { applyEdits } from "../../server/src/core/edits/apply.ts";
import type { FileEdit, Fix } from "../../server/src/core/edits/fix.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { knownWith, optimize } from "../../server/src/core/optimize.ts";
import type { Finding } from "../../server/src/core/rule.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { readSuppressions } from "../../server/src/core/suppressions.ts";
import { syntaxSlips } from "../../server/src/core/syntax/syntax.ts";
import { contexts } from "../support/contexts.ts";
import { damaged, dockerfiles, specificationTexts } from "../support/dockerfiles.ts";
import { specKnown } from "../support/known.ts";

const texts = specificationTexts();
const everyRule = Object.fromEntries(rules.map((rule) => [rule.id, "warning" as const]));
/** What is known around the file: nothing of the build context, or a context that fits some of its COPYs. */
const worlds: fc.Arbitrary<AnalyzeInput> = fc
  .oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: contexts })
  .map((context) => ({ known: specKnown(context), settings: { severities: everyRule } }));
const anyText = fc.oneof(
  { weight: 3, arbitrary: dockerfiles },
  { weight: 2, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: damaged(texts) },
);
const { PROPERTY_RUNS: wishedRuns, PROPERTY_SEED: wishedSeed } = process.env;
const runs = Number(wishedRuns ?? 300);
/** The same cases every time, unless somebody looks for new ones by asking for more runs. */
const seed = Number(wishedSeed ?? (wishedRuns === undefined ? 20_260_101 : Date.now() % 2 ** 31));

function law(
  name: string,
  arbitrary: fc.Arbitrary<string>,
  holds: (text: string, world: AnalyzeInput) => void,
): void {
  test(name, { timeout: 300_000 }, () => {
    fc.assert(fc.property(arbitrary, worlds, holds), { numRuns: runs, seed });
  });
}

function findingsOf(text: string, world: AnalyzeInput): readonly Finding[] {
  const { findings, failures } = analysisOf(text, world);
  const [failure] = failures;
  if (failure)
    throw new Error(`${failure.rule.id} threw on ${JSON.stringify(text)}`, { cause: failure.error });
  return findings;
}

/** The world once files have been written. */
function worldWith(world: AnalyzeInput, files: readonly FileEdit[] = []): AnalyzeInput {
  return { ...world, known: files.reduce(knownWith, world.known) };
}

function forEachFix(text: string, world: AnalyzeInput, check: (fix: Fix, finding: Finding) => void): void {
  for (const finding of findingsOf(text, world)) for (const fix of finding.fixes) check(fix, finding);
}

/** Rules that speak about the file as a whole, or leave the word to one that does. */
const ofTheFile = new Set(["single-stage-build", "build-tools-shipped", "instruction-casing", "as-casing"]);

const nameOf = (finding: Finding, fix: Fix) => `${finding.rule.id}: ${fix.title}`;

describe("parsing", () => {
  law(
    "never throws, and its spans are in order and inside the text",
    fc.oneof(anyText, fc.string({ unit: "binary" })),
    (text) => {
      const { instructions } = parseDockerfile(text);
      let at = 0;
      for (const { span, keywordSpan } of instructions) {
        expect(span.start).toBeGreaterThanOrEqual(at);
        expect(span.end).toBeGreaterThan(span.start);
        expect(keywordSpan.start).toBe(span.start);
        at = span.end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    },
  );

  law("leaves nothing between instructions but comments, blanks and directives", dockerfiles, (text) => {
    const dockerfile = parseDockerfile(text);
    let at = 0;
    for (const { span } of [...dockerfile.instructions, { span: { start: text.length, end: text.length } }]) {
      for (const line of text.slice(at, span.start).replace("\uFEFF", "").split(/\r?\n/))
        expect(line).toMatch(/^\s*(#.*|\\|`)?$/);
      at = span.end;
    }
  });
});

describe("findings", () => {
  law(
    "lie in the text, and their edits are sorted, disjoint and change something",
    anyText,
    (text, world) => {
      for (const { span, fixes, rule, message } of findingsOf(text, world)) {
        expect(span.start, rule.id).toBeGreaterThanOrEqual(0);
        expect(span.end, rule.id).toBeGreaterThan(span.start);
        expect(span.end, rule.id).toBeLessThanOrEqual(text.length);
        expect(message.length, message).toBeLessThan(160);
        for (const fix of fixes) {
          const isChange = applyEdits(text, fix.edits) !== text || fix.files !== undefined;
          expect(isChange, `${rule.id}: ${fix.title}`).toBe(true);
        }
      }
    },
  );

  law("name their assumption unless they are safe", anyText, (text, world) => {
    forEachFix(text, world, (fix, finding) => {
      expect(fix.assumption === undefined, nameOf(finding, fix)).toBe(fix.safety === "safe");
      expect(finding.rule.safety, nameOf(finding, fix)).toContain(fix.safety);
    });
  });

  law("do not change for one stage when an unrelated one is put in front", dockerfiles, (text, world) => {
    fc.pre(!/^\uFEFF|^ARG|^#|--from=\d|from=\d/.test(text) && parseDockerfile(text).stages.length === 1);
    const front = "FROM busybox AS unrelated\nENV Q=1\n";
    const seen = (findings: readonly Finding[], shift: number) =>
      findings.map(({ rule, message, span }) => [rule.id, message, span.start - shift]);
    const behind = findingsOf(front + text, world).filter(
      ({ span, rule }) => span.start >= front.length && !ofTheFile.has(rule.id),
    );
    const alone = findingsOf(text, world).filter(({ rule }) => !ofTheFile.has(rule.id));
    expect(seen(behind, front.length)).toEqual(seen(alone, 0));
  });

  law("need no images and no build context that are not known", anyText, (text, world) => {
    const blind = analysisOf(text, { ...world, known: nothingKnown });
    expect(blind.failures).toEqual([]);
  });
});

describe("a fix", () => {
  law("leaves a file that parses without a new problem", anyText, (text, world) => {
    const problemsOf = (dockerfile: Dockerfile): number =>
      dockerfile.problems.length + [...syntaxSlips(dockerfile)].length;
    const before = problemsOf(parseDockerfile(text));
    forEachFix(text, world, (fix, finding) => {
      const after = problemsOf(parseDockerfile(applyEdits(text, fix.edits)));
      expect(after, nameOf(finding, fix)).toBeLessThanOrEqual(before);
    });
  });

  law("silences its own finding and adds none of the same rule", anyText, (text, world) => {
    const findings = findingsOf(text, world);
    const count = (list: readonly Finding[], id: string) =>
      list.filter((finding) => finding.rule.id === id).length;
    forEachFix(text, world, (fix, finding) => {
      const after = findingsOf(applyEdits(text, fix.edits), worldWith(world, fix.files));
      expect(count(after, finding.rule.id), nameOf(finding, fix)).toBeLessThan(
        count(findings, finding.rule.id),
      );
    });
  });

  law("keeps every comment when it is safe", anyText, (text, world) => {
    const before = parseDockerfile(text);
    forEachFix(text, world, (fix, finding) => {
      if (fix.safety !== "safe") return;
      const comments = finding.rule.checkIgnores ? commentsForReaders : commentsOf;
      const after = comments(parseDockerfile(applyEdits(text, fix.edits)));
      expect(after, nameOf(finding, fix)).toEqual(comments(before));
    });
  });

  law("uses the line break of the file", anyText, (text, world) => {
    fc.pre(text.includes("\r\n") && !/(^|[^\r])\n/.test(text));
    forEachFix(text, world, (fix, finding) => {
      for (const edit of fix.edits) expect(edit.text, nameOf(finding, fix)).not.toMatch(/(^|[^\r])\n/);
    });
  });
});

describe("optimize", () => {
  law("reaches a fixed point and is idempotent", anyText, (text, world) => {
    for (const allow of [["safe"], ["safe", "review"]] as const) {
      const once = optimize(text, { ...world, allow });
      const twice = optimize(once.text, { ...worldWith(world, once.files), allow });
      expect(twice.text, JSON.stringify(allow)).toBe(once.text);
      expect(twice.files, JSON.stringify(allow)).toEqual([]);
    }
  });

  law("does not depend on the order of the rules", anyText, (text, world) => {
    const allow = ["safe", "review"] as const;
    const forward = optimize(text, { ...world, allow, rules });
    const backward = optimize(text, { ...world, allow, rules: [...rules].reverse() });
    expect(backward.text).toBe(forward.text);
    expect(backward.files).toEqual(forward.files);
  });

  law("with safe fixes alone keeps stages and comments", anyText, (text, world) => {
    const before = parseDockerfile(text);
    const after = parseDockerfile(optimize(text, { ...world, allow: ["safe"] }).text);
    // Stage names and AS are the same in any case.
    expect(after.stages.map(({ from }) => from.body.text.toLowerCase())).toEqual(
      before.stages.map(({ from }) => from.body.text.toLowerCase()),
    );
    expect(commentsForReaders(after)).toEqual(commentsForReaders(before));
    expect(after.problems.length).toBeLessThanOrEqual(before.problems.length);
  });
});

describe("suppression", () => {
  law("by a comment silences exactly its rule, for the whole file", dockerfiles, (text, world) => {
    fc.pre(!text.startsWith("\uFEFF") && !/^#/.test(text) && !text.includes("ignore="));
    const findings = analyze(text, world);
    for (const id of new Set(findings.map(({ rule }) => rule.id))) {
      const comment = `# plimsoll global ignore=${id}\n`;
      const left = analyze(comment + text, world).map(({ rule, message }) => [rule.id, message]);
      expect(left).toEqual(
        findings.filter(({ rule }) => rule.id !== id).map(({ rule, message }) => [rule.id, message]),
      );
    }
  });
});

test("default settings report nothing on an empty file", () => {
  expect(analyze("", { known: nothingKnown, settings: defaultSettings })).toEqual([]);
});

function commentsOf({ comments }: Dockerfile): readonly string[] {
  return comments.map(({ text }) => text).sort();
}

/** Without ignore comments, which go when they are of no use. */
function commentsForReaders(dockerfile: Dockerfile): readonly string[] {
  const ignores = new Set(readSuppressions(dockerfile).map(({ span }) => span));
  return dockerfile.comments.flatMap(({ text, span }) => (ignores.has(span) ? [] : [text])).sort();
}
