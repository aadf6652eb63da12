import { t } from "../../l10n/t.ts";
import type { Edit } from "../edits/fix.ts";
import { freeStageName, renameStage } from "../edits/stageNames.ts";
import type { Facts } from "../facts/facts.ts";
import { isNamed } from "../facts/stageWords.ts";
import { mentionsOfStage, type StageMention } from "../language/stageMentions.ts";

/**
 * The edits that give a stage another name wherever it is named, or why it cannot have that name. Asked for at a number,
 * the numbers become the name as well; a stage without a name gets one.
 */
export function stageRename(
  facts: Facts,
  { stage, by }: StageMention,
  name: string,
): { readonly edits: readonly Edit[] } | { readonly whyNot: string } {
  if (!/^[a-z][a-z0-9_.-]*$/i.test(name))
    return { whyNot: t("The name of a stage is a letter, and letters, digits and . _ - behind it") };
  if (/^(?:scratch|context)$/i.test(name)) return { whyNot: t("{0} means something else to Docker", name) };
  if (!isNamed(stage, name) && freeStageName(facts, [name]) === undefined)
    return { whyNot: t("{0} is the name of another stage or image in this file", name) };
  const others = mentionsOfStage(facts, stage).filter(
    (mention) =>
      !mention.isDefinition && (mention.by === "name" || (mention.by === "number" && by === "number")),
  );
  const edits = renameStage(
    facts,
    stage,
    name,
    others.map(({ word }) => word),
  );
  return edits ? { edits } : { whyNot: t("A variable may name this stage") };
}
