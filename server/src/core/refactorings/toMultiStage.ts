import { said } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { parseDockerfile } from "../document/parse.ts";
import { applyEdits } from "../edits/apply.ts";
import type { Fix } from "../edits/fix.ts";
import { type Amount, exactly } from "../estimate/amount.ts";
import { imageAmount } from "../estimate/image.ts";
import { deriveFacts, type Facts } from "../facts/facts.ts";
import type { WhyNot } from "../recipes/plan.ts";
import { recognise } from "../recipes/recipe.ts";
import { singleStage } from "../recipes/singleStage.ts";
import { conversionFixes } from "../rules/size/single-stage-build.ts";

/** One way to make a single-stage file a multi-stage one. */
export interface Choice {
  /** The runtime base as it is written behind FROM. */
  readonly base: string;
  /** The same in a text that has changed a little since. */
  readonly key: string;
  readonly fix: Fix;
}

/** The ways that fit, the recommended one first; why there is none; undefined when no recipe is made for the file. */
export function multiStageChoices(
  facts: Facts,
): { readonly kind: "choices"; readonly choices: readonly Choice[] } | WhyNot | undefined {
  const single = singleStage(facts);
  const plan = single && recognise(facts);
  if (!single || plan?.kind !== "plan") return plan?.kind === "not" ? plan : undefined;
  const fixes = conversionFixes(single, plan);
  const choices = plan.conversions.flatMap(({ base }, at): readonly Choice[] => {
    const fix = fixes[at];
    return fix ? [{ base: base.text, key: keyOf(fix), fix }] : [];
  });
  return { kind: "choices", choices };
}

/** Why a file without choices stays as it is: a sentence without its full stop. */
export function whyNoChoices({ stages }: Facts, found: WhyNot | undefined): string {
  if (found) return t("Stays a single stage: {0}", said(found.whyNot));
  return stages.length > 1
    ? t("The file has several stages already")
    : t("Stays a single stage: no recipe is made for what this file builds");
}

/** Is the fix the conversion to this runtime base? */
export function isConversionTo(base: string, fix: Fix): boolean {
  return keyOf(fix).endsWith(` on ${base}`);
}

/** The title without its figure, which changes with what is known. */
function keyOf({ title }: Fix): string {
  return title.replace(/ \([^()]* less\)$/, "");
}

/** What the file becomes. */
export function convertedFacts({ dockerfile, known, policy }: Facts, { fix }: Choice): Facts {
  return deriveFacts(parseDockerfile(applyEdits(dockerfile.text, fix.edits)), known, policy);
}

/** What the last stage of a file is built on; undefined when its size is not known. */
export function baseAmount({ finalStage }: Facts): Amount | undefined {
  if (finalStage?.isScratch) {
    const nothing = exactly(0);
    return { download: nothing, unpacked: nothing, source: "measured", reasons: [t("scratch is empty")] };
  }
  return finalStage?.image && imageAmount(finalStage.image);
}
