import type { Part } from "../document/dockerfile.ts";
import { stagesBuiltFrom } from "../facts/derivedStages.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";
import { type StageFacts, stageReferences } from "../facts/stages.ts";
import { stagesNamed } from "../facts/stageWords.ts";
import { insertAt, replaceSpan, sortEdits } from "./apply.ts";
import type { Edit } from "./fix.ts";

/**
 * Gives a stage a name, or another one, and the words that name it with it.
 * @param references the words to rewrite
 * @returns undefined where a variable may name the stage as well
 */
export function renameStage(
  facts: Facts,
  named: StageFacts,
  name: string,
  references: readonly Part[],
): readonly Edit[] | undefined {
  const isNamedByVariable = stagesBuiltFrom(facts, named).some((other) =>
    other.stage.from.image?.text.includes("$"),
  );
  const { stage } = named;
  const { image, keywordSpan } = stage.from;
  if (isNamedByVariable || !image) return undefined;
  const keyword = facts.dockerfile.text.slice(keywordSpan.start, keywordSpan.end);
  const as = keyword === keyword.toLowerCase() ? "as" : "AS";
  const own = stage.name ? replaceSpan(stage.name.span, name) : insertAt(image.span.end, ` ${as} ${name}`);
  return sortEdits([own, ...references.map(({ span }) => replaceSpan(span, name))]);
}

/** The first of the names that no stage has and no word of the file uses for an image or a build context. */
export function freeStageName(facts: Facts, names: readonly string[]): string | undefined {
  const used = wordsInUse(facts);
  return names.find((name) => !used.has(name.toLowerCase()) && stagesNamed(facts, name).length === 0);
}

const wordsInUse = perFacts(
  ({ stages }) =>
    new Set(
      stages.flatMap(({ stage }) => [
        stage.from.image?.value.toLowerCase(),
        ...stageReferences(stage).map(({ word }) => word.value.toLowerCase()),
      ]),
    ),
);
