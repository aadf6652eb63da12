import type { Part } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import { freeStageName, renameStage } from "../edits/stageNames.ts";
import { stagesBuiltFrom } from "../facts/derivedStages.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { isNamed, stageWords } from "../facts/stageWords.ts";

/** A word that names a stage: behind AS, in the FROM of another, in `--from` or in a mount. */
export interface NamingWord {
  readonly word: Part;
  readonly stage: StageFacts;
}

/** The word at an offset, when it names a stage and can be exchanged for another name. */
export function namingWordAt(facts: Facts, offset: number): NamingWord | undefined {
  const at = facts.graph.stageAt(offset);
  if (!at) return undefined;
  const { name, from } = at.stage;
  const words: readonly NamingWord[] = [
    ...(name ? [{ word: name, stage: at }] : []),
    ...(from.image && at.base ? [{ word: from.image, stage: at.base }] : []),
    ...stageWords(facts, at).flatMap(({ word, target }) => (target ? [{ word, stage: target }] : [])),
  ];
  return words.find(
    ({ word, stage }) => word.span.start <= offset && offset <= word.span.end && isNamed(stage, word.value),
  );
}

/** The edits that give a stage another name wherever it is named, or why it cannot have that name. */
export function stageRename(
  facts: Facts,
  stage: StageFacts,
  name: string,
): { readonly edits: readonly Edit[] } | { readonly whyNot: string } {
  if (!/^[a-z][a-z0-9_.-]*$/i.test(name))
    return { whyNot: "The name of a stage is a letter, and letters, digits and . _ - behind it" };
  if (/^(?:scratch|context)$/i.test(name)) return { whyNot: `${name} means something else to Docker` };
  if (!isNamed(stage, name) && freeStageName(facts, [name]) === undefined)
    return { whyNot: `${name} is the name of another stage or image in this file` };
  const bases = stagesBuiltFrom(facts, stage).flatMap((other) => other.stage.from.image ?? []);
  const references = facts.stages.flatMap((other) =>
    stageWords(facts, other).flatMap(({ word, target }) =>
      target === stage && isNamed(stage, word.value) ? [word] : [],
    ),
  );
  const edits = renameStage(facts, stage, name, [...bases, ...references]);
  return edits ? { edits } : { whyNot: "A variable may name this stage" };
}
