import { analysisOf, defaultSettings } from "../core/analyze.ts";
import { shellTexts } from "../core/facts/shellTexts.ts";
import { type Known, nothingKnown } from "../core/known.ts";
import { checkOnce } from "../host/shellcheck/once.ts";
import { findProgram } from "../host/shellcheck/program.ts";
import { t } from "../l10n/t.ts";
import { UserError } from "./userError.ts";

/** `--shellcheck`: what the `shellcheck` on PATH says about all scripts, to be added to what is known. */
export async function shellProblemsIn(texts: readonly string[]): Promise<Pick<Known, "shellProblems">> {
  const program = findProgram("");
  if (program === undefined) throw new UserError(t("--shellcheck needs the program shellcheck on PATH"));
  const scripts = texts.flatMap((text) =>
    shellTexts(analysisOf(text, { known: nothingKnown, settings: defaultSettings, rules: [] }).facts),
  );
  const { known: shellProblems, failures } = await checkOnce(program, scripts);
  const [reason] = failures;
  if (reason !== undefined)
    process.stderr.write(
      `plimsoll: ${t("shellcheck failed on {0} of the scripts: {1}", failures.length, reason)}\n`,
    );
  return { shellProblems };
}
