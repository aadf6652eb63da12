import fc from "fast-check";
import { expect, test } from "vitest";
import { analysisOf } from "../../server/src/core/analyze.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { applyEdits, insertAt } from "../../server/src/core/edits/apply.ts";
import { deriveFacts } from "../../server/src/core/facts/facts.ts";
import { shellTexts } from "../../server/src/core/facts/shellTexts.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import shellProblem from "../../server/src/core/rules/correctness/shell-problem.ts";
import type { ShellProblem, ShellText } from "../../server/src/core/shell/problems.ts";
import { damaged, dockerfiles, specificationTexts } from "../support/dockerfiles.ts";

const texts = specificationTexts();
const anyText = fc.oneof(dockerfiles, fc.constantFrom(...texts), damaged(texts));
const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

/** Finds fault with a word of a script; some want it in quotes, the others want another one in its place. */
function complaints({ text }: ShellText): readonly ShellProblem[] {
  return [...text.matchAll(/\w+/g)].map((match, index) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const quotes = [insertAt(span.start, '"'), insertAt(span.end, '"')];
    const edits = index % 2 === 0 ? quotes : [{ span, text: "another" }];
    return { code: "SC2086", severity: "warning", message: match[0], span, edits };
  });
}

test("a remedy does to the script in the Dockerfile what it does to the script", { timeout: 300_000 }, () => {
  const known = { ...nothingKnown, shellProblems: { of: complaints } };
  const scriptsIn = (text: string) => shellTexts(deriveFacts(parseDockerfile(text), nothingKnown));
  let fixes = 0;
  fc.assert(
    fc.property(anyText, fc.nat(), (text, choice) => {
      const { findings, failures } = analysisOf(text, {
        known,
        settings: { severities: {} },
        rules: [shellProblem],
      });
      expect(failures).toEqual([]);
      const finding = findings[choice % Math.max(findings.length, 1)];
      const fix = finding?.fixes[0];
      if (!finding || !fix) return;
      fixes += 1;
      const mended = applyEdits(text, fix.edits);
      const problems = parseDockerfile(mended).problems.length;
      expect(problems).toBeLessThanOrEqual(parseDockerfile(text).problems.length);
      const before = scriptsIn(text);
      const after = scriptsIn(mended);
      // Another interpreter in the first line of a here-document: nobody is asked about it any more.
      if (after.length < before.length) return;
      const changed = before.findIndex((script, index) => script.flat.text !== after[index]?.flat.text);
      const script = before[changed];
      expect(script).toBeDefined();
      const possible = complaints(script ?? { dialect: "sh", text: "" }).map(({ edits }) =>
        applyEdits(script?.text ?? "", edits),
      );
      const withoutPreamble = (whole: string) => whole.replace(/^(?:set -e; )?export .*\n/m, "");
      expect(possible.map(withoutPreamble)).toContain(withoutPreamble(after[changed]?.text ?? ""));
    }),
    { numRuns, seed: 20_260_101 },
  );
  expect(fixes).toBeGreaterThan(numRuns / 10);
});
