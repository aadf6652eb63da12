import type { Safety } from "../core/edits/fix.ts";
import type { Optimized, Step } from "../core/optimize.ts";
import { isConversionTo, multiStageChoices, whyNoChoices } from "../core/refactorings/toMultiStage.ts";
import { rules } from "../core/rules/index.ts";
import type { InlineDockerfile } from "../host/inline/inlineText.ts";
import { type OptimizedAround, optimizeAround } from "../host/inline/optimizeAround.ts";
import { t } from "../l10n/t.ts";
import type { FixInvocation } from "./arguments.ts";
import { type Changes, placed } from "./changes.ts";
import type { Here } from "./known.ts";
import { fixLine } from "./print/pretty.ts";
import { UserError } from "./userError.ts";

const conversion = "single-stage-build";

/** What comes of a file. */
export interface Mended extends Changes {
  /** How many fixes were applied. */
  readonly applied: number;
  /** How many problems there were, and are. */
  readonly before: number;
  readonly left: number;
  /** Lines for the user. */
  readonly notes: readonly string[];
}

export interface MendedDockerfile extends Mended {
  readonly optimized: OptimizedAround;
}

/** Mends one Dockerfile. */
export function mend(
  invocation: FixInvocation,
  { text, variables = [] }: { readonly text: string; readonly variables?: InlineDockerfile["variables"] },
  here: Here,
): MendedDockerfile {
  const optimized = optimizeAround(text, variables, optimizeInput(invocation, here));
  return {
    ...placed(invocation.file, here, optimized),
    optimized,
    applied: optimized.applied.length,
    before: optimized.before.findings.length,
    left: optimized.after.findings.length,
    notes: [...assumptions(optimized), ...conversionNotes(invocation, optimized)],
  };
}

function optimizeInput({ review, rules: ids, base }: FixInvocation, { known, config: configured }: Here) {
  const chosen = ids.length === 0 ? rules : rules.filter((rule) => ids.includes(rule.id));
  // A rule that is named is wanted, whatever its default severity and however rough its fix.
  const wanted = Object.fromEntries(
    chosen.flatMap((rule) =>
      ids.length > 0 && (configured.severities[rule.id] ?? rule.severity) === "off"
        ? [[rule.id, "information" as const]]
        : [],
    ),
  );
  const allow: Safety[] =
    ids.length > 0 ? ["safe", "review", "draft"] : review ? ["safe", "review"] : ["safe"];
  return {
    known,
    settings: { severities: { ...configured.severities, ...wanted }, policy: configured.policy },
    rules: chosen,
    allow,
    ...(base !== undefined && {
      accepts: ({ finding, fix: step }: Step) => finding.rule.id !== conversion || isConversionTo(base, step),
    }),
  };
}

/** What the applied fixes take for granted, once for each that says the same. */
function assumptions({ applied }: Optimized): readonly string[] {
  return [
    ...new Set(
      applied
        .filter(({ fix: step }) => step.safety !== "safe")
        .map((one) => fixLine(one.fix, one.finding.rule)),
    ),
  ];
}

/** Why a file that the user wants to be taken apart stays as it is. Throws when only the wanted base does not fit. */
function conversionNotes({ rules: ids, base }: FixInvocation, { applied, before }: Optimized) {
  if (!ids.includes(conversion) || applied.some(({ finding }) => finding.rule.id === conversion)) return [];
  const { facts } = before;
  const found = multiStageChoices(facts);
  if (found?.kind !== "choices") return [whyNoChoices(facts, found)];
  const bases = found.choices.map((choice) => choice.base);
  if (base !== undefined && !bases.includes(base))
    throw new UserError(t("--base {0} does not fit this file; these do: {1}", base, bases.join(t(", "))));
  return [t("Stays a single stage: an ignore comment says so")];
}
