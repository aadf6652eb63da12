import type { Part, Stage } from "../document/dockerfile.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { lastOf } from "../facts/lastOf.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { isNamed, stageWords } from "../facts/stageWords.ts";

/** A word that stands for a stage: behind AS, in the FROM of another, in `--from` or in a mount. */
export interface StageMention {
  readonly word: Part;
  readonly stage: StageFacts;
  /** Behind the AS of the stage itself. */
  readonly isDefinition: boolean;
  /** By its name, by its number, or by a variable that holds the name. */
  readonly by: "name" | "number" | "variable";
}

export function stageMentionAt(facts: Facts, offset: number): StageMention | undefined {
  const found = lastOf(stageMentions(facts), ({ word }) => word.span.start <= offset);
  return found && offset <= found.word.span.end ? found : undefined;
}

/** Every mention of a stage, in order. */
export function mentionsOfStage(facts: Facts, stage: StageFacts): readonly StageMention[] {
  return byStage(facts).get(stage) ?? [];
}

/** What names a stage, or else what it is built from. */
export function namingSpan({ name, from }: Stage): Span {
  return name?.span ?? from.image?.span ?? from.keywordSpan;
}

const stageMentions = perFacts((facts): readonly StageMention[] =>
  facts.stages
    .flatMap((stage) => mentionsIn(facts, stage))
    .sort((a, b) => a.word.span.start - b.word.span.start),
);

const byStage = perFacts((facts) => {
  const found = new Map<StageFacts, StageMention[]>();
  for (const mention of stageMentions(facts)) {
    const others = found.get(mention.stage);
    if (others) others.push(mention);
    else found.set(mention.stage, [mention]);
  }
  return found;
});

function mentionsIn(facts: Facts, user: StageFacts): readonly StageMention[] {
  const { name, from } = user.stage;
  const mentions: StageMention[] = [];
  if (name) mentions.push({ word: name, stage: user, isDefinition: true, by: "name" });
  if (from.image && user.base) mentions.push(mentionBy(from.image, user.base));
  for (const { word, target } of stageWords(facts, user)) if (target) mentions.push(mentionBy(word, target));
  return mentions;
}

function mentionBy(word: Part, stage: StageFacts): StageMention {
  const by = isNamed(stage, word.value) ? "name" : word.text.includes("$") ? "variable" : "number";
  return { word, stage, isDefinition: false, by };
}
