import { DockerfileParser } from "dockerfile-ast";
import { parseDockerfile } from "../server/src/core/document/parse.ts";
import { deriveFacts, type Facts } from "../server/src/core/facts/facts.ts";
import { nothingKnown } from "../server/src/core/known.ts";
import { folds } from "../server/src/core/language/folds.ts";
import { links } from "../server/src/core/language/links.ts";
import { occurrencesAt } from "../server/src/core/language/occurrences.ts";
import { outline } from "../server/src/core/language/outline.ts";
import { selectionsAt } from "../server/src/core/language/selections.ts";
import { variableRename } from "../server/src/core/language/variableRename.ts";
import { variableAt } from "../server/src/core/language/variables.ts";
import { realistic } from "./corpus.ts";
import { atMost, compare, type Row, ratio } from "./measure.ts";

/** What an editor asks, each answered from the bare text, as nothing is kept from one version to the next. */
const requests: Readonly<Record<string, (facts: Facts) => unknown>> = {
  outline,
  folding: ({ dockerfile }) => folds(dockerfile),
  links,
  references: (facts) => occurrencesAt(facts, lastVariable(facts)),
  "renaming a variable": (facts) => {
    const mention = variableAt(facts, lastVariable(facts));
    return mention && variableRename(facts, mention, "OTHER");
  },
  "value of a variable": (facts) => {
    const mention = variableAt(facts, lastVariable(facts));
    return mention && facts.scope.value(mention.name, mention.stage, mention.instruction);
  },
  "growing selections": (facts) => selectionsAt(facts, lastVariable(facts)),
};

function lastVariable({ dockerfile }: Facts): number {
  return dockerfile.text.lastIndexOf("NODE_VERSION");
}

const sizes = [100, 1000, 5000] as const;

/**
 * The language features beside a bare parse by dockerfile-ast, with which peers that are built on it begin every answer,
 * and with themselves on more lines.
 */
export function languageRows(): readonly Row[] {
  const times = sizes.map((lines) => {
    const text = realistic(lines);
    const contestants = Object.entries(requests).map(([name, answer]) => [
      name,
      () => answer(deriveFacts(parseDockerfile(text), nothingKnown)),
    ]);
    return compare({ ...Object.fromEntries(contestants), parse: () => DockerfileParser.parse(text) }, 7);
  });
  return Object.keys(requests).flatMap((name) => {
    const [hundred = Number.NaN, thousand = Number.NaN, most = Number.NaN] = times.map((each) => each[name]);
    const parse = times[1]?.parse ?? Number.NaN;
    return [
      {
        what: `${name}: 100, 1,000, 5,000 lines`,
        figure: [hundred, thousand, most].map((value) => `${value.toFixed(1)} ms`).join(", "),
      },
      { what: "  1,000 lines, against a bare dockerfile-ast parse", figure: ratio(thousand, parse) },
      atMost("  5,000 lines, against 1,000", most / thousand, 7, ratio(most, thousand), "≤ 7 ×"),
    ];
  });
}
